//! The search index follows the retention: what is not shown leaves it, what is shown again comes back, in small steps.
//!
//! The rows of `turn` and `conversation` stay. They are small, and they are what makes a conversation that is not shown
//! readable by its id at once, and whole again with the first new turn, without a look through the journal.
//!
//! Invariants, where "below the mark" means `(last_wall, no) <= (trimmed_wall, trimmed_no)`:
//! of a conversation, the turns up to row `unindexed_to` are not in the index, and those above it, up to `searchable`,
//! are; a conversation below the mark has none in it.

use rusqlite::{Connection, OptionalExtension, params};

use super::{
    Store, StoreError,
    columns::Ordered,
    journal::OP,
    retention::Horizon,
    search::{BATCH, Indexed, add, indexed, remove},
};
use crate::fold::OpRow;

/// Pages of the search index that one step rewrites at most.
const MERGED_PAGES: i64 = 200;

impl Store {
    /// Is there anything to do for the search index: new turns, or turns that the retention wants in or out?
    pub fn is_search_behind(&self, horizon: Horizon) -> Result<bool, StoreError> {
        self.read("look at search", |conn| {
            Ok(has_new_turns(conn)? || is_due(conn, horizon)?)
        })
    }

    /// Does a bounded bit of what the retention wants of the search index; answers whether there may be more. What is
    /// shown again comes first.
    pub fn follow_retention(&mut self, horizon: Horizon) -> Result<bool, StoreError> {
        if !self.read("look at retention", |conn| is_due(conn, horizon))? {
            return Ok(false);
        }
        self.note("follow retention", |write| {
            let failed = write.failed();
            step(write.conn, horizon).map_err(failed)
        })
    }
}

fn has_new_turns(conn: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT searchable_turns < turns FROM state";
    conn.prepare_cached(sql)?.query_row([], |row| row.get(0))
}

fn is_due(conn: &Connection, horizon: Horizon) -> rusqlite::Result<bool> {
    Ok(next_hidden(conn, horizon)?.is_some() || next_outdated(conn, horizon)?.is_some() || is_merge_due(conn)?)
}

fn step(conn: &Connection, horizon: Horizon) -> rusqlite::Result<bool> {
    let sql = "UPDATE state SET trimmed_wall = ?1, trimmed_no = 0 WHERE trimmed_wall >= ?1";
    conn.prepare_cached(sql)?.execute([Ordered(horizon.0)])?;
    Ok(bring_back(conn, horizon)? || take_out(conn, horizon)? || merge(conn)?)
}

/// A conversation, and up to which row its turns are not in the index.
struct Place {
    no: i64,
    unindexed_to: OpRow,
    last_wall: Ordered,
}

fn place(row: &rusqlite::Row<'_>) -> rusqlite::Result<Place> {
    Ok(Place {
        no: row.get(0)?,
        unindexed_to: row.get(1)?,
        last_wall: row.get(2)?,
    })
}

/// The most recently active conversation that is shown and not completely in the index.
fn next_hidden(conn: &Connection, horizon: Horizon) -> rusqlite::Result<Option<Place>> {
    let sql = "SELECT no, unindexed_to, last_wall FROM conversation INDEXED BY conversation_unindexed
        WHERE unindexed_to > 0 AND last_wall >= ?1 ORDER BY last_wall DESC LIMIT 1";
    let mut statement = conn.prepare_cached(sql)?;
    statement.query_row([Ordered(horizon.0)], place).optional()
}

/// The first conversation above the mark that is not shown.
fn next_outdated(conn: &Connection, horizon: Horizon) -> rusqlite::Result<Option<Place>> {
    // The plain comparison lets the index find the place; the full one then decides between equal stamps.
    let sql = "SELECT no, unindexed_to, last_wall FROM state CROSS JOIN conversation
        WHERE last_wall >= trimmed_wall AND last_wall < ?1 AND (last_wall, no) > (trimmed_wall, trimmed_no)
        ORDER BY last_wall, no LIMIT 1";
    let mut statement = conn.prepare_cached(sql)?;
    statement.query_row([Ordered(horizon.0)], place).optional()
}

