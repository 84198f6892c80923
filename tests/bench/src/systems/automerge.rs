//! automerge: one map per turn in a list per conversation.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use automerge::{ActorId, AutoCommit, ObjId, ObjType, ROOT, ReadDoc as _, transaction::Transactable as _};

use super::update_log::Document;
use crate::turns::Turn;

/// A document of automerge's.
pub struct Automerge {
    doc: AutoCommit,
    lists: BTreeMap<String, ObjId>,
}

impl Automerge {
    fn list(&mut self, conversation: &str) -> Result<ObjId> {
        if let Some(list) = self.lists.get(conversation) {
            return Ok(list.clone());
        }
        let list = match self.doc.get(ROOT, conversation)? {
            Some((_, list)) => list,
            None => self.doc.put_object(ROOT, conversation, ObjType::List)?,
        };
        self.lists.insert(conversation.to_owned(), list.clone());
        Ok(list)
    }
}

impl Document for Automerge {
    fn new(device: u8) -> Self {
        Self {
            doc: AutoCommit::new().with_actor(ActorId::from([device])),
            lists: BTreeMap::new(),
        }
    }

    fn add(&mut self, turns: &[Turn]) -> Result<Vec<u8>> {
        let before = self.doc.get_heads();
        for turn in turns {
            let list = self.list(&turn.conversation)?;
            let end = self.doc.length(&list);
            let map = self.doc.insert_object(&list, end, ObjType::Map)?;
            self.doc.put(&map, "role", turn.role)?;
            self.doc.put(&map, "content", turn.content.as_str())?;
            self.doc.put(&map, "timestamp", turn.timestamp)?;
        }
        self.doc.commit();
        Ok(self.doc.save_after(&before))
    }

    fn take(&mut self, updates: Vec<Vec<u8>>) -> Result<()> {
        self.doc.load_incremental(&updates.concat())?;
        Ok(())
    }

    fn newest(&mut self, conversation: &str, limit: usize) -> Result<Vec<String>> {
        let list = self.list(conversation)?;
        let end = self.doc.length(&list);
        let content = |index| {
            let (_, map) = self.doc.get(&list, index)?.context("a turn is there")?;
            let (text, _) = self.doc.get(&map, "content")?.context("a turn has text")?;
            text.into_string().ok().context("a turn has text")
        };
        (end.saturating_sub(limit)..end).map(content).collect()
    }
}
