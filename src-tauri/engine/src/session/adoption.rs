//! One checkpoint on its way into the store.

use super::{adopt::Refusal, checkpoint::reaches};
use crate::{
    fold::{Fold, MemoryRecords, OpRow, StateHash},
    op::{Frontier, Millis},
    relay::{Manifest, Part},
    store::Write,
};

/// Folds the ops of a checkpoint that are not held, and verifies it on the way.
///
/// Usually the checkpoint reaches this device's base: then the state at its frontier, computed from everything held, must
/// be the one it claims, and the journal is anchored on it. Where two checkpoints were made apart from each other, neither
/// reaches the other: then its ops are taken over as far as they are missing, once they fold to what it claims by
/// themselves, and the base grows by them; the next checkpoint reaches both.
pub(super) struct Adoption<'a, 'w> {
    write: &'a mut Write<'w>,
    manifest: &'a Manifest,
    frontier: Frontier,
    reaches_base: bool,
    records: MemoryRecords,
    hash: StateHash,
}

impl<'a, 'w> Adoption<'a, 'w> {
    /// Where the store knows the op at a head's place, it must be that very op.
    pub fn begin(write: &'a mut Write<'w>, manifest: &'a Manifest) -> Result<Self, Refusal> {
        for head in manifest.chain_heads() {
            let held = write.head_at(&head.hlc.device_id, head.seq)?;
            if held.is_some_and(|held| held.id != head.id) {
                return Err(unfit("it speaks of another chain than the one held"));
            }
        }
        let frontier = manifest.frontier();
        let reaches_base = reaches(&frontier, &write.base_frontier()?);
        let (mut records, mut hash) = (MemoryRecords::default(), StateHash::default());
        for (agent, epoch) in &manifest.fences {
            let Ok(_) = Fold::new(&mut records, &mut hash).raise_fence(agent, *epoch);
        }
        Ok(Self {
            write,
            manifest,
            frontier,
            reaches_base,
            records,
            hash,
        })
    }

    /// Takes the ops of one part.
    pub fn take(&mut self, part: &Part) -> Result<(), Refusal> {
        let (Some(first), Some(last)) = (part.ops.first(), part.ops.last()) else {
            return Ok(());
        };
        if self.frontier.get(&part.device).is_none_or(|end| last.seq > *end) {
            return Err(unfit("it holds an op beyond its own frontier"));
        }
        if !self.reaches_base {
            for op in &part.ops {
                let Ok(()) = Fold::new(&mut self.records, &mut self.hash).op(op, OpRow(0));
            }
        }
        let held = self.write.ids_between(&part.device, (first.seq, last.seq))?;
        if part
            .ops
            .iter()
            .any(|op| held.get(&op.seq).is_some_and(|id| *id != op.id))
        {
            return Err(unfit("it holds another op than the one held"));
        }
        // What is not held below the head was dropped by an earlier checkpoint. If it should not have been, the states
        // differ in the end.
        let head = self.write.head(&part.device)?.map(|head| head.seq);
        let lacking = part
            .ops
            .iter()
            .filter(|op| !held.contains_key(&op.seq) && head.is_none_or(|head| op.seq > head));
        Ok(self.write.keep_surviving(&part.device, lacking)?)
    }

    /// Raises fences and heads, verifies the state, and anchors the journal.
    pub fn finish(self, name: &str, wall_now: u64, skew_limit: Millis) -> Result<(), Refusal> {
        for (agent, epoch) in &self.manifest.fences {
            self.write.raise_fence(agent, *epoch)?;
        }
        let mut raised = Vec::new();
        for head in self.manifest.chain_heads() {
            if self.write.raise_head(&head, wall_now, skew_limit)? {
                raised.push(head);
            }
        }
        if !self.reaches_base {
            self.check(self.hash)?;
            return Ok(self.write.widen_base(&raised, &self.manifest.fences)?);
        }
        // What raised a fence need not have survived, so the state is computed with the fences given.
        self.write.widen_base(&[], &self.manifest.fences)?;
        let image = self
            .write
            .image_at(&self.frontier)?
            .ok_or_else(|| unfit("its state cannot be computed"))?;
        self.check(image.hash)?;
        Ok(self.write.anchor(name, &image)?)
    }

    fn check(&self, hash: StateHash) -> Result<(), Refusal> {
        if hash.to_string() == self.manifest.state_hash {
            return Ok(());
        }
        Err(unfit("the state it holds is not the one it claims"))
    }
}

fn unfit(why: &str) -> Refusal {
    Refusal::Unfit(why.to_owned())
}
