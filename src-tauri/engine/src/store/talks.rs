//! Conversations that a transaction adds turns to: looked up once, counted in memory, written back once.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::{columns::Ordered, turns::NewTurns};
use crate::{
    fold::{OpRow, Role, TurnLabel},
    op::{Hlc, Op},
};

/// Longest title, in characters.
const TITLE_CHARS: usize = 120;

/// So many conversations wait at most, however many a transaction touches.
const MOST: usize = 4_096;

/// The conversations touched and not yet written back, by id, with their new turns.
#[derive(Debug, Default)]
pub(super) struct Talks {
    touched: HashMap<String, Talk>,
    turns: NewTurns,
}

#[derive(Debug)]
struct Talk {
    no: i64,
    new_turns: i64,
    last_wall: u64,
    /// Stamp of the turn that names it.
    named_at: Option<(u64, u32)>,
    new_title: Option<String>,
}

impl Talks {
    /// Lists a new turn; answers whether it opens a conversation.
    pub fn index(&mut self, conn: &Connection, row: OpRow, op: &Op) -> rusqlite::Result<bool> {
        let label = TurnLabel::of(op);
        if self.touched.len() >= MOST {
            self.write_back(conn)?;
        }
        let (talk, is_new) = self.talk(conn, &label)?;
        talk.add(&label, &op.hlc);
        let no = talk.no;
        self.turns.add(conn, no, &op.hlc, row)?;
        Ok(is_new)
    }

    fn talk(&mut self, conn: &Connection, label: &TurnLabel<'_>) -> rusqlite::Result<(&mut Talk, bool)> {
        let id = &*label.conversation_id;
        let mut is_new = false;
        // Looked up more than once, so that the key is copied only where it is not known yet.
        if !self.touched.contains_key(id) {
            let known = Talk::read(conn, id)?;
            is_new = known.is_none();
            let talk = known.map_or_else(|| Talk::open(conn, id), Ok)?;
            self.touched.insert(id.to_owned(), talk);
        }
        let talk = self.touched.get_mut(id).ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        Ok((talk, is_new))
    }

    /// Writes back what was counted.
    pub fn write_back(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        self.turns.write_back(conn)?;
        self.touched.drain().try_for_each(|(_, talk)| talk.write_back(conn))
    }

    /// Forgets what was counted.
    pub fn clear(&mut self) {
        self.touched.clear();
        self.turns.clear();
    }
}

impl Talk {
    fn read(conn: &Connection, id: &str) -> rusqlite::Result<Option<Self>> {
        let sql = "SELECT no, last_wall, title_wall, title_counter FROM conversation WHERE id = ?1";
        let talk = |row: &rusqlite::Row<'_>| {
            Ok(Self {
                no: row.get(0)?,
                new_turns: 0,
                last_wall: row.get::<_, Ordered>(1)?.0,
                named_at: row.get::<_, Option<Ordered>>(2)?.map(|wall| wall.0).zip(row.get(3)?),
                new_title: None,
            })
        };
        conn.prepare_cached(sql)?.query_row([id], talk).optional()
    }

    fn open(conn: &Connection, id: &str) -> rusqlite::Result<Self> {
        let sql = "INSERT INTO conversation (id, turns, last_wall) VALUES (?1, 0, ?2)";
        conn.prepare_cached(sql)?.execute(params![id, Ordered(0)])?;
        Ok(Self {
            no: conn.last_insert_rowid(),
            new_turns: 0,
            last_wall: 0,
            named_at: None,
            new_title: None,
        })
    }

    fn add(&mut self, label: &TurnLabel<'_>, hlc: &Hlc) {
        self.new_turns += 1;
        self.last_wall = self.last_wall.max(hlc.wall_ms);
        let stamp = (hlc.wall_ms, hlc.counter);
        // The first user turn that says something names the conversation.
        let may_name = label.role == Role::User && self.named_at.is_none_or(|named_at| stamp < named_at);
        if may_name && !label.content.trim().is_empty() {
            self.named_at = Some(stamp);
            self.new_title = Some(title(&label.content));
        }
    }

    fn write_back(self, conn: &Connection) -> rusqlite::Result<()> {
        let sql = "UPDATE conversation SET turns = turns + ?2, last_wall = ?3 WHERE no = ?1";
        conn.prepare_cached(sql)?
            .execute(params![self.no, self.new_turns, Ordered(self.last_wall)])?;
        if let (Some(title), Some((wall, counter))) = (self.new_title, self.named_at) {
            let sql = "UPDATE conversation SET title = ?2, title_wall = ?3, title_counter = ?4 WHERE no = ?1";
            conn.prepare_cached(sql)?
                .execute(params![self.no, title, Ordered(wall), counter])?;
        }
        Ok(())
    }
}

fn title(content: &str) -> String {
    // Words enough for the longest title, so that a long text is not taken apart whole.
    let words = content.split_whitespace().take(TITLE_CHARS);
    words.collect::<Vec<_>>().join(" ").chars().take(TITLE_CHARS).collect()
}
