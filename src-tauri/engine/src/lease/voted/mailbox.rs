use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::View;
use crate::op::{DeviceId, Epoch, Millis};

/// Drawn at random, to tell things of the same number apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Word(pub u64);

/// All that a device says of leases: a part of its tip. Each one replaces the one before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Mailbox {
    /// The view it acts under.
    pub view: View,
    /// The view it has accepted and that not all of its members are known to have accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<View>,
    /// It does not vote, and agrees to be left out.
    #[serde(default)]
    pub leaving: bool,
    /// The view in which it agreed to be left out: it does not vote in that one again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_at: Option<u64>,
    /// Per agent.
    #[serde(default)]
    pub agents: BTreeMap<String, Said>,
}

/// What a device says of one agent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Said {
    /// The highest epoch it heard of.
    pub seen: Epoch,
    /// Claims up to this epoch, whoever's, are over: a person took over.
    #[serde(default)]
    pub freed: Epoch,
    /// Its own claims up to this epoch are over.
    #[serde(default)]
    pub ended: Epoch,
    /// Its own claim at this epoch was granted, and is over because its time passed: nobody gave it back. For people only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ran_out: Option<Epoch>,
    /// What it asks for or holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    /// Its last vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<Vote>,
    /// It asks the holder to hand over.
    #[serde(default)]
    pub wants: bool,
}

/// An epoch that a device asks for, or holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Claim {
    /// The epoch.
    pub epoch: Epoch,
    /// Drawn when it was asked for: a copy of the device cannot count votes for the other's claim.
    pub word: Word,
    /// Counts the askings; a higher one extends the time.
    pub round: u32,
    /// For how long each asking is.
    pub ttl: Millis,
    /// A majority voted for it.
    pub held: bool,
}

/// A vote. A device gives at most one per agent and epoch, and none for a lower epoch after it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Vote {
    /// For which epoch.
    pub epoch: Epoch,
    /// For whom.
    pub holder: DeviceId,
    /// For which of its claims.
    pub word: Word,
    /// For which asking.
    pub round: u32,
}
