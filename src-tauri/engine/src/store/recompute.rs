//! Computing the digest of the state anew, from what it is kept of.

use rusqlite::Connection;

use super::{
    Store, StoreError,
    columns::count,
    image::{STREAMS, image_over},
    journal, turn_batches,
};
use crate::fold::{Slot, StateHash, Table};

/// The digest of the state three times: as kept, and computed in two ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recomputed {
    /// As it was kept up to date.
    pub kept: StateHash,
    /// From the folded records.
    pub of_records: StateHash,
    /// From the journal, folded once more; none if that holds too little.
    pub of_journal: Option<StateHash>,
    /// Turns of conversations in the journal.
    pub turns: u64,
    /// Turns that can be listed.
    pub listed_turns: u64,
}

impl Recomputed {
    /// Do they all agree?
    pub fn agrees(&self) -> bool {
        self.kept == self.of_records && self.of_journal == Some(self.kept) && self.turns == self.listed_turns
    }
}

impl Store {
    /// Folds everything once more, in memory, and compares.
    pub fn recompute(&self) -> Result<Recomputed, StoreError> {
        self.read("compute state", |conn| {
            let number = |sql: &str| conn.query_row(sql, [], |row| count(row, 0));
            let streams = of_streams(conn)?;
            let mut with_records = streams;
            with_records += of_records(conn)?;
            Ok(Recomputed {
                kept: kept_hash(conn)?,
                of_records: with_records,
                of_journal: image_over(conn, &journal::frontier(conn)?, streams)?.map(|image| image.hash),
                turns: number("SELECT count(*) FROM op WHERE surface = 'conversation'")?,
                listed_turns: number("SELECT coalesce(sum(turns), 0) FROM conversation")?
                    .min(number("SELECT count(*) FROM turn")? + turn_batches::count(conn)?),
            })
        })
    }
}

/// The digest of everything held, as it is kept up to date.
pub(super) fn kept_hash(conn: &Connection) -> rusqlite::Result<StateHash> {
    conn.prepare_cached("SELECT hash FROM state")?
        .query_row([], |row| Ok(StateHash::from_bytes(&row.get(0)?)))
}

/// The part of the digest that records and fences make up.
pub(super) fn of_records(conn: &Connection) -> rusqlite::Result<StateHash> {
    let mut hash = StateHash::default();
    add_records(conn, &mut hash)?;
    let mut statement = conn.prepare("SELECT agent, epoch FROM fence")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        hash.add_fence(&row.get::<_, String>(0)?, row.get(1)?);
    }
    Ok(hash)
}

/// The part of the digest that the ops of streams make up.
fn of_streams(conn: &Connection) -> rusqlite::Result<StateHash> {
    let mut hash = StateHash::default();
    let mut statement = conn.prepare(&format!("SELECT surface, id FROM op WHERE surface IN {STREAMS}"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        hash.add_stream_op(&row.get(0)?, row.get(1)?);
    }
    Ok(hash)
}

fn add_records(conn: &Connection, hash: &mut StateHash) -> rusqlite::Result<()> {
    let sql = "SELECT r.kind, r.agent, r.key, o.id FROM record r JOIN op o ON o.row = r.op";
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, agent, key) = (Table::named(row.get(0)?), row.get(1)?, row.get(2)?);
        hash.add_record(&Slot { table, agent, key }, row.get(3)?);
    }
    Ok(())
}
