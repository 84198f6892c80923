//! Which turns a conversation has, in order: one row each, which is its own index.
//!
//! Turns are gathered in memory while a transaction runs and added in order, since neighbours share a page. Where hardly any
//! are neighbours, they wait for more (`turn_batches.rs`).

use rusqlite::{Connection, params};

use super::{
    columns::Ordered,
    turn_batches::{self, TurnPlace, are_strewn, have_room},
};
use crate::{fold::OpRow, op::Hlc};

/// By conversation and stamp. Equal stamps of several devices are told apart by the device's id, which is not here.
pub(super) const SCHEMA: &str = "
CREATE TABLE turn (
    conversation INTEGER NOT NULL, wall INTEGER NOT NULL, counter INTEGER NOT NULL, op INTEGER NOT NULL,
    PRIMARY KEY (conversation, wall, counter, op)
) WITHOUT ROWID;
";

/// So many turns wait in memory at most.
const MOST: usize = 32_768;

/// Turns that are not written yet.
#[derive(Debug, Default)]
pub(super) struct NewTurns(Vec<TurnPlace>);

impl NewTurns {
    pub fn add(&mut self, conn: &Connection, conversation: i64, hlc: &Hlc, row: OpRow) -> rusqlite::Result<()> {
        self.0.push(TurnPlace::new(conversation, hlc, row));
        if self.0.len() < MOST {
            return Ok(());
        }
        self.write_back(conn)
    }

    pub fn write_back(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        self.0.sort_unstable();
        if are_strewn(&self.0) {
            if have_room(conn, self.0.len())? {
                turn_batches::keep(conn, &self.0)?;
                self.clear();
                return Ok(());
            }
            self.0.append(&mut turn_batches::take(conn)?);
        }
        list(conn, &mut self.0)
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }
}

/// Lists what waits in batches where it belongs.
pub(super) fn settle(conn: &Connection) -> rusqlite::Result<()> {
    list(conn, &mut turn_batches::take(conn)?)
}

fn list(conn: &Connection, turns: &mut Vec<TurnPlace>) -> rusqlite::Result<()> {
    turns.sort_unstable();
    let sql = "INSERT INTO turn (conversation, wall, counter, op) VALUES (?1, ?2, ?3, ?4)";
    let mut insert = conn.prepare_cached(sql)?;
    for turn in turns.drain(..) {
        let (wall, counter) = turn.stamp;
        insert.execute(params![turn.conversation, Ordered(wall), counter, turn.op])?;
    }
    Ok(())
}

/// Makes a store one of version 4.
#[cfg(test)]
pub(super) fn make_fourth(conn: &Connection) {
    settle(conn).unwrap();
    conn.execute_batch("DROP TABLE turn_batch; PRAGMA user_version = 4;")
        .unwrap();
}

/// Makes a store one of version 2.
#[cfg(test)]
pub(super) fn make_second(conn: &Connection) {
    make_fourth(conn);
    conn.execute_batch(AS_SECOND).unwrap();
}

#[cfg(test)]
const AS_SECOND: &str = "
CREATE TABLE turn_by_op (
    op INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, wall INTEGER NOT NULL, counter INTEGER NOT NULL
);
INSERT INTO turn_by_op SELECT op, conversation, wall, counter FROM turn;
DROP TABLE turn;
ALTER TABLE turn_by_op RENAME TO turn;
CREATE INDEX turn_order ON turn (conversation, wall, counter);
ALTER TABLE state DROP COLUMN searchable_turns;
ALTER TABLE turn_text_place DROP COLUMN conversation;
DROP INDEX op_keyed;
PRAGMA user_version = 2;
";

/// Rewrites the table of a store of version 2, where it was one by op with an index beside it.
pub(super) fn put_in_order(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch("DROP INDEX turn_order; ALTER TABLE turn RENAME TO turn_by_op;")?;
    conn.execute_batch(SCHEMA)?;
    conn.execute_batch(
        "INSERT INTO turn SELECT conversation, wall, counter, op FROM turn_by_op ORDER BY conversation, wall, counter, op;
         DROP TABLE turn_by_op;",
    )
}
