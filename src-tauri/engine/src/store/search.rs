//! Full-text search over turns. The index is caught up in the background, so that recording never waits for it.

use rusqlite::{Connection, params};

use crate::fold::{OpRow, Turn};

use super::{
    ConversationPage, Store, StoreError,
    columns::count,
    conversations::summary,
    journal::{OP, op},
};

/// The index looks at no more of a turn than this, in bytes: enough to find it, and bounded.
const INDEXED_BYTES: usize = 64 << 10;

/// Turns indexed per transaction, so that a writer never waits long.
const BATCH: u32 = 500;

impl Store {
    /// Indexes the next batch of turns that are not searchable yet; answers whether there may be more.
    pub fn catch_up_search(&mut self) -> Result<bool, StoreError> {
        self.write("index turns", |write| {
            let failed = write.failed();
            index_batch(write.conn).map_err(failed)
        })
    }

    /// Conversations with turns that contain all words of `query`, most recently active first.
    pub fn search_conversations(&self, query: &str, offset: u32, limit: u32) -> Result<ConversationPage, StoreError> {
        let Some(query) = match_expression(query) else {
            return Ok(ConversationPage {
                conversations: Vec::new(),
                total: 0,
            });
        };
        self.read("search", |conn| {
            let found = "FROM conversation WHERE no IN
                (SELECT t.conversation FROM turn_text x JOIN turn t ON t.op = x.rowid WHERE turn_text MATCH ?1)";
            let sql =
                format!("SELECT id, title, turns, last_wall {found} ORDER BY last_wall DESC, id LIMIT ?2 OFFSET ?3");
            let rows = conn
                .prepare_cached(&sql)?
                .query_map(params![query, limit, offset], summary)?
                .collect::<Result<_, _>>()?;
            let total = conn.query_row(&format!("SELECT count(*) {found}"), [query], |row| count(row, 0))?;
            Ok(ConversationPage {
                conversations: rows,
                total,
            })
        })
    }
}

fn index_batch(conn: &Connection) -> rusqlite::Result<bool> {
    let sql = format!(
        "SELECT {OP}, t.op FROM turn t JOIN op o ON o.row = t.op JOIN device d ON d.no = o.device
         WHERE t.op > (SELECT searchable FROM state) ORDER BY t.op LIMIT ?1"
    );
    let mut last = None;
    let mut indexed = 0;
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([BATCH])?;
    while let Some(row) = rows.next()? {
        let place: OpRow = row.get(8)?;
        let text = searchable_text(&Turn::of(&op(row)?));
        conn.prepare_cached("INSERT INTO turn_text (rowid, text) VALUES (?1, ?2)")?
            .execute(params![place, text])?;
        last = Some(place);
        indexed += 1;
    }
    if let Some(last) = last {
        conn.execute("UPDATE state SET searchable = ?1", [last])?;
    }
    Ok(indexed == BATCH)
}

fn searchable_text(turn: &Turn) -> String {
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
