//! Where much is written at once, what is in the write-ahead log is moved into the file beside the thread that writes. SQLite
//! would have the commit that fills the log do it and wait meanwhile, which was a sixth of what recording by the thousand
//! and taking over cost. Single turns leave it at that: a log that is moved at once stays short, which is quicker to sync.

use std::{
    ffi::c_int,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{SyncSender, TrySendError, sync_channel},
    },
    thread::{self, JoinHandle},
};

use rusqlite::{Connection, MAIN_DB, hooks::Wal, wal::CheckpointMode};

/// How many pages come into the log before they are moved: as many as SQLite's own default.
const STEP: c_int = 1_000;

/// A commit of fewer pages waits for the log to be moved, should it be its turn.
const MUCH: c_int = 100;

/// How many pages the log may have before the writer moves what is left and waits. A log starts anew only when all of it
/// was moved, which a thread beside a busy writer never sees.
const LIMIT: c_int = 4 * STEP;

/// Has the log of `conn`, whose file is at `path`, moved by a thread of its own as long as `conn` is open.
pub(super) fn attach(conn: &mut Connection, path: &Path) -> rusqlite::Result<()> {
    let mut mover = LogMover {
        path: path.to_owned(),
        pages: 0,
        asked_at: 0,
        worker: None,
    };
    conn.wal_hook(Some(move |wal: &mut Wal, pages| {
        mover.committed(wal, pages);
        Ok(())
    }))
}

struct LogMover {
    path: PathBuf,
    /// How many pages the log has.
    pages: c_int,
    /// How many pages the log had when it was last asked to be moved.
    asked_at: c_int,
    /// Started once there is something to move: most processes write little.
    worker: Option<Worker>,
}

impl LogMover {
    /// The log has `pages` pages now. As with SQLite's own way, a log that cannot be moved fails no commit: it
    /// grows, and the next step tries again.
    fn committed(&mut self, wal: &mut Wal, pages: c_int) {
        if pages < self.pages {
            (self.pages, self.asked_at) = (0, 0);
        }
        let is_much = pages - self.pages >= MUCH;
        self.pages = pages;
        if is_much && pages < LIMIT {
            if pages >= self.asked_at + STEP && self.ask() {
                self.asked_at = pages;
            }
        } else if pages >= STEP {
            let _moved_by_us = self.worker.as_ref().map(Worker::wait);
            let _ = wal.checkpoint();
        }
    }

    fn ask(&mut self) -> bool {
        if self.worker.is_none() {
            self.worker = Worker::start(self.path.clone()).ok();
        }
        self.worker.as_ref().is_some_and(Worker::ask)
    }
}

struct Worker {
    requests: Option<SyncSender<()>>,
    /// Held while the log is moved: SQLite turns away a second one that comes to move it.
    moving: Arc<Mutex<()>>,
    thread: Option<JoinHandle<rusqlite::Result<()>>>,
}

impl Worker {
    fn start(path: PathBuf) -> std::io::Result<Self> {
        let (requests, asked) = sync_channel(1);
        let moving = Arc::new(Mutex::new(()));
        let ours = Arc::clone(&moving);
        let work = move || {
            let conn = super::open(&path)?;
            asked.iter().try_for_each(|()| {
                let _moving = lock(&ours);
                move_log(&conn)
            })
        };
        let thread = thread::Builder::new().name("log-mover".to_owned()).spawn(work)?;
        Ok(Self {
            requests: Some(requests),
            moving,
            thread: Some(thread),
        })
    }

    /// Waits until nothing is moved, and keeps it so.
    fn wait(&self) -> MutexGuard<'_, ()> {
        lock(&self.moving)
    }

    /// Asks for the log to be moved; false if nobody does.
    fn ask(&self) -> bool {
        let sent = self.requests.as_ref().map(|requests| requests.try_send(()));
        !matches!(sent, None | Some(Err(TrySendError::Disconnected(()))))
    }
}

