//! The systems under measurement, each through its own public API, behind one trait.

#[cfg(feature = "rivals")]
mod automerge;
mod baton;
#[cfg(feature = "rivals")]
mod car_sync;
#[cfg(feature = "rivals")]
mod loro;
#[cfg(feature = "rivals")]
mod update_log;
#[cfg(feature = "rivals")]
mod yrs;

use std::{
    fmt,
    path::{Path, PathBuf},
};

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::turns::Turn;

/// A system under measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum System {
    /// This project.
    Baton,
    /// The reference engine, with its relay in a folder.
    CarSync,
    /// The CRDT library of that name.
    Loro,
    /// The CRDT library of that name.
    Automerge,
    /// The CRDT library of that name, the Rust port of Yjs.
    Yrs,
}

/// One device of a system, with its data and the folder it shares open.
pub trait Device {
    /// Records turns in one go; they are on stable storage when this returns.
    fn append(&mut self, turns: &[Turn]) -> Result<()>;
    /// One round with the folder: sends what is new, takes over what the others sent, says so where the system does.
    /// What it took over is on stable storage when this returns, and so is the content of what it sent.
    fn pump(&mut self) -> Result<()>;
    /// The first round of a device that is new to the folder.
    fn join(&mut self) -> Result<()> {
        self.pump()
    }
    /// What the newest turns of a conversation say, oldest first.
    fn newest(&mut self, conversation: &str, limit: usize) -> Result<Vec<String>>;
    /// Reads every turn of a conversation; answers how many those are.
    fn transcript(&mut self, conversation: &str) -> Result<usize>;

    /// Makes new turns searchable.
    fn index(&mut self) -> Result<()> {
        Err(Cannot("has no search").into())
    }
    /// The first page of turns with a word; answers how many it holds.
    fn search(&mut self, _word: &str) -> Result<usize> {
        Err(Cannot("has no search").into())
    }
    /// Everything at a glance: device, digest, frontiers, roster.
    fn status(&mut self) -> Result<()> {
        Err(Cannot("keeps no roster, acknowledgements or digest").into())
    }
    /// Asks for the right to run the agent; answers whether it has it. The rounds between are up to the caller.
    fn acquire(&mut self) -> Result<bool> {
        Err(Cannot("has no leases").into())
    }
    /// Checks the fence of a run that may be dispatched.
    fn fence(&mut self) -> Result<()> {
        Err(Cannot("has no leases").into())
    }
    /// Publishes a checkpoint.
    fn checkpoint(&mut self) -> Result<()> {
        Err(Cannot("has no checkpoints that others start from").into())
    }
    /// Anchors this device on the latest checkpoint.
    fn rebase(&mut self) -> Result<()> {
        Err(Cannot("has no checkpoints that others start from").into())
    }
}

/// Why a system has no figure where others have one: it does not do that at all.
#[derive(Debug, Clone, Copy)]
pub struct Cannot(pub &'static str);

impl fmt::Display for Cannot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Cannot {}

/// A folder with some devices and what they share.
#[derive(Debug, Clone)]
pub struct Place(pub PathBuf);

impl Place {
    /// A device's own data.
    pub fn data(&self, device: &str) -> PathBuf {
        self.0.join(device)
    }

    /// The folder that the devices share.
    pub fn relay(&self) -> PathBuf {
        self.0.join("relay")
    }

    /// A place inside this one.
    pub fn within(&self, name: &str) -> Self {
        Self(self.0.join(name))
    }
}

impl System {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Baton, Self::CarSync, Self::Loro, Self::Automerge, Self::Yrs];

    /// Those that this program was built with.
    pub fn built() -> &'static [Self] {
        if cfg!(feature = "rivals") {
            &Self::ALL
        } else {
            &Self::ALL[..1]
        }
    }

    /// Opens a device, new or not.
    pub fn open(self, data: &Path, relay: &Path) -> Result<Box<dyn Device>> {
        match self {
            Self::Baton => baton::open(data, relay),
            #[cfg(feature = "rivals")]
            Self::CarSync => car_sync::open(data, relay),
            #[cfg(feature = "rivals")]
            Self::Loro => update_log::Logged::<loro::Loro>::open(data, relay),
            #[cfg(feature = "rivals")]
            Self::Automerge => update_log::Logged::<automerge::Automerge>::open(data, relay),
            #[cfg(feature = "rivals")]
            Self::Yrs => update_log::Logged::<yrs::Yrs>::open(data, relay),
            #[cfg(not(feature = "rivals"))]
            rival => anyhow::bail!("this program was built without {rival}"),
        }
    }

    /// Does it take part at every size, however long that takes?
    pub fn is_ours(self) -> bool {
        self == Self::Baton
    }
}

impl fmt::Display for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Baton => "Baton",
            Self::CarSync => "car-sync",
            Self::Loro => "loro",
            Self::Automerge => "automerge",
            Self::Yrs => "yrs",
        })
    }
}
