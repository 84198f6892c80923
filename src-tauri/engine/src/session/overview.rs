//! What this device knows, from its store alone.

use serde::Serialize;

use super::{Problem, Session};
use crate::{
    error::SyncError,
    op::{DeviceId, Frontier, Seq},
    relay::Tip,
    store::{Fork, Peer},
};

/// Everything at a glance. Costs the same however much history there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// This device.
    pub device_id: DeviceId,
    /// Its human name; empty until it was told.
    pub device_name: String,
    /// Digest of the folded state.
    pub state_hash: String,
    /// Per device, the highest seq held.
    pub journal_frontier: Frontier,
    /// What every active device has durably folded; none while one never said.
    pub stable_frontier: Option<Frontier>,
    /// The checkpoint the journal is anchored on.
    pub base_checkpoint: Option<String>,
    /// Every device, this one first.
    pub roster: Vec<RosterEntry>,
    /// Turns held.
    pub turns: u64,
    /// Conversations held.
    pub conversations: u64,
    /// Own ops that are not in the relay yet.
    pub unpublished: u64,
    /// Own ops that some active device has not acknowledged; 0 when there is no other.
    pub unacknowledged: u64,
    /// Ops that other devices announced and that are not here yet. Retired devices are not waited for.
    pub awaited: u64,
    /// When the last round succeeded (noted at most every ten minutes while nothing happens), in ms since 1970.
    pub last_pump_ms: Option<u64>,
    /// What a person may want to know.
    pub problems: Vec<Problem>,
}

/// One device of the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RosterEntry {
    /// The device.
    pub device_id: DeviceId,
    /// Its human name; its id if it never said one.
    pub name: String,
    /// `linux`, `macos`, `windows`; empty if unknown.
    pub platform: String,
    /// Version of Baton there; empty if unknown.
    pub app_version: String,
    /// Is it this device?
    pub is_self: bool,
    /// Does it count?
    pub status: DeviceStatus,
    /// When something new was last heard of it, on this device's clock, in milliseconds since 1970.
    pub last_seen_ms: Option<u64>,
    /// Its newest op, as far as known.
    pub head: Option<Seq>,
    /// What it acknowledged.
    pub acknowledged: Frontier,
    /// How many of the ops held here it has not acknowledged.
    pub behind: u64,
    /// How many of its ops are announced and not here yet; 0 once it is retired.
    pub awaited: u64,
}

/// Whether a device counts for the stable frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceStatus {
    /// It does.
    Active,
    /// It does, and has acknowledged nothing yet.
    Joining,
    /// A person took it out, and it has not spoken since.
    Retired,
}

/// The pointwise minimum of what all active devices acknowledged; none while one of them never did.
pub fn stable_frontier(peers: &[Peer]) -> Option<Frontier> {
    let mut active = peers.iter().filter(|peer| !peer.retired);
    active.clone().all(|peer| peer.tip_number.is_some()).then_some(())?;
    let mut stable = active.next()?.frontier.clone();
    for peer in active {
        stable.retain(|device, seq| match peer.frontier.get(device) {
            Some(acknowledged) => {
                *seq = (*seq).min(*acknowledged);
                true
            }
            None => false,
        });
    }
    Some(stable)
}

impl Session {
    /// What this device knows.
    pub fn overview(&self) -> Result<Overview, SyncError> {
        let summary = self.store.summary()?;
        let journal_frontier = self.store.frontier()?;
        let peers = self.store.peers()?;
        let mut roster: Vec<_> = peers
            .iter()
            .map(|peer| entry(peer, &journal_frontier, self.device()))
            .collect();
        roster.sort_by_key(|entry| !entry.is_self);
        let own_head = journal_frontier.get(self.device()).copied();
        let others = peers
            .iter()
            .filter(|peer| peer.device != *self.device() && !peer.retired);
        let unacknowledged = others
            .map(|peer| gap(own_head, peer.frontier.get(self.device()).copied()))
            .max()
            .unwrap_or(0);
        let mut problems = self.lasting_problems()?;
        problems.extend(self.problems.clone());
        Ok(Overview {
            device_id: self.device().clone(),
            device_name: self.store.profile()?.name,
            state_hash: summary.hash.to_string(),
            stable_frontier: stable_frontier(&peers),
            base_checkpoint: summary.base,
            turns: summary.turns,
            conversations: summary.conversations,
            unpublished: self.unpublished()?,
            unacknowledged,
            awaited: roster.iter().map(|entry| entry.awaited).sum(),
            last_pump_ms: summary.last_pump_ms,
            journal_frontier,
            roster,
            problems,
        })
    }

