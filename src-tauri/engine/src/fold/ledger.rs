//! The ledger tier: intents, fenced by epoch per agent.

use crate::op::{Epoch, Op, OpId};

use super::{Entry, Fold, Records, Slot, Table, intent::IntentFields};

impl<R: Records> Fold<'_, R> {
    pub(super) fn fold_intent(&mut self, op: &Op, entry: Entry) -> Result<(), R::Error> {
        let Some(fields) = IntentFields::of(op) else {
            return Ok(());
        };
        let fence = self.raise_fence(fields.agent, fields.epoch)?;
        let run = Slot::of_run(op, &fields);
        if fields.committed {
            let table = Table::CommittedRuns;
            self.commit(Slot { table, ..run.clone() }, entry.clone())?;
        }
        if fields.terminal || fields.epoch >= fence {
            return self.settle(run, entry, outranks);
        }
        self.records.note_past(&run, &entry)
    }

    fn commit(&mut self, slot: Slot, entry: Entry) -> Result<(), R::Error> {
        if let Some(held) = self.records.get(&slot)? {
            self.records.note_committed_again(&slot, &held, &entry)?;
        }
        self.settle(slot, entry, outranks)
    }

    /// Raises the agent's fence to `epoch` if that is higher, which drops the pending runs below it. Also how the
    /// fences of a checkpoint are folded.
    pub fn raise_fence(&mut self, agent: &str, epoch: Epoch) -> Result<Epoch, R::Error> {
        let held = self.records.fence(agent)?;
        if let Some(held) = held.filter(|held| *held >= epoch) {
            return Ok(held);
        }
        if let Some(held) = held {
            self.hash.remove_fence(agent, held);
        }
        self.hash.add_fence(agent, epoch);
        self.records.set_fence(agent, epoch)?;
        for (slot, fenced) in self.records.pending_runs(agent)? {
            self.hash.remove_record(&slot, fenced.op_id);
            self.records.delete(&slot)?;
            self.records.note_past(&slot, &fenced)?;
        }
        Ok(epoch)
    }
}

/// Terminal beats pending, then the higher epoch, then the later op.
fn outranks(new: &Entry, held: &Entry) -> bool {
    fn rank(entry: &Entry) -> (bool, Epoch, &crate::op::Hlc, OpId) {
        (entry.terminal, entry.epoch, &entry.hlc, entry.op_id)
    }
    rank(new) > rank(held)
}
