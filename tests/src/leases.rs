//! Leases of devices whose clocks a test owns.

use std::{path::Path, sync::Arc};

use baton_engine::{
    LeaseCoordinator, SteadyClock, SteadyTime, VotedLeaseCoordinator, WallClock, random_words, store::FILE_NAME,
};

/// The votes in the store that lies in `data`.
#[track_caller]
pub fn voted(data: &Path, wall: WallClock, steady: SteadyClock) -> Box<dyn LeaseCoordinator + Send> {
    Box::new(VotedLeaseCoordinator::open(&data.join(FILE_NAME), wall, steady, random_words()).unwrap())
}

/// A clock that counts since `boot`, in milliseconds that `ms` reads.
pub fn steady(ms: WallClock, boot: &str) -> SteadyClock {
    let boot = boot.to_owned();
    Arc::new(move || SteadyTime {
        boot: boot.clone(),
        ms: ms(),
    })
}
