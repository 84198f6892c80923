use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Word;
use crate::op::{DeviceId, Epoch};

/// How far a person's decision to go on without a device skips ahead in the epochs: that device may have used some that
/// nobody else has seen.
pub const STRIDE: u64 = 1 << 20;
/// How many ranges there are to draw from: few enough for hundreds of such decisions below the largest exact number in JSON.
const RANGES: u64 = 1 << 24;

/// Who votes, from one change to the next. The name is that of viewstamped replication.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct View {
    /// Counts the changes; 0 before the first view.
    pub number: u64,
    /// Tells this view from every other.
    pub word: Word,
    /// The view it follows.
    pub parent: Word,
    /// Did a person decide it, because a device does not answer?
    pub forced: bool,
    /// Every epoch granted under it is higher.
    pub base: Epoch,
    /// Who votes.
    pub members: BTreeSet<DeviceId>,
}

impl View {
    /// The first view of a relay.
    pub fn found(founder: DeviceId, word: Word) -> Self {
        Self {
            number: 1,
            word,
            members: BTreeSet::from([founder]),
            ..Self::default()
        }
    }

    /// The view after this one.
    pub fn followed_by(&self, members: BTreeSet<DeviceId>, word: Word) -> Self {
        Self {
            number: self.number.saturating_add(1),
            word,
            parent: self.word,
            forced: false,
            base: self.base,
            members,
        }
    }

    /// The view after this one without a device that does not answer, as `decider` was told to go on. What each decision
    /// allows lies in a range of epochs of its own, drawn with the word: any two may be made without knowing of each other.
    pub fn without(&self, gone: &DeviceId, decider: &DeviceId, seen: Epoch, word: Word) -> Self {
        let mut all = self.members.clone();
        all.insert(decider.clone());
        all.remove(gone);
        let skipped = STRIDE.saturating_mul(1 + word.0 % RANGES);
        Self {
            forced: true,
            base: Epoch(self.base.max(seen).get().saturating_add(skipped)),
            ..self.followed_by(all, word)
        }
    }

    /// How many votes make a majority.
    pub fn majority(&self) -> usize {
        self.members.len() / 2 + 1
    }

    /// The one member that names the next view: so there are never two that follow one view, unless a person decides.
    pub fn secretary(&self) -> Option<&DeviceId> {
        self.members.first()
    }

    /// Is it later than `other`? Of two views that know nothing of each other one wins everywhere.
    pub fn is_after(&self, other: &Self) -> bool {
        (self.number, self.word) > (other.number, other.word)
    }
}
