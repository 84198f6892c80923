//! Opening SQLite files that several processes share.

mod log_mover;

use std::{
    path::Path,
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};

use crate::meter;

/// How long one process waits for another.
const PATIENCE: Duration = Duration::from_secs(30);

const PAUSE: Duration = Duration::from_millis(2);

/// Durability: what was committed survives power loss (`synchronous = FULL` syncs the log at every commit).
/// Readers and one writer run side by side (WAL); a second writer waits.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

/// Opens a file, creating it if needed.
pub(crate) fn open(path: &Path) -> rusqlite::Result<Connection> {
    let mut conn = Connection::open(path)?;
    meter::attach(&mut conn)?;
    conn.busy_timeout(PATIENCE)?;
    keep_plans(&conn)?;
    patiently(|| conn.execute_batch(PRAGMAS))?;
    Ok(conn)
}

/// As [`open`], for a connection that may write much at once: its log is moved into the file by a thread beside it then.
pub(crate) fn open_to_write(path: &Path) -> rusqlite::Result<Connection> {
    let mut conn = open(path)?;
    log_mover::attach(&mut conn, path)?;
    Ok(conn)
}

/// Says whether a commit waits until it is on disk (`synchronous = FULL`, as a connection is opened) or is there with the
/// next that does (`NORMAL`). With a write-ahead log a power cut then costs the last commits and never more.
pub(crate) fn sync_commits(conn: &Connection, waits: bool) -> rusqlite::Result<()> {
    conn.pragma_update(None, "synchronous", if waits { "FULL" } else { "NORMAL" })
}

/// Opens an existing file for looking only: nothing in it is changed, and a log that a process left behind stays as it is.
pub(crate) fn open_to_read(path: &Path) -> rusqlite::Result<Connection> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let left_behind = std::fs::metadata(log).is_ok_and(|log| log.len() > 0);
    // Without the right to write, SQLite leaves its log's files behind when it closes.
    let conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    conn.busy_timeout(PATIENCE)?;
    keep_plans(&conn)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, left_behind)?;
    conn.pragma_update(None, "query_only", true)?;
    Ok(conn)
}

/// A cached statement keeps its plan. Otherwise SQLite, which looks whether a bound value makes a partial index usable, plans
/// the statement anew whenever it is bound to other values (<https://www.sqlite.org/queryplanner-ng.html#qpstab>).
fn keep_plans(conn: &Connection) -> rusqlite::Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map(drop)
}

/// What SQLite finds wrong with a file; nothing when it is sound.
pub(crate) fn complaints(conn: &Connection, table: Option<&str>) -> rusqlite::Result<Vec<String>> {
    let mut found = Vec::new();
    let take = |row: &rusqlite::Row<'_>| row.get::<_, String>(0).map(|text| found.push(text));
    match table {
        Some(table) => conn.pragma(None, "quick_check", table, take)?,
        None => conn.pragma_query(None, "quick_check", take)?,
    }
    found.retain(|text| text != "ok");
    Ok(found)
}

/// SQLite does not wait by itself where two processes turn the same new file into a write-ahead log: one of them is told
/// at once that it is busy (<https://www.sqlite.org/wal.html#sometimes_queries_return_sqlite_busy_in_wal_mode>).
fn patiently(mut attempt: impl FnMut() -> rusqlite::Result<()>) -> rusqlite::Result<()> {
    let start = Instant::now();
    loop {
        match attempt() {
            Err(error) if is_busy(&error) && start.elapsed() < PATIENCE => thread::sleep(PAUSE),
            done => return done,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;

    #[test]
    fn a_statement_bound_to_other_values_keeps_its_plan() {
        let dir = tempfile::tempdir().unwrap();
        let conn = open(&dir.path().join("new.db")).unwrap();
        conn.execute_batch(
            "CREATE TABLE record (kind TEXT, key TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;
             CREATE INDEX pending ON record (key) WHERE kind = 'intent';",
        )
        .unwrap();
        let sql = "SELECT 1 FROM record a JOIN record b ON b.kind = a.key WHERE a.kind = ?1 AND a.key = ?2";
        let mut lookup = conn.prepare(sql).unwrap();
        for kind in ["turn", "intent", "skill"] {
            assert!(!lookup.exists([kind, "a"]).unwrap());
        }
        assert_eq!(lookup.get_status(StatementStatus::RePrepare), 0);
    }

    #[test]
    fn many_that_open_one_new_file_at_once_all_get_it() {
        for _ in 0..40 {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("new.db");
            let openers: Vec<_> = (0..8)
                .map(|_| path.clone())
                .map(|path| thread::spawn(move || open(&path).map(drop)))
                .collect();
            for opener in openers {
                opener.join().unwrap().unwrap();
            }
        }
    }
}
