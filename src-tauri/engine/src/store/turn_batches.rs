//! Turns that are not in the table `turn` yet: those of transactions that had many, strewn over many conversations.
//!
//! In that table they would cost two or three pages a conversation, since SQLite packs neighbouring pages full and an insertion
//! between them makes it distribute their rows anew. A batch is packed instead, sorted, into few rows at the end of a small
//! table. Thousands of turns go on to the other table together, in order: as soon as so many wait, or the search index is
//! caught up. Until then whoever reads turns looks at both (`transcript.rs`).
//!
//! Catching up begins with [`settle`](super::turns::settle), so what waits is newer than all that is searchable: whoever
//! asks about turns in the index (`trim.rs`, `inspect.rs`) finds them in the table `turn`.

use rusqlite::{CachedStatement, Connection, Error, Row, params, types::Type};

use super::{columns, schema};
use crate::{fold::OpRow, op::Hlc};

/// A row says of which conversations its first turn and its last one are.
pub(super) const SCHEMA: &str = "
CREATE TABLE turn_batch (no INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, turns BLOB NOT NULL);
";

/// The version of the schema that brought them.
const SINCE: i64 = 5;

/// So many turns wait in batches at most.
const MOST: usize = if cfg!(test) { 48 } else { 16_384 };

/// A transaction packs its turns if they are of so many conversations at least,
const MANY_CONVERSATIONS: usize = if cfg!(test) { 4 } else { 32 };

/// and so few of each, on average. More fill the pages that they touch.
const FEW_OF_EACH: usize = 64;

/// Bytes of a place in a batch.
const PACKED: usize = 32;

/// Turns of a row: as many as lie on one page, so that who looks for others passes it by.
const IN_A_ROW: usize = if cfg!(test) { 5 } else { 125 };

/// Where a turn stands. Ordered as the table `turn` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TurnPlace {
    pub conversation: i64,
    /// Wall clock and counter of its stamp.
    pub stamp: (u64, u32),
    pub op: OpRow,
}

impl TurnPlace {
    pub fn new(conversation: i64, hlc: &Hlc, op: OpRow) -> Self {
        Self {
            conversation,
            stamp: (hlc.wall_ms, hlc.counter),
            op,
        }
    }

    fn pack(&self) -> [[u8; 8]; 4] {
        let (wall, counter) = self.stamp;
        [
            self.conversation.to_be_bytes(),
            wall.to_be_bytes(),
            u64::from(counter).to_be_bytes(),
            self.op.0.to_be_bytes(),
        ]
    }

    fn unpack(packed: &[u8; PACKED]) -> Option<Self> {
        let &[conversation, wall, counter, op] = packed.as_chunks().0 else {
            return None;
        };
        let counter = u64::from_be_bytes(counter).try_into().ok()?;
        Some(Self {
            conversation: i64::from_be_bytes(conversation),
            stamp: (u64::from_be_bytes(wall), counter),
            op: OpRow(i64::from_be_bytes(op)),
        })
    }
}

/// Are these, sorted, so far apart in the table `turn` that each costs pages there?
pub(super) fn are_strewn(turns: &[TurnPlace]) -> bool {
    let conversations = turns.chunk_by(|one, next| one.conversation == next.conversation);
    let conversations = conversations.count();
    conversations >= MANY_CONVERSATIONS && turns.len() <= FEW_OF_EACH * conversations
}

/// May so many more wait?
pub(super) fn have_room(conn: &Connection, more: usize) -> rusqlite::Result<bool> {
    Ok(count(conn)? + more as u64 <= MOST as u64)
}

/// How many turns wait.
pub(super) fn count(conn: &Connection) -> rusqlite::Result<u64> {
    let Some(mut statement) = question(conn, "SELECT coalesce(sum(length(turns)), 0) FROM turn_batch")? else {
        return Ok(0);
    };
    let bytes = statement.query_row([], |row| columns::count(row, 0))?;
    Ok(bytes / PACKED as u64)
}

/// Keeps sorted turns as a batch.
pub(super) fn keep(conn: &Connection, turns: &[TurnPlace]) -> rusqlite::Result<()> {
    let mut insert = conn.prepare_cached("INSERT INTO turn_batch (first, last, turns) VALUES (?1, ?2, ?3)")?;
    for row in turns.chunks(IN_A_ROW) {
        if let [first, ..] = row
            && let [.., last] = row
        {
            let packed: Vec<u8> = row.iter().flat_map(TurnPlace::pack).flatten().collect();
            insert.execute(params![first.conversation, last.conversation, packed])?;
        }
    }
    Ok(())
}

/// Takes all batches out.
pub(super) fn take(conn: &Connection) -> rusqlite::Result<Vec<TurnPlace>> {
    let mut taken = Vec::new();
    each(conn, None, |turn| taken.push(turn))?;
    // SQLite writes a page for this even if there is nothing to remove.
    if !taken.is_empty() {
        conn.prepare_cached("DELETE FROM turn_batch")?.execute([])?;
    }
    Ok(taken)
}

/// The turns of a conversation that wait, in order.
pub(super) fn of(conn: &Connection, conversation: i64) -> rusqlite::Result<Vec<TurnPlace>> {
    let mut found = Vec::new();
    each(conn, Some(conversation), |turn| {
        if turn.conversation == conversation {
            found.push(turn);
        }
    })?;
    found.sort_unstable();
    Ok(found)
}

/// Looks at every turn of the rows that a conversation may be in, or of all.
fn each(conn: &Connection, conversation: Option<i64>, mut look: impl FnMut(TurnPlace)) -> rusqlite::Result<()> {
    let sql = "SELECT turns FROM turn_batch WHERE ?1 IS NULL OR (first <= ?1 AND last >= ?1)";
    let Some(mut statement) = question(conn, sql)? else {
        return Ok(());
    };
    let mut rows = statement.query([conversation])?;
    while let Some(row) = rows.next()? {
        for packed in packed(row)? {
            look(TurnPlace::unpack(packed).ok_or_else(damaged)?);
        }
    }
    Ok(())
}

/// A statement over the batches; none in a store of an older version, which can only be looked at, and where nothing waits.
fn question<'a>(conn: &'a Connection, sql: &str) -> rusqlite::Result<Option<CachedStatement<'a>>> {
    match conn.prepare_cached(sql) {
        Err(_) if schema::format(conn)? < SINCE => Ok(None),
        prepared => prepared.map(Some),
    }
}

fn packed<'a>(row: &'a Row<'_>) -> rusqlite::Result<&'a [[u8; PACKED]]> {
    match row.get_ref(0)?.as_blob()?.as_chunks() {
        (turns, []) => Ok(turns),
        _ => Err(damaged()),
    }
}

fn damaged() -> Error {
    Error::FromSqlConversionFailure(0, Type::Blob, "a batch of turns is damaged".into())
}
