//! One record: what it holds, and what was written at its place before, or besides.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::{
    RecordCursor, RecordPlace, RecordSummary,
    row::{COUNTING, LATEST, columns, summary},
};
use crate::{
    fold::Slot,
    op::{Hlc, Op, OpId},
    store::{
        Store, StoreError,
        columns::{Ordered, stamp},
        journal::{OP, sound_op},
    },
};

/// One op of a record's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HistoryEntry {
    /// What it says.
    #[serde(flatten)]
    pub record: RecordSummary,
    /// Is it the one that counts?
    pub counts: bool,
    #[serde(skip)]
    hlc: Hlc,
}

/// A page of a record's history, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryPage {
    /// The ops.
    pub entries: Vec<HistoryEntry>,
    /// Where to go on; none at the end.
    pub next: Option<RecordCursor>,
    /// This device's journal starts from a checkpoint: of what did not count any more at this time, in milliseconds since
    /// 1970, nothing is held.
    pub dropped_before_ms: Option<u64>,
}

impl Store {
    /// The record of a slot, which is that of a run or of a keyed surface.
    pub fn record(&self, slot: &Slot) -> Result<Option<RecordSummary>, StoreError> {
        self.read("read record", |conn| {
            Ok(at_slot(conn, COUNTING, slot)?.map(|entry| entry.record))
        })
    }

    /// The entry of a stream whose op has this id.
    pub fn routing_entry(&self, id: OpId) -> Result<Option<RecordSummary>, StoreError> {
        let sql = format!(
            "SELECT {} FROM op o JOIN device d ON d.no = o.device WHERE o.surface = 'routing' AND o.id = ?1",
            columns("''", "''")
        );
        let key = format!("op:{id}");
        self.read("read record", |conn| {
            let found = conn.prepare_cached(&sql)?.query_row([id], summary).optional()?;
            Ok(found.map(|record| RecordSummary { key, ..record }))
        })
    }

    /// The op of a record; none if it is held no more.
    pub fn op_at(&self, place: RecordPlace) -> Result<Option<Op>, StoreError> {
        let sql = format!("SELECT {OP}, o.id FROM op o JOIN device d ON d.no = o.device WHERE o.row = ?1");
        self.read("read record", |conn| {
            let mut statement = conn.prepare_cached(&sql)?;
            statement.query_row([place.0], |row| sound_op(row, 8)).optional()
        })
    }

    /// A page of what was written at a slot, newest first, `before` left out.
    pub fn record_history(
        &self,
        slot: &Slot,
        before: Option<&RecordCursor>,
        limit: u32,
    ) -> Result<HistoryPage, StoreError> {
        let before = match before {
            Some(RecordCursor::Stamp(wall_ms, counter, device)) => Some(Hlc {
                wall_ms: *wall_ms,
                counter: *counter,
                device_id: device.clone(),
            }),
            _ => None,
        };
        self.read("read history", |conn| {
            let limit = limit.max(1) as usize;
            // One more than asked for tells whether there is more.
            let mut entries = past(conn, slot, before.as_ref(), limit + 1)?;
            let counting = at_slot(conn, COUNTING, slot)?;
            let held = [at_slot(conn, LATEST, slot)?, counting.clone()].into_iter().flatten();
            entries.extend(held.filter(|entry| before.as_ref().is_none_or(|last| entry.hlc < *last)));
            entries.sort_by(|one, other| other.hlc.cmp(&one.hlc));
            entries.dedup_by(|one, other| one.record.op_id == other.record.op_id);
            for entry in &mut entries {
                entry.counts = counting
                    .as_ref()
                    .is_some_and(|one| one.record.op_id == entry.record.op_id);
            }
            let more = entries.len() > limit;
            entries.truncate(limit);
            let last = entries.last().filter(|_| more);
            Ok(HistoryPage {
                next: last.map(|entry| RecordCursor::of_stamp(&entry.hlc)),
                entries,
                dropped_before_ms: dropped_before(conn)?,
            })
        })
    }
}

fn at_slot(conn: &Connection, which: &str, slot: &Slot) -> rusqlite::Result<Option<HistoryEntry>> {
    let sql = format!(
        "SELECT {} {which} WHERE r.kind = ?1 AND r.agent = ?2 AND r.key = ?3",
        columns("r.agent", "r.key")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let name = slot.table.name();
    statement
        .query_row(params![name, slot.agent, slot.key], entry)
        .optional()
}

fn entry(row: &rusqlite::Row<'_>) -> rusqlite::Result<HistoryEntry> {
    Ok(HistoryEntry {
        record: summary(row)?,
        counts: false,
        hlc: stamp(row, 5)?,
    })
}

fn past(conn: &Connection, slot: &Slot, before: Option<&Hlc>, limit: usize) -> rusqlite::Result<Vec<HistoryEntry>> {
    // The plain comparison of the wall lets the index find the place; the full one then decides between equal stamps.
    let cut = match before {
        Some(_) => "AND p.wall <= ?4 AND (p.wall, p.counter, d.id) < (?4, ?5, ?6)",
        None => "AND ?4 IS NULL AND ?5 IS NULL AND ?6 IS NULL",
    };
    let sql = format!(
        "SELECT {} FROM past_op p JOIN op o ON o.row = p.op JOIN device d ON d.no = o.device
         WHERE p.kind = ?1 AND p.agent = ?2 AND p.key = ?3 {cut}
         ORDER BY p.wall DESC, p.counter DESC, d.id DESC LIMIT ?7",
        columns("p.agent", "p.key")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let (wall, counter) = (before.map(|hlc| Ordered(hlc.wall_ms)), before.map(|hlc| hlc.counter));
    let device = before.map(|hlc| &hlc.device_id);
    let (name, limit) = (slot.table.name(), i64::try_from(limit).unwrap_or(i64::MAX));
    statement
        .query_map(params![name, slot.agent, slot.key, wall, counter, device, limit], entry)?
        .collect()
}

/// What a checkpoint covers is at most as new as the newest op at its frontier.
fn dropped_before(conn: &Connection) -> rusqlite::Result<Option<u64>> {
    let newest: Option<Ordered> = conn.query_row("SELECT max(base_wall) FROM device", [], |row| row.get(0))?;
    Ok(newest.map(|wall| wall.0))
}
