use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{
    fold::{Entry, Records, Slot, Table},
    op::Epoch,
};

use super::{columns::stamp, double_runs, history};

/// The folded records in SQLite.
pub(super) struct SqlRecords<'a>(pub &'a Connection);

const ENTRY: &str = "SELECT o.id, o.wall, o.counter, d.id, r.op, r.terminal, r.epoch, r.key
    FROM record r JOIN op o ON o.row = r.op JOIN device d ON d.no = o.device";

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        op_id: row.get(0)?,
        hlc: stamp(row, 1)?,
        row: row.get(4)?,
        terminal: row.get(5)?,
        epoch: row.get(6)?,
    })
}

impl Records for SqlRecords<'_> {
    type Error = rusqlite::Error;

    fn get(&mut self, slot: &Slot) -> rusqlite::Result<Option<Entry>> {
        let sql = format!("{ENTRY} WHERE r.kind = ?1 AND r.agent = ?2 AND r.key = ?3");
        let mut statement = self.0.prepare_cached(&sql)?;
        statement
            .query_row(params![slot.table.name(), slot.agent, slot.key], entry)
            .optional()
    }

    fn put(&mut self, slot: &Slot, entry: &Entry) -> rusqlite::Result<()> {
        let sql =
            "INSERT OR REPLACE INTO record (kind, agent, key, op, terminal, epoch) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let mut statement = self.0.prepare_cached(sql)?;
        statement.execute(params![
            slot.table.name(),
            slot.agent,
            slot.key,
            entry.row,
            entry.terminal,
            entry.epoch
        ])?;
        Ok(())
    }

    fn delete(&mut self, slot: &Slot) -> rusqlite::Result<()> {
        let sql = "DELETE FROM record WHERE kind = ?1 AND agent = ?2 AND key = ?3";
        self.0
            .prepare_cached(sql)?
            .execute(params![slot.table.name(), slot.agent, slot.key])?;
        Ok(())
    }

    fn fence(&mut self, agent: &str) -> rusqlite::Result<Option<Epoch>> {
        let mut statement = self.0.prepare_cached("SELECT epoch FROM fence WHERE agent = ?1")?;
        statement.query_row([agent], |row| row.get(0)).optional()
    }

    fn set_fence(&mut self, agent: &str, epoch: Epoch) -> rusqlite::Result<()> {
        let sql = "INSERT INTO fence (agent, epoch) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET epoch = excluded.epoch";
        self.0.prepare_cached(sql)?.execute(params![agent, epoch])?;
        Ok(())
    }

    fn pending_runs(&mut self, agent: &str) -> rusqlite::Result<Vec<(Slot, Entry)>> {
        let sql = format!("{ENTRY} WHERE r.kind = 'intent' AND r.terminal = 0 AND r.agent = ?1");
        let mut statement = self.0.prepare_cached(&sql)?;
        let slot = |key| Slot {
            table: Table::Runs,
            agent: agent.to_owned(),
            key,
        };
        statement
            .query_map([agent], |row| Ok((slot(row.get(7)?), entry(row)?)))?
            .collect()
    }

    fn note_committed_again(&mut self, slot: &Slot, held: &Entry, again: &Entry) -> rusqlite::Result<()> {
        double_runs::note(self.0, slot, held, again)
    }

    fn note_past(&mut self, slot: &Slot, entry: &Entry) -> rusqlite::Result<()> {
        history::note(self.0, slot, entry)
    }
}
