//! The conversation index and its pages. A page costs the same however long the conversation is.

use std::{fmt, str::FromStr};

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::fold::{OpRow, Turn};

use super::{
    Store, StoreError,
    columns::{Ordered, count},
    retention::Horizon,
    transcript,
};

/// One conversation, in short.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ConversationSummary {
    /// Its id; empty for the unnamed one.
    #[serde(rename = "conversation_id")]
    pub id: String,
    /// First words of its first user turn; empty without one.
    pub title: String,
    /// How many turns.
    pub turns: u64,
    /// Stamp of its newest turn, in milliseconds since 1970.
    pub last_activity_ms: u64,
}

/// A page of the conversation list, most recently active first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationPage {
    /// The conversations.
    pub conversations: Vec<ConversationSummary>,
    /// How many there are in all.
    pub total: u64,
}

/// The place of a turn in its conversation. Opaque to callers, who get it printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TurnCursor(OpRow);

impl TurnCursor {
    pub(super) fn at(row: OpRow) -> Self {
        Self(row)
    }

    pub(super) fn row(self) -> OpRow {
        self.0
    }
}

impl fmt::Display for TurnCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.0)
    }
}

impl FromStr for TurnCursor {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(OpRow(text.parse()?)))
    }
}

/// Where a page of a transcript starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageFrom {
    /// At the oldest turn.
    Start,
    /// At the newest turn.
    End,
    /// Just before this turn.
    Before(TurnCursor),
    /// Just after this turn.
    After(TurnCursor),
    /// This turn, with as many older as newer ones around it.
    Around(TurnCursor),
    /// The first turn recorded at this time or later, in milliseconds since 1970, with turns around it; the newest turns
    /// when there is none.
    Time(u64),
}

/// One turn of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct PagedTurn {
    /// Its place.
    pub cursor: TurnCursor,
    /// The turn.
    pub turn: Turn,
}

/// A page of a transcript, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnPage {
    /// The turns.
    pub turns: Vec<PagedTurn>,
    /// Is there an older turn than the first?
    pub has_older: bool,
    /// Is there a newer turn than the last?
    pub has_newer: bool,
    /// How many turns the conversation has.
    pub total: u64,
    /// How many turns are older than the first; nobody counts them for pages before and after a turn.
    pub older: Option<u64>,
}

impl TurnPage {
    /// Where the page after this one starts; none after the newest turn.
    pub fn next(&self) -> Option<PageFrom> {
        let last = self.turns.last().filter(|_| self.has_newer);
        last.map(|last| PageFrom::After(last.cursor))
    }
}

pub(super) fn transcript(conn: &Connection, conversation_id: &str) -> rusqlite::Result<Vec<Turn>> {
    match conversation(conn, conversation_id)? {
        Some((no, _)) => transcript::whole(conn, no),
        None => Ok(Vec::new()),
    }
}

fn conversation(conn: &Connection, id: &str) -> rusqlite::Result<Option<(i64, u64)>> {
    let mut statement = conn.prepare_cached("SELECT no, turns FROM conversation WHERE id = ?1")?;
    statement
        .query_row([id], |row| Ok((row.get(0)?, count(row, 1)?)))
        .optional()
}

fn page(conn: &Connection, id: &str, from: PageFrom, limit: u32) -> rusqlite::Result<Option<TurnPage>> {
    let Some((no, total)) = conversation(conn, id)? else {
        return Ok(None);
    };
    let end = || Stretch::read(conn, no, None, true, limit);
    let stretch = match from {
        PageFrom::Start => Stretch::read(conn, no, None, false, limit),
        PageFrom::End => end(),
        PageFrom::Before(cursor) => Stretch::read(conn, no, Some(cursor), true, limit),
        PageFrom::After(cursor) => Stretch::read(conn, no, Some(cursor), false, limit),
        PageFrom::Around(cursor) => Stretch::around(conn, no, cursor, limit),
        PageFrom::Time(ms) => match transcript::first_since(conn, no, ms)? {
            Some(cursor) => Stretch::around(conn, no, cursor, limit),
            None => end(),
        },
    }?;
    let Stretch {
        turns,
        has_older,
        has_newer,
    } = stretch;
    let older = match (from, turns.first()) {
        (PageFrom::Before(_) | PageFrom::After(_), _) => None,
        (PageFrom::End, _) => Some(total.saturating_sub(turns.len() as u64)),
        (_, Some(first)) if has_older => Some(transcript::older_than(conn, no, first)?),
        _ => Some(0),
    };
    Ok(Some(TurnPage {
        turns,
        has_older,
        has_newer,
        total,
        older,
    }))
}

/// Turns next to each other, oldest first.
struct Stretch {
    turns: Vec<PagedTurn>,
    has_older: bool,
    has_newer: bool,
}

