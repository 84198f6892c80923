//! What was written at the same place before, or besides: the ops of a record that do not count, or no more.
//!
//! Only such ops have a row here, so that the first op of a record costs nothing more.

use rusqlite::{Connection, params};

use crate::fold::{Entry, Slot, Table};

use super::{
    columns::Ordered,
    image::STREAMS,
    journal::{OP, op},
};

/// By slot and stamp. Rows whose op a checkpoint dropped go with it. Routing has no records; it is listed by stamp.
pub(super) const SCHEMA: &str = "
CREATE TABLE past_op (
    kind TEXT NOT NULL, agent TEXT NOT NULL, key TEXT NOT NULL,
    wall INTEGER NOT NULL, counter INTEGER NOT NULL, op INTEGER NOT NULL,
    PRIMARY KEY (kind, agent, key, wall, counter, op)
) WITHOUT ROWID;
CREATE INDEX op_routing ON op (wall, counter) WHERE surface = 'routing';
";

/// Notes an op that does not count. That a run was committed once is told by the run's own slot.
pub(super) fn note(conn: &Connection, slot: &Slot, entry: &Entry) -> rusqlite::Result<()> {
    if slot.table == Table::CommittedRuns {
        return Ok(());
    }
    let sql = "INSERT INTO past_op (kind, agent, key, wall, counter, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    conn.prepare_cached(sql)?.execute(params![
        slot.table.name(),
        slot.agent,
        slot.key,
        Ordered(entry.hlc.wall_ms),
        entry.hlc.counter,
        entry.row
    ])?;
    Ok(())
}

/// Forgets the ops that are held no more.
pub(super) fn forget_dropped(conn: &Connection) -> rusqlite::Result<()> {
    let sql = "DELETE FROM past_op WHERE NOT EXISTS (SELECT 1 FROM op WHERE op.row = past_op.op)";
    conn.execute(sql, []).map(drop)
}

/// Adds the history to a store that had none, from the journal.
pub(super) fn introduce(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(SCHEMA)?;
    let sql = format!(
        "SELECT {OP}, o.row FROM op o JOIN device d ON d.no = o.device
         WHERE o.surface NOT IN {STREAMS} AND o.row NOT IN (SELECT op FROM record WHERE kind <> 'intent.committed')"
    );
    let mut statement = conn.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let op = op(row)?;
        if let Some(slot) = Slot::of(&op) {
            note(conn, &slot, &Entry::of(&op, row.get(8)?))?;
        }
    }
    Ok(())
}
