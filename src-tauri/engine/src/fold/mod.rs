//! The fold: which ops make up the state. Pure rules over a [`Records`] table; no clock, no randomness, no disk.
//!
//! Folding is incremental and order-free: an op is folded once, in whatever order it arrives, and any two devices with
//! the same ops hold the same records and the same [`StateHash`].

mod conversation;
mod intent;
mod ledger;
mod memory;
mod records;
mod repair;
mod state_hash;

pub use conversation::{LabelPlaces, Role, ToolCall, Turn, TurnLabel};
pub use intent::{Intent, IntentStatus};
pub use memory::MemoryRecords;
pub use records::{Entry, OpRow, Records, Slot, Table};
pub use repair::{Message, resume_messages};
pub use state_hash::StateHash;

use crate::op::{Op, OpId, Surface, Tier};

/// Folds ops into records and keeps the digest of the result up to date.
pub struct Fold<'a, R> {
    records: &'a mut R,
    hash: &'a mut StateHash,
}

impl<'a, R: Records> Fold<'a, R> {
    /// Folds into `records`, whose digest is `hash`.
    pub fn new(records: &'a mut R, hash: &'a mut StateHash) -> Self {
        Self { records, hash }
    }

    /// Folds one op, which must not have been folded before. `row` is where the op is kept.
    pub fn op(&mut self, op: &Op, row: OpRow) -> Result<(), R::Error> {
        let entry = Entry::of(op, row);
        match op.surface.tier() {
            Tier::Stream => self.add_to_stream(&op.surface, op.id),
            Tier::Union => self.settle(Slot::keyed(op), entry, |new, held| new.stamp() < held.stamp()),
            Tier::Register => self.settle(Slot::keyed(op), entry, |new, held| new.stamp() > held.stamp()),
            Tier::Ledger => self.fold_intent(op, entry),
        }
    }

    /// An op of a stream is always part of the state; there is no record to look up.
    fn add_to_stream(&mut self, surface: &Surface, id: OpId) -> Result<(), R::Error> {
        self.hash.add_stream_op(surface, id);
        Ok(())
    }

    /// Puts `entry` into `slot` if nothing is there or `beats(entry, what is there)`.
    fn settle(&mut self, slot: Slot, entry: Entry, beats: impl FnOnce(&Entry, &Entry) -> bool) -> Result<(), R::Error> {
        if let Some(held) = self.records.get(&slot)? {
            if !beats(&entry, &held) {
                return self.records.note_past(&slot, &entry);
            }
            self.records.note_past(&slot, &held)?;
            self.hash.remove_record(&slot, held.op_id);
        }
        self.hash.add_record(&slot, entry.op_id);
        self.records.put(&slot, &entry)
    }
}

#[cfg(test)]
mod tests;
