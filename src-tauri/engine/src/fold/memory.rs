use std::{collections::BTreeMap, convert::Infallible};

use crate::op::Epoch;

use super::{Entry, Records, Slot, Table};

/// Records in memory: for the state at a past frontier, and for tests of the rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemoryRecords {
    /// The filled slots.
    pub entries: BTreeMap<Slot, Entry>,
    /// Fencing epochs by agent.
    pub fences: BTreeMap<String, Epoch>,
}

impl Records for MemoryRecords {
    type Error = Infallible;

    fn get(&mut self, slot: &Slot) -> Result<Option<Entry>, Infallible> {
        Ok(self.entries.get(slot).cloned())
    }

    fn put(&mut self, slot: &Slot, entry: &Entry) -> Result<(), Infallible> {
        self.entries.insert(slot.clone(), entry.clone());
        Ok(())
    }

    fn delete(&mut self, slot: &Slot) -> Result<(), Infallible> {
        self.entries.remove(slot);
        Ok(())
    }

    fn fence(&mut self, agent: &str) -> Result<Option<Epoch>, Infallible> {
        Ok(self.fences.get(agent).copied())
    }

    fn set_fence(&mut self, agent: &str, epoch: Epoch) -> Result<(), Infallible> {
        self.fences.insert(agent.to_owned(), epoch);
        Ok(())
    }

    fn pending_runs(&mut self, agent: &str) -> Result<Vec<(Slot, Entry)>, Infallible> {
        let first = Slot {
            table: Table::Runs,
            agent: agent.to_owned(),
            key: String::new(),
        };
        let runs = self
            .entries
            .range(first..)
            .take_while(|(slot, _)| slot.table == Table::Runs && slot.agent == agent);
        let pending = runs.filter(|(_, entry)| !entry.terminal);
        Ok(pending.map(|(slot, entry)| (slot.clone(), entry.clone())).collect())
    }
}
