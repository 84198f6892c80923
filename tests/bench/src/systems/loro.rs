//! loro: one map per turn in a list per conversation.

use anyhow::{Context as _, Result};
use loro::{ExportMode, LoroDoc, LoroMap, ValueOrContainer};

use super::update_log::Document;
use crate::turns::Turn;

/// A document of loro's.
pub struct Loro(LoroDoc);

impl Document for Loro {
    fn new(device: u8) -> Self {
        let doc = LoroDoc::new();
        // Fails only while something is uncommitted, and nothing is yet.
        let _ = doc.set_peer_id(device.into());
        Self(doc)
    }

    fn add(&mut self, turns: &[Turn]) -> Result<Vec<u8>> {
        let before = self.0.oplog_vv();
        for turn in turns {
            let map = self
                .0
                .get_list(turn.conversation.as_str())
                .push_container(LoroMap::new())?;
            map.insert("role", turn.role)?;
            map.insert("content", turn.content.as_str())?;
            map.insert("timestamp", i64::try_from(turn.timestamp)?)?;
        }
        self.0.commit();
        Ok(self.0.export(ExportMode::updates(&before))?)
    }

    fn take(&mut self, updates: Vec<Vec<u8>>) -> Result<()> {
        self.0.import_batch(&updates)?;
        Ok(())
    }

    fn newest(&mut self, conversation: &str, limit: usize) -> Result<Vec<String>> {
        let list = self.0.get_list(conversation);
        let content = |index| {
            let turn = list.get(index).and_then(|turn| turn.into_container().ok());
            let map = turn
                .and_then(|container| container.into_map().ok())
                .context("a turn is a map")?;
            let text = map
                .get("content")
                .and_then(|text| ValueOrContainer::into_value(text).ok());
            let text = text
                .and_then(|value| value.into_string().ok())
                .context("a turn has text")?;
            Ok(text.to_string())
        };
        (list.len().saturating_sub(limit)..list.len()).map(content).collect()
    }
}
