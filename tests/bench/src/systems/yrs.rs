//! yrs: one map per turn in an array per conversation.

use anyhow::{Context as _, Result};
use yrs::{
    Any, Array as _, Doc, Map as _, MapPrelim, Out, Transact as _, Update, WriteTxn as _, updates::decoder::Decode as _,
};

use super::update_log::Document;
use crate::turns::Turn;

/// A document of yrs's.
pub struct Yrs(Doc);

impl Document for Yrs {
    fn new(device: u8) -> Self {
        Self(Doc::with_client_id(device.into()))
    }

    fn add(&mut self, turns: &[Turn]) -> Result<Vec<u8>> {
        let mut txn = self.0.transact_mut();
        for turn in turns {
            let list = txn.get_or_insert_array(turn.conversation.as_str());
            let map = MapPrelim::from([
                ("role", Any::from(turn.role)),
                ("content", Any::from(turn.content.as_str())),
                ("timestamp", Any::from(i64::try_from(turn.timestamp)?)),
            ]);
            list.push_back(&mut txn, map);
        }
        Ok(txn.encode_update_v1())
    }

    fn take(&mut self, updates: Vec<Vec<u8>>) -> Result<()> {
        let mut txn = self.0.transact_mut();
        for update in updates {
            txn.apply_update(Update::decode_v1(&update)?)?;
        }
        Ok(())
    }

    fn newest(&mut self, conversation: &str, limit: usize) -> Result<Vec<String>> {
        let list = self.0.get_or_insert_array(conversation);
        let txn = self.0.transact();
        let end = list.len(&txn);
        let from = end.saturating_sub(u32::try_from(limit).unwrap_or(u32::MAX));
        let content = |index| match list.get(&txn, index).context("a turn is there")? {
            Out::YMap(map) => Ok(map.get(&txn, "content").context("a turn has text")?.to_string(&txn)),
            _ => anyhow::bail!("a turn is a map"),
        };
        (from..end).map(content).collect()
    }
}
