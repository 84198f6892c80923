//! What the tests of several devices share: the real programs, devices that are nothing but a folder and the `baton`
//! command, and waiting for something to become true.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, an unmet expectation is the failure"
)]

mod agents;
mod counting;
pub mod decoding;
#[cfg(target_os = "linux")]
pub mod desktop;
mod device;
mod drive;
mod fleet;
mod leases;
mod node;
mod programs;
mod random;
pub mod simulator;
mod syncthing;
mod vendors;
mod wait;
mod watch;

pub use agents::Agents;
pub use counting::{Counted, CountingFiles, Lying};
pub use device::{Device, Pair, Run};
pub use drive::Drive;
pub use fleet::{
    Fleet, STARTED_MS, converge, exchange, field, files_below, files_ending, said, say, say_at_length, snapshot,
    ticking, turn_ids,
};
pub use leases::{steady, voted};
pub use node::{Fault, FaultyFiles, Node};
pub use programs::program;
pub use random::Random;
pub use syncthing::Syncthing;
pub use vendors::{LITTER, conflicted_names};
pub use wait::{DEADLINE, eventually};
pub use watch::Watch;