fn lock(moving: &Mutex<()>) -> MutexGuard<'_, ()> {
    moving.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends before the connection that it works for closes, which is then the last and leaves no log behind.
impl Drop for Worker {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Moves what it can without making anybody wait, and what was committed meanwhile: a log that is moved as a whole starts
/// anew at its beginning, which is quicker to sync than one that grows.
fn move_log(conn: &Connection) -> rusqlite::Result<()> {
    let mut before = 0;
    loop {
        let (pages, moved) = match conn.wal_checkpoint_v2(Some(MAIN_DB), CheckpointMode::PASSIVE) {
            Err(error) if super::is_busy(&error) => return Ok(()),
            done => done?,
        };
        // What somebody still reads stays.
        if moved >= pages || moved <= before {
            return Ok(());
        }
        before = moved;
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, time::Instant};

    use tempfile::TempDir;

    use super::*;

    /// A new file with an empty table, and where it is.
    fn table() -> (TempDir, PathBuf, Connection) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("new.db");
        let conn = super::super::open_to_write(&path).unwrap();
        conn.execute_batch("CREATE TABLE page (body BLOB)").unwrap();
        (dir, path, conn)
    }

    /// Commits `count` rows of a little less than a page each.
    fn fill(conn: &Connection, count: u32) {
        let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
            INSERT INTO page SELECT zeroblob(4000) FROM n";
        conn.execute(sql, [count]).unwrap();
    }

    fn log_of(path: &Path) -> PathBuf {
        path.with_extension("db-wal")
    }

    fn length(path: &Path) -> u64 {
        fs::metadata(path).unwrap().len()
    }

    #[test]
    fn a_full_log_is_moved_while_its_writer_does_nothing() {
        let (_dir, path, conn) = table();
        fill(&conn, 1_100);
        let start = Instant::now();
        while length(&path) < 1_000 * 4_096 {
            assert!(start.elapsed() < super::super::PATIENCE, "not moved");
            thread::yield_now();
        }
    }

    #[test]
    fn a_writer_that_never_stops_keeps_the_log_short() {
        let (_dir, path, conn) = table();
        (0..100).for_each(|_| fill(&conn, 300));
        let pages = length(&log_of(&path)) / 4_120;
        assert!((1_000..5_000).contains(&pages), "{pages}");
    }

    #[test]
    fn after_much_was_written_small_commits_find_a_log_that_starts_anew() {
        let (_dir, path, conn) = table();
        (0..3).for_each(|_| fill(&conn, 1_100));
        fill(&conn, 1);
        let before = length(&log_of(&path));
        (0..900).for_each(|_| fill(&conn, 1));
        assert_eq!(length(&log_of(&path)), before, "the log grew");
    }

    #[test]
    fn small_commits_move_the_log_themselves_and_it_stays_as_short_as_ever() {
        let (_dir, path, conn) = table();
        (0..3_000).for_each(|_| fill(&conn, 1));
        let pages = length(&log_of(&path)) / 4_120;
        assert!((1_000..1_100).contains(&pages), "{pages}");
    }

    #[test]
    fn closing_leaves_no_log_behind() {
        let (_dir, path, conn) = table();
        fill(&conn, 1_100);
        conn.close().unwrap();
        assert!(!log_of(&path).exists());
    }

    #[test]
    fn a_log_that_somebody_reads_grows_and_fails_no_commit() {
        let (_dir, path, conn) = table();
        let reader = super::super::open(&path).unwrap();
        let count = |conn: &Connection| conn.query_row("SELECT count(*) FROM page", [], |row| row.get::<_, u32>(0));
        reader.execute_batch("BEGIN").unwrap();
        assert_eq!(count(&reader).unwrap(), 0);
        (0..10).for_each(|_| fill(&conn, 1_000));
        assert_eq!(count(&reader).unwrap(), 0);
        reader.execute_batch("COMMIT").unwrap();
        assert_eq!(count(&reader).unwrap(), 10_000);
    }
}
