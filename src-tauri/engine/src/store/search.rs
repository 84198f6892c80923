//! The full-text index over turns. It is caught up in the background, so that recording never waits for it.

use rusqlite::{Connection, Row, params};
use serde_json::Value;

use crate::fold::{OpRow, Role, Turn};

use super::{
    Store, StoreError,
    journal::{OP, op},
    place, turns,
};

/// The words of turns, and which turn each entry is of. What is ranked is taken apart in the same way (`ranking.rs`).
pub(super) const SCHEMA: &str = "
CREATE VIRTUAL TABLE turn_text USING fts5 (
    text, facets, content = '', prefix = '3', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE turn_text_place (place INTEGER PRIMARY KEY, op INTEGER NOT NULL, conversation INTEGER NOT NULL);
";

/// What is left to say once nothing is in the index any more. What the retention leaves out is found out again, turn by turn.
const FORGET: &str = "DELETE FROM turn_text_place; UPDATE conversation SET unindexed_to = 0 WHERE unindexed_to > 0;
    UPDATE state SET searchable = 0, searchable_turns = 0, trimmed_turns = 0;";

/// The index looks at no more of a turn than this, in bytes: enough to find it, and bounded.
const INDEXED_BYTES: usize = 64 << 10;

/// Turns indexed per transaction, so that a writer never waits long. The first also lists the turns that wait in batches. Tests stop more often on the way.
pub(super) const BATCH: usize = if cfg!(test) { 3 } else { 500 };

impl Store {
    /// Indexes the next batch of turns that are not searchable yet; answers whether there may be more.
    pub fn catch_up_search(&mut self) -> Result<bool, StoreError> {
        self.note("index turns", |write| {
            let failed = write.failed();
            index_batch(write.conn).map_err(failed)
        })
    }
}

/// Makes the index of a store of an earlier version anew; it is filled in the background, like that of new turns.
pub(super) fn start_anew(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch("DROP TABLE turn_text; DROP TABLE IF EXISTS turn_text_place;")?;
    conn.execute_batch(SCHEMA)?;
    conn.execute_batch(FORGET)
}

/// Takes every turn out of the index; it is filled again in the background.
pub(super) fn empty(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch("INSERT INTO turn_text (turn_text) VALUES ('delete-all');")?;
    conn.execute_batch(FORGET)
}

/// A turn of a conversation that was trimmed stays out of the index, too.
fn index_batch(conn: &Connection) -> rusqlite::Result<bool> {
    turns::settle(conn)?;
    let sql = format!(
        "SELECT {OP}, o.row, o.device FROM op o CROSS JOIN device d ON d.no = o.device
         WHERE o.row > (SELECT searchable FROM state) AND o.surface = 'conversation' ORDER BY o.row LIMIT {BATCH}"
    );
    let mut last = None;
    let mut looked_at = 0;
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let turn = indexed(row, 8)?;
        match conversation(conn, &turn.conversation_id)? {
            (no, true) => leave_out(conn, no, turn.row)?,
            (no, false) => add(conn, no, &turn)?,
        }
        last = Some(turn.row);
        looked_at += 1;
    }
    if let Some(last) = last {
        let sql = "UPDATE state SET searchable = ?1, searchable_turns = searchable_turns + ?2";
        conn.prepare_cached(sql)?.execute(params![last, looked_at])?;
    }
    Ok(looked_at == BATCH as i64)
}

/// A conversation's number, and whether its turns are trimmed.
fn conversation(conn: &Connection, id: &str) -> rusqlite::Result<(i64, bool)> {
    let sql = "SELECT no, (last_wall, no) <= (trimmed_wall, trimmed_no) FROM conversation, state WHERE id = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn leave_out(conn: &Connection, conversation: i64, row: OpRow) -> rusqlite::Result<()> {
    let sql = "UPDATE conversation SET unindexed_to = ?2 WHERE no = ?1";
    conn.prepare_cached(sql)?.execute(params![conversation, row]).map(drop)
}

/// What is indexed of a turn. The index keeps no texts: it is told the same again to take the turn out, so all of this
/// follows from the turn's op alone.
pub(super) struct Indexed {
    pub(super) row: OpRow,
    conversation_id: String,
    said_ms: u64,
    text: String,
    facets: String,
}

/// Reads it from the columns `OP`, and from the row of the op and its device's number, the first of them at `next`.
pub(super) fn indexed(row: &Row<'_>, next: usize) -> rusqlite::Result<Indexed> {
    let turn = Turn::of(&op(row)?);
    Ok(Indexed {
        row: row.get(next)?,
        said_ms: turn.said_ms(),
        text: searchable_text(&turn),
        facets: facets(&turn, row.get(next + 1)?),
        conversation_id: turn.conversation_id,
    })
}

pub(super) fn add(conn: &Connection, conversation: i64, turn: &Indexed) -> rusqlite::Result<()> {
    let place = place::take(conn, turn.said_ms, (turn.row, conversation))?;
    let sql = "INSERT INTO turn_text (rowid, text, facets) VALUES (?1, ?2, ?3)";
    conn.prepare_cached(sql)?
        .execute(params![place.0, turn.text, turn.facets])
        .map(drop)
}

pub(super) fn remove(conn: &Connection, turn: &Indexed) -> rusqlite::Result<()> {
    let Some(place) = place::give_back(conn, turn.said_ms, turn.row)? else {
        return Ok(());
    };
    let sql = "INSERT INTO turn_text (turn_text, rowid, text, facets) VALUES ('delete', ?1, ?2, ?3)";
    conn.prepare_cached(sql)?
        .execute(params![place.0, turn.text, turn.facets])
        .map(drop)
}

/// What was said, the tools that were called, and what they were called with.
pub(super) fn searchable_text(turn: &Turn) -> String {
    let mut text = turn.content.clone();
    for call in &turn.tool_calls {
        append(&mut text, &call.name);
        call.arguments.values().for_each(|value| append_value(&mut text, value));
    }
    text.truncate(text.floor_char_boundary(INDEXED_BYTES));
    text
}

fn append(text: &mut String, more: &str) {
    if text.len() < INDEXED_BYTES {
        text.push('\n');
        text.push_str(more);
    }
}

fn append_value(text: &mut String, value: &Value) {
    match value {
        Value::String(more) => append(text, more),
        Value::Number(number) => append(text, &number.to_string()),
        Value::Array(values) => values.iter().for_each(|value| append_value(text, value)),
        Value::Object(fields) => fields.values().for_each(|value| append_value(text, value)),
        Value::Null | Value::Bool(_) => {}
    }
}

/// What a turn can be filtered by, as words of the index, so that a filter costs no more than a word does.
fn facets(turn: &Turn, device: i64) -> String {
    let mut words = vec![device_facet(device), role_facet(turn.role).to_owned()];
    words.extend(turn.tool_calls.iter().map(|call| tool_facet(&call.name)));
    words.join(" ")
}

pub(super) fn device_facet(device: i64) -> String {
    format!("xd{device}")
}

pub(super) fn role_facet(role: Role) -> &'static str {
    match role {
        Role::User => "xruser",
        Role::Assistant => "xrassistant",
        Role::Tool => "xrtool",
    }
}

/// A tool's name as one word, whatever characters are in it; upper and lower case are one.
pub(super) fn tool_facet(name: &str) -> String {
    const MOST_BYTES: usize = 200;
    let mut name = name.to_lowercase();
    name.truncate(name.floor_char_boundary(MOST_BYTES));
    format!("xt{}", data_encoding::HEXLOWER.encode(name.as_bytes()))
}