/// Puts turns back that are shown again, the newest first; answers whether there were any.
fn bring_back(conn: &Connection, horizon: Horizon) -> rusqlite::Result<bool> {
    let mut left = BATCH;
    while left > 0
        && let Some(place) = next_hidden(conn, horizon)?
    {
        let turns = texts(conn, &place, "<= ?2", "DESC", left)?;
        for turn in &turns {
            add(conn, place.no, turn)?;
        }
        let rest = turns.last().filter(|_| turns.len() == left);
        set_unindexed_to(conn, &place, rest.map_or(OpRow(0), |turn| OpRow(turn.row.0 - 1)))?;
        left = left.saturating_sub(turns.len().max(1));
    }
    Ok(left < BATCH)
}

/// Takes turns out that are not shown, the longest unused conversations first; answers whether there were any.
fn take_out(conn: &Connection, horizon: Horizon) -> rusqlite::Result<bool> {
    let mut left = BATCH;
    while left > 0
        && let Some(place) = next_outdated(conn, horizon)?
    {
        let turns = texts(
            conn,
            &place,
            "BETWEEN ?2 + 1 AND (SELECT searchable FROM state)",
            "ASC",
            left,
        )?;
        for turn in &turns {
            remove(conn, turn)?;
        }
        if let Some(turn) = turns.last() {
            set_unindexed_to(conn, &place, turn.row)?;
        }
        if turns.len() < left {
            set_mark(conn, &place)?;
        }
        count_trimmed(conn, turns.len())?;
        left = left.saturating_sub(turns.len().max(1));
    }
    Ok(left < BATCH)
}

/// What is indexed of a conversation's turns whose rows are as `which` says, by row.
fn texts(conn: &Connection, place: &Place, which: &str, order: &str, limit: usize) -> rusqlite::Result<Vec<Indexed>> {
    let sql = format!(
        "SELECT {OP}, t.op, o.device FROM turn t JOIN op o ON o.row = t.op JOIN device d ON d.no = o.device
         WHERE t.conversation = ?1 AND +t.op {which} ORDER BY +t.op {order} LIMIT ?3"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    statement
        .query_map(params![place.no, place.unindexed_to, limit], |row| indexed(row, 8))?
        .collect()
}

fn set_unindexed_to(conn: &Connection, place: &Place, row: OpRow) -> rusqlite::Result<()> {
    let sql = "UPDATE conversation SET unindexed_to = ?2 WHERE no = ?1";
    conn.prepare_cached(sql)?.execute(params![place.no, row]).map(drop)
}

fn set_mark(conn: &Connection, place: &Place) -> rusqlite::Result<()> {
    let sql = "UPDATE state SET trimmed_wall = ?1, trimmed_no = ?2";
    conn.prepare_cached(sql)?
        .execute(params![place.last_wall, place.no])
        .map(drop)
}

fn count_trimmed(conn: &Connection, turns: usize) -> rusqlite::Result<()> {
    let turns = i64::try_from(turns).unwrap_or(i64::MAX);
    let sql = "UPDATE state SET trimmed_turns = trimmed_turns + ?1";
    conn.prepare_cached(sql)?.execute([turns]).map(drop)
}

/// What was taken out keeps its room until the index is merged. That rewrites all of it, so it waits until a quarter of
/// all turns was taken out.
fn is_merge_due(conn: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT trimmed_turns > 0 AND trimmed_turns * 4 >= turns FROM state";
    conn.prepare_cached(sql)?.query_row([], |row| row.get(0))
}

fn merge(conn: &Connection) -> rusqlite::Result<bool> {
    if !is_merge_due(conn)? {
        return Ok(false);
    }
    let before = changes_so_far(conn)?;
    // A negative number of pages merges everything into one, a bit at a time: https://sqlite.org/fts5.html#the_merge_command
    conn.prepare_cached("INSERT INTO turn_text (turn_text, rank) VALUES ('merge', ?1)")?
        .execute([-MERGED_PAGES])?;
    let more = changes_so_far(conn)? - before >= 2;
    if !more {
        conn.execute("UPDATE state SET trimmed_turns = 0", [])?;
    }
    Ok(more)
}

fn changes_so_far(conn: &Connection) -> rusqlite::Result<i64> {
    conn.query_row("SELECT total_changes()", [], |row| row.get(0))
}

#[cfg(test)]
#[path = "trim_tests.rs"]
mod tests;