    /// Own ops that are not in the relay yet, whichever process recorded them.
    pub fn unpublished(&self) -> Result<u64, SyncError> {
        let published = self
            .store
            .published_tip()?
            .and_then(|text| serde_json::from_str::<Tip>(&text).ok());
        let published = published.and_then(|tip| tip.head).map(|head| head.seq);
        Ok(gap(self.store.head(self.device())?.map(|head| head.seq), published))
    }

    /// Problems that the store remembers.
    pub(super) fn lasting_problems(&self) -> Result<Vec<Problem>, SyncError> {
        const YEAR_2020_MS: u64 = 1_577_836_800_000;
        const AN_HOUR_MS: u64 = 60 * 60 * 1000;
        const A_WEEK_MS: u64 = 7 * 24 * 60 * 60 * 1000;
        let peers = self.store.peers()?;
        let is_left = |fork: &Fork| peers.iter().any(|peer| peer.retired && peer.device == fork.device);
        let named = |device: &DeviceId| {
            let peer = peers.iter().find(|peer| peer.device == *device);
            let named = peer.filter(|peer| !peer.profile.name.is_empty());
            named.map_or_else(|| device.short().to_owned(), Peer::name)
        };
        let problem = |fork: &Fork| {
            let name = named(&fork.device);
            if is_left(fork) {
                Problem::settled_fork(fork, &name)
            } else {
                Problem::fork(fork, &name)
            }
        };
        let mut problems: Vec<_> = self.store.forks()?.iter().map(problem).collect();
        let left = self.store.former_identities()?;
        let recent = left
            .last()
            .filter(|left| self.now() < left.left_ms.saturating_add(A_WEEK_MS));
        problems.extend(recent.map(Problem::new_identity));
        if self.now() < YEAR_2020_MS {
            problems.push(Problem::unset_clock());
        }
        let skewed = peers.iter().filter(|peer| peer.skew_ms > 0);
        problems.extend(skewed.map(|peer| Problem::skewed_peer(&peer.name(), peer.skew_ms)));
        let held_back = peers
            .iter()
            .filter(|peer| !peer.retired && peer.held_back_ms >= AN_HOUR_MS);
        problems.extend(held_back.map(|peer| Problem::held_back(&peer.name(), peer.held_back_ms / AN_HOUR_MS)));
        let double = self.store.double_runs()?;
        let recent = double
            .iter()
            .filter(|run| self.now() < run.other.at_ms.saturating_add(A_WEEK_MS));
        problems.extend(recent.map(|run| {
            let (one, other) = (named(&run.one.device_id), named(&run.other.device_id));
            Problem::double_run(run, &one, &other)
        }));
        Ok(problems)
    }
}

fn entry(peer: &Peer, held: &Frontier, own: &DeviceId) -> RosterEntry {
    let is_self = peer.device == *own;
    let behind = held
        .iter()
        .map(|(device, seq)| gap(Some(*seq), peer.frontier.get(device).copied()))
        .sum();
    let head = peer.head.map(|(seq, _)| seq);
    RosterEntry {
        device_id: peer.device.clone(),
        name: peer.name(),
        platform: peer.profile.platform.clone(),
        app_version: peer.profile.app_version.clone(),
        is_self,
        status: match peer.tip_number {
            _ if peer.retired => DeviceStatus::Retired,
            Some(_) => DeviceStatus::Active,
            None => DeviceStatus::Joining,
        },
        last_seen_ms: peer.seen_ms,
        head: head.max(peer.held),
        acknowledged: peer.frontier.clone(),
        behind: if is_self { 0 } else { behind },
        awaited: if is_self || peer.retired {
            0
        } else {
            gap(head, peer.held)
        },
    }
}

/// How many seqs lie above `have`, up to `want`.
fn gap(want: Option<Seq>, have: Option<Seq>) -> u64 {
    let count = |seq: Option<Seq>| seq.map_or(0, |seq| seq.get().saturating_add(1));
    count(want).saturating_sub(count(have))
}
