//! Conversations that a transaction adds turns to: looked up once, counted in memory, written back once.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::{columns::Ordered, turns::NewTurns};
use crate::{
    fold::{OpRow, Role, TurnLabel},
    op::Hlc,
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
    /// Stamp of the turn that names it, and its title.
    name: Option<((u64, u32), String)>,
    is_renamed: bool,
}

impl Talks {
    /// Lists a new turn; answers whether it opens a conversation.
    pub fn index(&mut self, conn: &Connection, row: OpRow, hlc: &Hlc, label: &TurnLabel<'_>) -> rusqlite::Result<bool> {
        if self.touched.len() >= MOST {
            self.write_back(conn)?;
        }
        let (talk, is_new) = self.talk(conn, label)?;
        talk.add(label, hlc);
        let no = talk.no;
        self.turns.add(conn, no, hlc, row)?;
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
        let sql = "SELECT no, last_wall, title_wall, title_counter, title FROM conversation WHERE id = ?1";
        let talk = |row: &rusqlite::Row<'_>| {
            let named_at = row.get::<_, Option<Ordered>>(2)?.map(|wall| wall.0).zip(row.get(3)?);
            Ok(Self {
                no: row.get(0)?,
                new_turns: 0,
                last_wall: row.get::<_, Ordered>(1)?.0,
                name: named_at.zip(row.get(4)?),
                is_renamed: false,
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
            name: None,
            is_renamed: false,
        })
    }

    fn add(&mut self, label: &TurnLabel<'_>, hlc: &Hlc) {
        self.new_turns += 1;
        self.last_wall = self.last_wall.max(hlc.wall_ms);
        let stamp = (hlc.wall_ms, hlc.counter);
        // The first user turn that says something names the conversation.
        let named_at = self.name.as_ref().map(|(named_at, _)| *named_at);
        if label.role != Role::User
            || named_at.is_some_and(|named_at| named_at < stamp)
            || label.content.trim().is_empty()
        {
            return;
        }
        let name = (stamp, title(&label.content));
        // Of two turns of one moment, the title that sorts first: everywhere the same, whichever arrived first.
        if self.name.as_ref().is_none_or(|known| name < *known) {
            (self.name, self.is_renamed) = (Some(name), true);
        }
    }

    fn write_back(self, conn: &Connection) -> rusqlite::Result<()> {
        let sql = "UPDATE conversation SET turns = turns + ?2, last_wall = ?3 WHERE no = ?1";
        conn.prepare_cached(sql)?
            .execute(params![self.no, self.new_turns, Ordered(self.last_wall)])?;
        if let Some(((wall, counter), title)) = self.name.filter(|_| self.is_renamed) {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::{
        op::{Millis, Op, Payload, Scope, Seq, Surface},
        store::Store,
    };

    /// The first turn of a device in a conversation, at the stamp that the others have too.
    fn first_turn(device: usize, content: &str) -> Op {
        let hlc = Hlc {
            wall_ms: 7,
            counter: 0,
            device_id: format!("d{device}").into(),
        };
        let turn = json!({"conversation_id": "c", "role": "user", "content": content});
        let payload = Payload::new(turn).unwrap();
        Op::new(hlc, Seq(0), None, Scope::Personal, Surface::Conversation, payload)
    }

    fn title_after(turns: &[Op], at_once: usize) -> String {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path(), "own".into()).unwrap();
        for some in turns.chunks(at_once) {
            let taken = store.write("test", |write| {
                let mut each = some.iter().map(std::slice::from_ref);
                each.try_for_each(|op| write.extend_chain(op, 1, Millis(u64::MAX)))
            });
            taken.unwrap();
        }
        let listed = store.conversations(crate::store::Horizon::default(), 0, 1).unwrap();
        listed.conversations[0].title.clone()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn the_title_does_not_depend_on_which_of_two_turns_of_one_moment_arrives_first(
            said in prop::collection::vec("[ab]{1,2}", 2..5), seed in any::<prop::sample::Index>(), at_once in 1..3usize
        ) {
            let turns: Vec<_> = said.iter().enumerate().map(|(device, content)| first_turn(device, content)).collect();
            let mut shuffled = turns.clone();
            shuffled.rotate_left(seed.index(turns.len()));
            prop_assert_eq!(title_after(&turns, at_once), title_after(&shuffled, 1));
        }
    }
}
