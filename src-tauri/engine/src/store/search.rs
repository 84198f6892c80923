//! Full-text search over turns. The index is caught up in the background, so that recording never waits for it.

use rusqlite::{Connection, params};

use crate::fold::{OpRow, Turn};

use super::{
    ConversationPage, Store, StoreError,
    columns::{Ordered, count},
    conversations::summary,
    journal::{OP, op},
    retention::Horizon,
};

/// The index looks at no more of a turn than this, in bytes: enough to find it, and bounded.
const INDEXED_BYTES: usize = 64 << 10;

/// Turns indexed per transaction, so that a writer never waits long. Tests stop more often on the way.
pub(super) const BATCH: usize = if cfg!(test) { 3 } else { 500 };

impl Store {
    /// Indexes the next batch of turns that are not searchable yet; answers whether there may be more.
    pub fn catch_up_search(&mut self) -> Result<bool, StoreError> {
        self.write("index turns", |write| {
            let failed = write.failed();
            index_batch(write.conn).map_err(failed)
        })
    }

    /// Conversations that are shown, with turns that contain all words of `query`, most recently active first.
    pub fn search_conversations(
        &self,
        horizon: Horizon,
        query: &str,
        offset: u32,
        limit: u32,
    ) -> Result<ConversationPage, StoreError> {
        let Some(query) = match_expression(query) else {
            return Ok(ConversationPage {
                conversations: Vec::new(),
                total: 0,
            });
        };
        let shown = Ordered(horizon.0);
        self.read("search", |conn| {
            let found = "FROM conversation WHERE last_wall >= ?2 AND no IN
                (SELECT t.conversation FROM turn_text x JOIN turn t ON t.op = x.rowid WHERE turn_text MATCH ?1)";
            let sql =
                format!("SELECT id, title, turns, last_wall {found} ORDER BY last_wall DESC, id LIMIT ?3 OFFSET ?4");
            let rows = conn
                .prepare_cached(&sql)?
                .query_map(params![query, shown, limit, offset], summary)?
                .collect::<Result<_, _>>()?;
            let total = conn.query_row(&format!("SELECT count(*) {found}"), params![query, shown], |row| {
                count(row, 0)
            })?;
            Ok(ConversationPage {
                conversations: rows,
                total,
            })
        })
    }
}

/// A turn of a conversation that was trimmed stays out of the index, too.
fn index_batch(conn: &Connection) -> rusqlite::Result<bool> {
    let sql = format!(
        "SELECT {OP}, t.op, t.conversation, (SELECT (last_wall, no) <= (trimmed_wall, trimmed_no)
             FROM conversation, state WHERE no = t.conversation)
         FROM turn t JOIN op o ON o.row = t.op JOIN device d ON d.no = o.device
         WHERE t.op > (SELECT searchable FROM state) ORDER BY t.op LIMIT {BATCH}"
    );
    let mut last = None;
    let mut looked_at = 0;
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let place: OpRow = row.get(8)?;
        if row.get(10)? {
            leave_out(conn, row.get(9)?, place)?;
        } else {
            add_text(conn, place, &searchable_text(&Turn::of(&op(row)?)))?;
        }
        last = Some(place);
        looked_at += 1;
    }
    if let Some(last) = last {
        conn.execute("UPDATE state SET searchable = ?1", [last])?;
    }
    Ok(looked_at == BATCH)
}

fn leave_out(conn: &Connection, conversation: i64, row: OpRow) -> rusqlite::Result<()> {
    let sql = "UPDATE conversation SET unindexed_to = ?2 WHERE no = ?1";
    conn.prepare_cached(sql)?.execute(params![conversation, row]).map(drop)
}

pub(super) fn add_text(conn: &Connection, row: OpRow, text: &str) -> rusqlite::Result<()> {
    let sql = "INSERT INTO turn_text (rowid, text) VALUES (?1, ?2)";
    conn.prepare_cached(sql)?.execute(params![row, text]).map(drop)
}

/// What is indexed of a turn. The index is told it again to take the turn out, so for one turn it is always the same.
pub(super) fn searchable_text(turn: &Turn) -> String {
    let mut text = turn.content.clone();
    for call in &turn.tool_calls {
        text.push(' ');
        text.push_str(&call.name);
    }
    text.truncate(text.floor_char_boundary(INDEXED_BYTES));
    text
}

/// Every word quoted, so that no character of a query has a special meaning; the last may be the start of a word.
fn match_expression(query: &str) -> Option<String> {
    let words: Vec<_> = query
        .split_whitespace()
        .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
        .collect();
    (!words.is_empty()).then(|| words.join(" ") + "*")
}
