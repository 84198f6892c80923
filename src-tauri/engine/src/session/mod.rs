//! A round with the relay: pull what the others wrote, publish what this device wrote, say what was folded, tidy up.

mod adopt;
mod adoption;
mod carry;
mod checkpoint;
mod identity;
mod intake;
mod lock;
mod mend;
mod merge;
mod overview;
mod own_files;
mod parts;
mod pieces;
mod problem;
mod publish;
mod pull;
mod round;
mod tail;
mod tidy;
mod tips;
mod vote;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::{Path, PathBuf},
    sync::Arc,
};

pub use checkpoint::CheckpointReport;
pub use overview::{DeviceStatus, Overview, RosterEntry, stable_frontier};
pub use problem::{Problem, ProblemKind};

use publish::Signer;
use round::Round;

use crate::{
    error::SyncError,
    lease::LeaseCoordinator,
    op::{DeviceId, Frontier, Millis, Seq, WallClock},
    relay::{Files, Manifest, PartEntry, ShortHash, Stamp, TipHead},
    store::Store,
};

/// What can be tuned, and what comes from outside.
#[derive(Clone)]
pub struct Config {
    /// How far ahead a stamp of another device may be before it counts as clock skew.
    pub skew_limit: Millis,
    /// Where the id of a new chain comes from.
    pub mint: Arc<dyn Fn() -> DeviceId + Send + Sync>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            skew_limit: Millis(24 * 60 * 60 * 1000),
            mint: Arc::new(DeviceId::mint),
        }
    }
}

/// What a round did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PumpReport {
    /// Own ops put into the relay.
    pub pushed: u64,
    /// Own ops that were found there already.
    pub push_deduped: u64,
    /// Ops of others folded.
    pub folded: u64,
    /// What this device has acknowledged.
    pub acked: Frontier,
    /// Digest of the state after the round.
    pub state_hash: String,
    /// What a person may want to know.
    pub problems: Vec<Problem>,
}

/// Folder in the device's data folder where files are staged before they enter the relay.
pub const STAGING: &str = "staging";

/// File in the device's data folder that a process locks while it pumps.
const LOCK: &str = "pump.lock";

/// One device's store and its relay.
pub struct Session {
    pub(crate) store: Store,
    files: Box<dyn Files>,
    leases: Box<dyn LeaseCoordinator + Send>,
    wall: WallClock,
    config: Config,
    lock: PathBuf,
    /// Foreign files looked at, by path and stamp: which ops they hold, if any.
    foreign: HashMap<(String, Stamp), Option<(Seq, Seq)>>,
    /// Files with ops of others looked into, by path and stamp: are they good?
    proven: HashMap<(String, Stamp), bool>,
    /// Paths of hellos and doubled tips read.
    greeted: HashSet<String>,
    /// Heads of chains that somebody claims, to be compared with what is held.
    claims: Vec<(DeviceId, TipHead)>,
    /// Checkpoints that contradict what is held, by hash, each with the reason: not tried again by this session.
    refused: HashMap<ShortHash<32>, String>,
    /// The file that kept a checkpoint from being used, by the checkpoint's hash: looked at first the next time.
    awaited_parts: HashMap<ShortHash<32>, PartEntry>,
    /// What this process's tips are known by; none before the first.
    signer: Option<Signer>,
    /// Per chain, the first op that some device lacked and the relay did not offer, in the round before.
    missing: BTreeMap<DeviceId, Seq>,
    /// Did a round of this process vote already?
    has_voted: bool,
    /// Manifests read, by hash.
    manifests: HashMap<ShortHash<32>, Manifest>,
    problems: Vec<Problem>,
}

impl Session {
    /// Removes what a process that died left in `dir`, the device's data folder, on its way into the relay.
    pub fn clear_staging(dir: &Path) {
        lock::clear_staging(&dir.join(LOCK), &dir.join(STAGING));
    }

    /// A session over an open store. `dir` is the device's data folder.
    pub fn new(
        store: Store,
        files: Box<dyn Files>,
        leases: Box<dyn LeaseCoordinator + Send>,
        dir: &Path,
        wall: WallClock,
        config: Config,
    ) -> Self {
        Self {
            store,
            files,
            leases,
            has_voted: false,
            wall,
            config,
            lock: dir.join(LOCK),
            foreign: HashMap::new(),
            proven: HashMap::new(),
            greeted: HashSet::new(),
            claims: Vec::new(),
            refused: HashMap::new(),
            awaited_parts: HashMap::new(),
            signer: None,
            missing: BTreeMap::new(),
            manifests: HashMap::new(),
            problems: Vec::new(),
        }
    }

    /// The device.
    pub fn device(&self) -> &DeviceId {
        self.store.device()
    }

    /// The wall clock's reading.
    pub fn now(&self) -> u64 {
        (self.wall)()
    }

    /// Looks up under which id this device writes: another process may have had to change it.
    pub fn refresh_identity(&mut self) -> Result<(), SyncError> {
        Ok(self.store.refresh_identity()?)
    }

    /// One round. Receiving comes first, and what it folded stays even if publishing then fails.
    pub fn pump(&mut self) -> Result<PumpReport, SyncError> {
        let _lock = lock::PumpLock::wait_for(&self.lock)?;
        self.store.share_view()?;
        let report = self.round();
        let ended = self.store.end_view();
        let report = report?;
        ended?;
        Ok(report)
    }

    /// Each part looks at what is newest when it begins.
    fn round(&mut self) -> Result<PumpReport, SyncError> {
        let mut round = self.open_round()?;
        let pulled = self.pull(&mut round);
        self.store.look_anew()?;
        let voted = self.vote(&mut round);
        self.store.look_anew()?;
        let published = self.publish(&mut round);
        let folded_any = pulled.as_ref().is_ok_and(|folded| *folded > 0);
        // Known already. What is remembered of a round is of this device alone: its name, and that it speaks, which tells of a
        // fork of its own chain whether that is settled, and may count a round later.
        let summary = self.store.summary();
        let known = (!round.is_greeting()).then(|| self.lasting_problems());
        self.remember(&round, folded_any, pulled.is_ok() && published.is_ok())?;
        self.problems = round.take_problems();
        let (folded, pushed) = (pulled?, published?);
        voted?;
        let mut problems = known.unwrap_or_else(|| self.lasting_problems())?;
        problems.extend(self.problems.clone());
        Ok(PumpReport {
            pushed,
            push_deduped: round.deduped,
            folded,
            acked: round.tip.map(|tip| tip.frontier).unwrap_or_default(),
            state_hash: summary?.hash.to_string(),
            problems,
        })
    }

    /// Takes a device out of the quorum: it no longer holds up checkpoints, the removal of files, and leases. The others learn it
    /// with the next pump. It counts again as soon as it speaks again, and loses nothing it wrote.
    pub fn retire(&mut self, device: &DeviceId) -> Result<(), SyncError> {
        let refuse = |reason: &str| SyncError::Input {
            area: "device",
            action: "retire",
            reason: format!("{device} {reason}"),
        };
        if device == self.device() {
            return Err(refuse("is this device itself"));
        }
        if !self.store.peers()?.iter().any(|peer| peer.device == *device) {
            return Err(refuse("is not in the roster"));
        }
        let own = self.device().clone();
        let gone = self.leases.go_on_without(&own, device);
        gone.map_err(|source| SyncError::Lease {
            action: "go on without a device",
            source,
        })?;
        self.store
            .write("retire device", |write| Ok(write.retire(&own, device)?))
    }
}
