//! Runs that took effect more than once.
//!
//! Kept per run: by whom and under which epoch it was committed, once there are two. A device that commits a run twice
//! under one epoch says the same thing twice. The rows are facts that no order of arrival changes, and outlive the ops
//! that a checkpoint drops; they are no part of the state.

use std::collections::HashSet;

use rusqlite::{Connection, params};
use serde::Serialize;

use super::{
    Store, StoreError,
    columns::{Ordered, stamp},
    journal::DeviceNo,
};
use crate::{
    fold::{Entry, Slot},
    op::{DeviceId, Epoch, OpId, Seq},
};

/// A run that was committed twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoubleRun {
    /// Whose run.
    pub agent_id: String,
    /// The run.
    pub run_id: String,
    /// Who committed it first, by the order of stamps.
    pub one: CommittedAt,
    /// Who committed it too.
    pub other: CommittedAt,
}

/// Where and when a run was committed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommittedAt {
    /// By which device.
    pub device_id: DeviceId,
    /// Under which epoch.
    pub epoch: Epoch,
    /// When, in milliseconds since 1970 on that device's clock.
    pub at_ms: u64,
    /// The op that says so.
    pub op_id: OpId,
}

/// Of several commits of one device under one epoch the latest is kept, whichever comes first.
const KEEP: &str = "INSERT INTO double_run (agent, run, device, epoch, op, wall, counter)
    VALUES (?1, ?2, (SELECT no FROM device WHERE id = ?3), ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE
    SET op = excluded.op, wall = excluded.wall, counter = excluded.counter
    WHERE (excluded.wall, excluded.counter, excluded.op) > (wall, counter, op)";

/// Notes that a run is committed by `again` besides `held`, the op that counts so far.
pub(super) fn note(conn: &Connection, slot: &Slot, held: &Entry, again: &Entry) -> rusqlite::Result<()> {
    // Without an id there is no run that others could mean too.
    let Some(run) = slot.key.strip_prefix("id:") else {
        return Ok(());
    };
    let same = (&held.hlc.device_id, held.epoch) == (&again.hlc.device_id, again.epoch);
    if same && !is_double(conn, &slot.agent, run)? {
        return Ok(());
    }
    keep(conn, &slot.agent, run, held)?;
    keep(conn, &slot.agent, run, again)
}

fn is_double(conn: &Connection, agent: &str, run: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM double_run WHERE agent = ?1 AND run = ?2)";
    conn.prepare_cached(sql)?.query_row([agent, run], |row| row.get(0))
}

fn keep(conn: &Connection, agent: &str, run: &str, entry: &Entry) -> rusqlite::Result<()> {
    let (device, wall) = (&entry.hlc.device_id, Ordered(entry.hlc.wall_ms));
    conn.prepare_cached(KEEP)?.execute(params![
        agent,
        run,
        device,
        entry.epoch,
        entry.op_id,
        wall,
        entry.hlc.counter
    ])?;
    Ok(())
}

/// Forgets what the ops of a device from `first` on say. They must still be held.
pub(super) fn forget_from(conn: &Connection, no: DeviceNo, first: Seq) -> rusqlite::Result<()> {
    let sql = "DELETE FROM double_run WHERE device = ?1 AND op IN (SELECT id FROM op WHERE device = ?1 AND seq >= ?2)";
    conn.execute(sql, params![no.0, first]).map(drop)
}

impl Store {
    /// Runs that were committed twice, ordered by agent and run.
    pub fn double_runs(&self) -> Result<Vec<DoubleRun>, StoreError> {
        self.read("read double runs", |conn| {
            let successions = successions(conn)?;
            let commits = commits(conn)?;
            let of_one_run = commits.chunk_by(|(run, _), (next, _)| run == next);
            Ok(of_one_run.flat_map(|run| doubles(run, &successions)).collect())
        })
    }
}

type Commit = ((String, String), CommittedAt);

fn commits(conn: &Connection) -> rusqlite::Result<Vec<Commit>> {
    let sql = "SELECT r.agent, r.run, r.epoch, r.op, r.wall, r.counter, d.id FROM double_run r
        JOIN device d ON d.no = r.device ORDER BY r.agent, r.run, r.wall, r.counter, r.op";
    let commit = |row: &rusqlite::Row<'_>| {
        let (epoch, op_id, hlc) = (row.get(2)?, row.get(3)?, stamp(row, 4)?);
        let (device_id, at_ms) = (hlc.device_id, hlc.wall_ms);
        let at = CommittedAt {
            device_id,
            epoch,
            at_ms,
            op_id,
        };
        Ok(((row.get(0)?, row.get(1)?), at))
    };
    conn.prepare_cached(sql)?.query_map([], commit)?.collect()
}

/// Devices that are out of the quorum, each after the one that took it out: so does a device with its former name.
fn successions(conn: &Connection) -> rusqlite::Result<HashSet<(DeviceId, DeviceId)>> {
    let sql = "SELECT o.id, s.id FROM retirement r JOIN device o ON o.no = r.observer JOIN device s ON s.no = r.subject
        LEFT JOIN peer p ON p.device = r.subject WHERE r.tip_number >= coalesce(p.tip_number, 0)";
    let mut statement = conn.prepare_cached(sql)?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// The first commit paired with every other. One that a device recorded again under a new id is no second one.
fn doubles(run: &[Commit], successions: &HashSet<(DeviceId, DeviceId)>) -> Vec<DoubleRun> {
    let is_repeated = |at: &CommittedAt| {
        let by = |(_, later): &Commit| {
            later.epoch == at.epoch && successions.contains(&(later.device_id.clone(), at.device_id.clone()))
        };
        run.iter().any(by)
    };
    let mut once = run.iter().filter(|(_, at)| !is_repeated(at));
    let Some(((agent_id, run_id), one)) = once.next() else {
        return Vec::new();
    };
    let double = |(_, other): &Commit| DoubleRun {
        agent_id: agent_id.clone(),
        run_id: run_id.clone(),
        one: one.clone(),
        other: other.clone(),
    };
    once.map(double).collect()
}
