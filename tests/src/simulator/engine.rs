use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use baton_engine::{DeviceId, SteadyClock, WallClock, Words};

use super::{Image, SharedView};

/// Where a device lives: everything around an engine.
#[derive(Clone)]
pub struct Place {
    /// What it is called, and its id when it is new.
    pub name: String,
    /// Its own data.
    pub data: PathBuf,
    /// Its view of the relay folder.
    pub view: SharedView,
    /// Its clock.
    pub wall: WallClock,
    /// Its clock that nobody sets.
    pub steady: SteadyClock,
    /// Where the words of leases come from.
    pub words: Words,
    /// Where the id of a new chain comes from.
    pub mint: Mint,
}

/// Gives out ids that nobody has.
pub type Mint = Arc<dyn Fn() -> DeviceId + Send + Sync>;

/// What a device records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A turn of a conversation, told by its text from every other.
    Turn(String),
    /// A register that the last writer sets.
    Setting(u64),
    /// A fact that the first writer sets.
    Fact(u64),
    /// A step of a run: agent, run, epoch, status.
    Run(u64, u64, &'static str),
}

/// What a device does about a lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaseAct {
    /// Asks for it, for so many milliseconds.
    Acquire(u64),
    /// Extends it, for so many milliseconds.
    Renew(u64),
    /// Gives it back.
    Release,
    /// Frees it, by a person's decision.
    TakeOver,
    /// Keeps it, or keeps asking for it, so many milliseconds at a time.
    Want(u64),
    /// Goes away in good order, or is back.
    Away(bool),
}

/// A lease as it was granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The id of the device.
    pub holder: String,
    /// The epoch.
    pub epoch: u64,
}

/// What a device says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Its id.
    pub id: String,
    /// Digest of its state.
    pub state: String,
    /// Per device, the last seq and op id it holds.
    pub heads: BTreeMap<String, (u64, String)>,
    /// Ops announced and not here.
    pub awaited: u64,
    /// Own ops not in the relay.
    pub unpublished: u64,
    /// Own ops somebody has not acknowledged.
    pub unacknowledged: u64,
    /// The other devices that count.
    pub peers: BTreeSet<String>,
    /// Problems a person would see.
    pub problems: Vec<String>,
}

/// A sync engine in one process of one device. Errors are for people.
pub trait Engine {
    /// What it says of itself.
    fn facts(&mut self) -> Result<Facts, String>;
    /// Every turn held, in order.
    fn turns(&mut self) -> Result<Vec<String>, String>;
    /// Records something; once this returns, it is confirmed.
    fn record(&mut self, record: &Record) -> Result<(), String>;
    /// One round with the relay, and what it did, in words.
    fn pump(&mut self) -> Result<String, String>;
    /// Publishes a checkpoint.
    fn checkpoint(&mut self) -> Result<String, String>;
    /// Anchors itself on the latest checkpoint.
    fn rebase(&mut self) -> Result<String, String>;
    /// What is left of its data when it dies; `remains` is what the files held at that moment.
    fn left_behind(&self, remains: Image) -> Image {
        remains
    }
    /// Does something about the lease of the one agent there is; answers what it was granted, if it was.
    fn lease(&mut self, act: LeaseAct) -> Result<Option<Grant>, String>;
    /// The epoch at which it may act for the agent right now.
    fn may_act(&mut self) -> Result<Option<u64>, String>;
    /// Takes a device out of the quorum.
    fn retire(&mut self, device: &str) -> Result<(), String>;
}
