//! The newest own ops ride in the tip until they are enough for a segment: so one new op costs one file, not two.

use super::{Round, Session, publish::weight};
use crate::{
    error::SyncError,
    op::Seq,
    relay::{FileName, Segment},
};

/// No more ops than this ride in a tip: the next one makes a segment of them all, of the smallest class that is merged.
pub(super) const MOST_OPS: u64 = 7;

/// Nor more bytes of payload than this: every tip carries them again until the segment comes.
pub(super) const MOST_BYTES: usize = 2 << 10;

impl Session {
    /// Takes the last of the ranges that no segment covers out of `missing` if its ops are to ride in the tip.
    pub(super) fn take_tail(&self, missing: &mut Vec<(Seq, Seq)>, head: Seq) -> Result<Option<Segment>, SyncError> {
        let rides = |(first, last): &mut (Seq, Seq)| *last == head && last.get() - first.get() < MOST_OPS;
        let Some(range) = missing.pop_if(rides) else {
            return Ok(None);
        };
        let ops = self.store.range(self.device(), range, usize::MAX, MOST_BYTES + 1)?;
        let is_whole = ops.last().is_some_and(|op| op.seq == head);
        if is_whole && weight(&ops) <= MOST_BYTES as u64 {
            return Ok(Some(Segment::new(ops)?));
        }
        missing.push(range);
        Ok(None)
    }
}

impl Round {
    /// What own files hold for good: segments. A tip that this device does not remember, and that is not here to be read,
    /// counts too: it may have been written before the data was restored, and its ops are then not to be contradicted.
    pub fn covering(&self) -> Vec<(Seq, Seq)> {
        let is_unknown = |name: &FileName| !self.left.has(name);
        let holders = self.own.holders();
        let covering = holders.filter(|(_, _, name)| matches!(name, FileName::Segment { .. }) || is_unknown(name));
        covering.map(|(first, last, ..)| (first, last)).collect()
    }

    /// How many of the ops in these ranges were sent before: they ride in the newest own tip.
    pub fn sent_in_tip(&self, missing: &[(Seq, Seq)]) -> u64 {
        let tips = self.own.tips();
        let Some((first, last)) = tips.first().and_then(|(_, name)| name.ops()) else {
            return 0;
        };
        let shared = |(a, b): &(Seq, Seq)| (last.get().min(b.get()) + 1).saturating_sub(first.get().max(a.get()));
        missing.iter().map(shared).sum()
    }
}