impl Stretch {
    fn read(
        conn: &Connection,
        no: i64,
        cursor: Option<TurnCursor>,
        backwards: bool,
        limit: u32,
    ) -> rusqlite::Result<Self> {
        // One more than asked for tells whether there is more.
        let mut turns = transcript::slice(conn, no, cursor, backwards, limit as usize + 1)?;
        let more = turns.len() > limit as usize;
        turns.truncate(limit as usize);
        if backwards {
            turns.reverse();
        }
        let (has_older, has_newer) = if backwards {
            (more, cursor.is_some())
        } else {
            (cursor.is_some(), more)
        };
        Ok(Self {
            turns,
            has_older,
            has_newer,
        })
    }

    fn around(conn: &Connection, no: i64, cursor: TurnCursor, limit: u32) -> rusqlite::Result<Self> {
        let older = Self::read(conn, no, Some(cursor), true, limit / 2)?;
        let itself = transcript::one(conn, no, cursor)?;
        let newer = Self::read(conn, no, Some(cursor), false, (limit / 2).max(1))?;
        let turns = older.turns.into_iter().chain(itself).chain(newer.turns);
        Ok(Self {
            turns: turns.collect(),
            has_older: older.has_older,
            has_newer: newer.has_newer,
        })
    }
}

fn summary(row: &Row<'_>) -> rusqlite::Result<ConversationSummary> {
    Ok(ConversationSummary {
        id: row.get(0)?,
        title: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
        turns: count(row, 2)?,
        last_activity_ms: row.get::<_, Ordered>(3)?.0,
    })
}

fn how_many(conn: &Connection, which: &str, horizon: Horizon) -> rusqlite::Result<u64> {
    let sql = format!("SELECT count(*) FROM conversation WHERE last_wall {which}");
    conn.prepare_cached(&sql)?
        .query_row([Ordered(horizon.0)], |row| count(row, 0))
}

impl Store {
    /// A page of the list of conversations that are shown; `limit` 0 means all.
    pub fn conversations(&self, horizon: Horizon, offset: u32, limit: u32) -> Result<ConversationPage, StoreError> {
        let limit = if limit == 0 { -1 } else { i64::from(limit) };
        self.read("list conversations", |conn| {
            let sql = "SELECT id, title, turns, last_wall FROM conversation WHERE last_wall >= ?3
                ORDER BY last_wall DESC, id LIMIT ?1 OFFSET ?2";
            let conversations = conn
                .prepare_cached(sql)?
                .query_map(params![limit, offset, Ordered(horizon.0)], summary)?
                .collect::<Result<_, _>>()?;
            let total = how_many(conn, ">= ?1", horizon)?;
            Ok(ConversationPage { conversations, total })
        })
    }

    /// The conversations that are shown and have the newest turns, newest first.
    pub fn recent_conversations(&self, horizon: Horizon, limit: u32) -> Result<Vec<ConversationSummary>, StoreError> {
        self.read("list recent conversations", |conn| {
            let sql = "SELECT id, title, turns, last_wall FROM conversation WHERE last_wall >= ?2
                ORDER BY last_wall DESC, id LIMIT ?1";
            conn.prepare_cached(sql)?
                .query_map(params![limit, Ordered(horizon.0)], summary)?
                .collect()
        })
    }

    /// How many conversations are not shown.
    pub fn conversations_beyond(&self, horizon: Horizon) -> Result<u64, StoreError> {
        self.read("count conversations", |conn| how_many(conn, "< ?1", horizon))
    }

    /// One conversation, in short; none for an unknown one.
    pub fn conversation(&self, id: &str) -> Result<Option<ConversationSummary>, StoreError> {
        self.read("read conversation", |conn| {
            let sql = "SELECT id, title, turns, last_wall FROM conversation WHERE id = ?1";
            conn.prepare_cached(sql)?.query_row([id], summary).optional()
        })
    }

    /// One turn of a conversation; none for an unknown one.
    pub fn turn(&self, conversation_id: &str, cursor: TurnCursor) -> Result<Option<Turn>, StoreError> {
        self.read("read turn", |conn| {
            let Some((no, _)) = conversation(conn, conversation_id)? else {
                return Ok(None);
            };
            Ok(transcript::one(conn, no, cursor)?.map(|paged| paged.turn))
        })
    }

    /// A page of a transcript; none for an unknown conversation.
    pub fn turn_page(&self, conversation_id: &str, from: PageFrom, limit: u32) -> Result<Option<TurnPage>, StoreError> {
        self.read("read transcript", |conn| page(conn, conversation_id, from, limit))
    }
}

#[cfg(test)]
#[path = "conversations_tests.rs"]
mod tests;
