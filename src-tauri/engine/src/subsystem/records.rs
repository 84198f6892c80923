//! Everything that is not a conversation, for somebody who looks: lists, single records, their history.

use std::collections::HashSet;

use super::SyncSubsystem;
use crate::{
    error::SyncError,
    fold::{Slot, Table},
    op::{Op, OpId, Surface, Tier},
    store::{HistoryPage, RecordCursor, RecordPage, RecordPlace, RecordQuery, RecordSummary, SurfaceCount},
};

/// Names one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordName {
    /// Its surface; not conversations.
    pub surface: Surface,
    /// For a run, whose it is; else empty.
    pub agent: String,
    /// Its key, as [`RecordSummary`] has it, or the id it was given.
    pub key: String,
}

/// A piece of a record's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordText {
    /// Some of the value, as JSON with one field a line.
    pub text: String,
    /// Where the piece ends, in characters from the start.
    pub end: u64,
    /// How many characters the whole has.
    pub total: u64,
}

impl SyncSubsystem {
    /// What each surface but conversations holds.
    pub fn record_surfaces(&mut self) -> Result<Vec<SurfaceCount>, SyncError> {
        Ok(self.session.store.surface_counts()?)
    }

    /// A page of a surface's records. Routing is listed by time, so it can be searched and not entered at a key.
    pub fn record_page(&mut self, query: &RecordQuery) -> Result<RecordPage, SyncError> {
        refuse_conversations(&query.surface)?;
        if query.surface.tier() == Tier::Stream && !query.starts_with.is_empty() {
            return Err(refused(
                "list",
                format!("{} is listed by time, not by key", query.surface),
            ));
        }
        let mut page = self.session.store.record_page(query)?;
        self.mark_committed_twice(page.records.iter_mut())?;
        Ok(page)
    }

    /// One record; none where there is no such.
    pub fn find_record(&mut self, name: &RecordName) -> Result<Option<RecordSummary>, SyncError> {
        refuse_conversations(&name.surface)?;
        let mut found = None;
        for key in name.keys() {
            if found.is_none() {
                found = self.look_up(name, key)?;
            }
        }
        self.mark_committed_twice(found.iter_mut())?;
        Ok(found)
    }

    fn look_up(&self, name: &RecordName, key: String) -> Result<Option<RecordSummary>, SyncError> {
        let store = &self.session.store;
        Ok(match name.slot(key) {
            Ok(slot) => store.record(&slot)?,
            Err(key) => match OpId::parse(key.strip_prefix("op:").unwrap_or(&key)) {
                Some(id) => store.routing_entry(id)?,
                None => None,
            },
        })
    }

    /// A page of everything this device still holds that was written at a record's place, newest first, before `before`.
    /// Routing has no places: there every entry stands for itself.
    pub fn record_history(
        &mut self,
        name: &RecordName,
        before: Option<&RecordCursor>,
        limit: u32,
    ) -> Result<HistoryPage, SyncError> {
        let slot = name.slot(name.key.clone()).map_err(|key| SyncError::Input {
            area: "records",
            action: "read history",
            reason: format!(
                "{} has no history: every entry, such as {key}, stands for itself",
                name.surface
            ),
        })?;
        let mut page = self.session.store.record_history(&slot, before, limit)?;
        self.mark_committed_twice(page.entries.iter_mut().map(|entry| &mut entry.record))?;
        Ok(page)
    }

    /// The op of a record; none if it is held no more.
    pub fn record_op(&mut self, place: RecordPlace) -> Result<Option<Op>, SyncError> {
        Ok(self.session.store.op_at(place)?)
    }

    /// A piece of a record's value, from a character on; none if it is held no more.
    pub fn record_text(&mut self, place: RecordPlace, start: u64, most: u32) -> Result<Option<RecordText>, SyncError> {
        let op = self.session.store.op_at(place)?;
        Ok(op.map(|op| piece(&op, start, most)))
    }

    fn mark_committed_twice<'r>(&self, records: impl Iterator<Item = &'r mut RecordSummary>) -> Result<(), SyncError> {
        let mut records = records.filter(|record| record.run.is_some()).peekable();
        if records.peek().is_none() {
            return Ok(());
        }
        let twice = self.session.store.double_runs()?;
        let twice: HashSet<_> = twice
            .iter()
            .map(|run| (run.agent_id.as_str(), run.run_id.as_str()))
            .collect();
        for record in records {
            let run = record.key.strip_prefix("id:").unwrap_or_default();
            let is_double = twice.contains(&(record.agent.as_str(), run));
            if let Some(state) = &mut record.run {
                state.committed_twice = is_double;
            }
        }
        Ok(())
    }
}

impl RecordName {
    /// What the key may mean: itself, else the id it was given.
    fn keys(&self) -> [String; 2] {
        [self.key.clone(), format!("id:{}", self.key)]
    }

    /// The slot of this key; gives the key back on a stream.
    fn slot(&self, key: String) -> Result<Slot, String> {
        let (table, agent) = match self.surface.tier() {
            Tier::Stream => return Err(key),
            Tier::Union | Tier::Register => (Table::Surface(self.surface.to_string()), String::new()),
            Tier::Ledger => (Table::Runs, self.agent.clone()),
        };
        Ok(Slot { table, agent, key })
    }
}

fn refuse_conversations(surface: &Surface) -> Result<(), SyncError> {
    if *surface != Surface::Conversation {
        return Ok(());
    }
    Err(refused("list", "conversations have a list of their own".to_owned()))
}

fn refused(action: &'static str, reason: String) -> SyncError {
    SyncError::Input {
        area: "records",
        action,
        reason,
    }
}

fn piece(op: &Op, start: u64, most: u32) -> RecordText {
    let whole = format!("{:#}", op.payload.value());
    let (total, start) = (
        whole.chars().count() as u64,
        usize::try_from(start).unwrap_or(usize::MAX),
    );
    let text: String = whole.chars().skip(start).take(most as usize).collect();
    let end = (start as u64).saturating_add(text.chars().count() as u64).min(total);
    RecordText { text, end, total }
}
