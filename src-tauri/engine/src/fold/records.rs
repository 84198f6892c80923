use crate::op::{Epoch, Hlc, Op, OpId, Tier};

use super::intent::IntentFields;

/// Where a store keeps an op. Opaque to the fold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpRow(pub i64);

/// Which table of records a slot belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Keyed records of one surface, by its tag.
    Surface(String),
    /// Per run: the intent that counts now.
    Runs,
    /// Per run: the committed intent, kept for ever. The oracle of the fence.
    CommittedRuns,
}

impl Table {
    /// The table's name, unique among tables.
    pub fn name(&self) -> &str {
        match self {
            Self::Surface(tag) => tag,
            Self::Runs => "intent",
            Self::CommittedRuns => "intent.committed",
        }
    }

    /// The table of this name.
    pub fn named(name: String) -> Self {
        match name.as_str() {
            "intent" => Self::Runs,
            "intent.committed" => Self::CommittedRuns,
            _ => Self::Surface(name),
        }
    }
}

/// The place of one record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// Its table.
    pub table: Table,
    /// The agent, for intents; else empty.
    pub agent: String,
    /// The record's key.
    pub key: String,
}

impl Slot {
    /// The slot that an op is about; none on a stream. A committed intent fills one of [`Table::CommittedRuns`] as well.
    pub fn of(op: &Op) -> Option<Self> {
        match op.surface.tier() {
            Tier::Stream => None,
            Tier::Union | Tier::Register => Some(Self::keyed(op)),
            Tier::Ledger => IntentFields::of(op).map(|fields| Self::of_run(op, &fields)),
        }
    }

    /// The slot of an op on a keyed surface.
    pub(super) fn keyed(op: &Op) -> Self {
        Self {
            table: Table::Surface(op.surface.to_string()),
            agent: String::new(),
            key: op.fold_key(),
        }
    }

    /// The slot of the run that an intent is about.
    pub(super) fn of_run(op: &Op, fields: &IntentFields<'_>) -> Self {
        Self {
            table: Table::Runs,
            agent: fields.agent.to_owned(),
            key: op.fold_key(),
        }
    }
}

/// What a slot holds: the op that won it, with what the rules compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The winner.
    pub op_id: OpId,
    /// Its stamp.
    pub hlc: Hlc,
    /// Where it is kept.
    pub row: OpRow,
    /// For intents: does it end its run?
    pub terminal: bool,
    /// For intents: its epoch, else 0.
    pub epoch: Epoch,
}

impl Entry {
    /// What the rules compare of an op that is kept at `row`.
    pub fn of(op: &Op, row: OpRow) -> Self {
        let intent = IntentFields::of(op);
        Self {
            op_id: op.id,
            hlc: op.hlc.clone(),
            row,
            terminal: intent.as_ref().is_some_and(|fields| fields.terminal),
            epoch: intent.map_or(Epoch(0), |fields| fields.epoch),
        }
    }

    /// The total order of ops.
    pub(super) fn stamp(&self) -> (&Hlc, OpId) {
        (&self.hlc, self.op_id)
    }
}

/// The folded records, wherever they are kept.
pub trait Records {
    /// How keeping them can fail.
    type Error;

    /// What the slot holds.
    fn get(&mut self, slot: &Slot) -> Result<Option<Entry>, Self::Error>;
    /// Fills the slot.
    fn put(&mut self, slot: &Slot, entry: &Entry) -> Result<(), Self::Error>;
    /// Empties the slot.
    fn delete(&mut self, slot: &Slot) -> Result<(), Self::Error>;
    /// The agent's fencing epoch: the highest epoch among its intents; none if it has none.
    fn fence(&mut self, agent: &str) -> Result<Option<Epoch>, Self::Error>;
    /// Raises the agent's fencing epoch.
    fn set_fence(&mut self, agent: &str, epoch: Epoch) -> Result<(), Self::Error>;
    /// The agent's slots in [`Table::Runs`] that hold an intent which ends no run.
    fn pending_runs(&mut self, agent: &str) -> Result<Vec<(Slot, Entry)>, Self::Error>;
    /// A run of [`Table::CommittedRuns`] is committed by another op than the one its slot holds. Whoever remembers double
    /// runs notes both; they are no part of the state.
    fn note_committed_again(&mut self, _slot: &Slot, _held: &Entry, _again: &Entry) -> Result<(), Self::Error> {
        Ok(())
    }
    /// An op of this slot does not count, or no more: another one does, or the fence dropped it. Whoever shows the history
    /// of a record notes it; it is no part of the state.
    fn note_past(&mut self, _slot: &Slot, _entry: &Entry) -> Result<(), Self::Error> {
        Ok(())
    }
}
