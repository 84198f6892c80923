//! The history that is kept of who held what, and how it ended.

use rusqlite::{Connection, OptionalExtension, params};

use super::{
    Ballot,
    standing::{Shown, says_ran_out, shown},
};
use crate::{
    lease::{LeaseEnd, PastLease},
    op::{DeviceId, Epoch},
};

/// How many past epochs of an agent are kept.
const KEPT: u32 = 20;

/// Keeps what changed of who holds what.
pub(super) fn keep(conn: &Connection, before: &Ballot, after: &Ballot, wall_now: u64) -> rusqlite::Result<()> {
    for id in after.agents.keys() {
        let (old, new) = (shown(before, id, 0), shown(after, id, 0));
        if old.as_ref().map(name) == new.as_ref().map(name) {
            continue;
        }
        if let Some(old) = &old {
            end(conn, id, old, end_of(after, id, old, new.as_ref()), wall_now)?;
        }
        if let Some(new) = &new {
            begin(conn, id, new, wall_now)?;
        }
        if let Some(over) = new.as_ref().filter(|new| new.ran_out()) {
            end(conn, id, over, LeaseEnd::Lapsed, wall_now)?;
        }
    }
    Ok(())
}

fn name(shown: &Shown) -> (Epoch, DeviceId, bool) {
    (shown.epoch(), shown.holder().clone(), shown.ran_out())
}

fn begin(conn: &Connection, id: &str, lease: &Shown, wall_now: u64) -> rusqlite::Result<()> {
    let sql = "INSERT OR IGNORE INTO lease_past (agent, epoch, holder, since_ms) VALUES (?1, ?2, ?3, ?4)";
    let epoch = lease.epoch().get().cast_signed();
    conn.execute(sql, params![id, epoch, lease.holder(), wall_now.cast_signed()])?;
    let sql = "DELETE FROM lease_past WHERE agent = ?1 AND epoch NOT IN
        (SELECT epoch FROM lease_past WHERE agent = ?1 ORDER BY epoch DESC LIMIT ?2)";
    conn.execute(sql, params![id, KEPT])?;
    Ok(())
}

/// One that ended like this before ended then.
fn end(conn: &Connection, id: &str, lease: &Shown, end: LeaseEnd, wall_now: u64) -> rusqlite::Result<()> {
    let sql = "UPDATE lease_past SET end = ?4, ended_ms = ?5
        WHERE agent = ?1 AND epoch = ?2 AND holder = ?3 AND end IS NOT ?4";
    let epoch = lease.epoch().get().cast_signed();
    conn.execute(
        sql,
        params![id, epoch, lease.holder(), word(end), wall_now.cast_signed()],
    )?;
    Ok(())
}

/// How one that is not shown any more ended. That its time passed proves nothing: it may have been given back later.
fn end_of(after: &Ballot, id: &str, old: &Shown, new: Option<&Shown>) -> LeaseEnd {
    let freed = after.agents.get(id).is_some_and(|agent| agent.freed >= old.epoch());
    let ran_out = says_ran_out(after, id, old.holder()) == Some(old.epoch());
    let is_outdone = new.is_some_and(|new| new.epoch() > old.epoch());
    match (freed, ran_out || is_outdone) {
        (true, _) => LeaseEnd::TakenOver,
        (false, true) => LeaseEnd::Lapsed,
        (false, false) => LeaseEnd::Released,
    }
}

fn word(end: LeaseEnd) -> &'static str {
    match end {
        LeaseEnd::Released => "released",
        LeaseEnd::Lapsed => "lapsed",
        LeaseEnd::TakenOver => "taken_over",
    }
}

/// When this device learned that a lease ended, in milliseconds since 1970.
pub(super) fn ended_ms(conn: &Connection, id: &str, lease: &Shown) -> rusqlite::Result<Option<u64>> {
    let sql = "SELECT ended_ms FROM lease_past WHERE agent = ?1 AND epoch = ?2 AND holder = ?3";
    let epoch = lease.epoch().get().cast_signed();
    let ended = |row: &rusqlite::Row<'_>| row.get::<_, Option<i64>>(0);
    let row = conn
        .prepare_cached(sql)?
        .query_row(params![id, epoch, lease.holder()], ended);
    Ok(row.optional()?.flatten().map(i64::cast_unsigned))
}

/// The last epochs of an agent, newest first.
pub(super) fn history(conn: &Connection, id: &str) -> rusqlite::Result<Vec<PastLease>> {
    let sql = "SELECT epoch, holder, since_ms, end, ended_ms FROM lease_past WHERE agent = ?1 ORDER BY epoch DESC";
    let past = |row: &rusqlite::Row<'_>| {
        Ok(PastLease {
            epoch: Epoch(row.get::<_, i64>(0)?.cast_unsigned()),
            holder: row.get(1)?,
            since_ms: row.get::<_, i64>(2)?.cast_unsigned(),
            end: row.get::<_, Option<String>>(3)?.map(|end| match &*end {
                "released" => LeaseEnd::Released,
                "taken_over" => LeaseEnd::TakenOver,
                _ => LeaseEnd::Lapsed,
            }),
            ended_ms: row.get::<_, Option<i64>>(4)?.map(i64::cast_unsigned),
        })
    };
    conn.prepare_cached(sql)?.query_map([id], past)?.collect()
}
