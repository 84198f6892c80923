//! Devices over one folder, with clocks that the scene owns.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use baton_engine::{
    DeviceProfile, SteadyTime, SyncSubsystem, VotedLeaseCoordinator, WallClock, Word, store::FILE_NAME, store::Store,
};
use tempfile::TempDir;

/// When the answers are asked for: 2026-11-18.
pub(super) const NOW_MS: u64 = 1_795_000_000_000;

pub(super) const MINUTE_MS: u64 = 60_000;
pub(super) const HOUR_MS: u64 = 60 * MINUTE_MS;
pub(super) const DAY_MS: u64 = 24 * HOUR_MS;

/// Who takes part: id, name, platform.
pub(super) struct Person(
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
);

pub(super) const STUDIO: Person = Person("device-5c2f6f0e-2b1d-4a54-9a39-6b1f0a7d1c11", "Studio desktop", "linux");
pub(super) const LAPTOP: Person = Person("device-a91b7c44-77f0-4c1e-8f0b-3d5e2c9a0b22", "MacBook", "macos");
pub(super) const CABIN: Person = Person("device-0e7d9a3b-1c58-4f6e-b2aa-94d1f7c6e533", "Cabin mini PC", "linux");

/// A folder, and what time it is for everybody.
pub(super) struct Scene {
    folder: TempDir,
    clock: Arc<AtomicU64>,
}

impl Scene {
    pub(super) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            clock: Arc::new(AtomicU64::new(NOW_MS)),
        }
    }

    /// From now on it is so long before the answers are asked for.
    pub(super) fn ago(&self, ms: u64) {
        self.clock.store(NOW_MS - ms, Ordering::Relaxed);
    }

    pub(super) fn relay(&self) -> PathBuf {
        self.folder.path().join("relay")
    }

    pub(super) fn wall(&self) -> WallClock {
        let clock = Arc::clone(&self.clock);
        Arc::new(move || clock.load(Ordering::Relaxed))
    }

    /// A device that votes, and that has not been here before.
    pub(super) fn device(&self, Person(id, name, platform): &Person) -> SyncSubsystem {
        let data = self.folder.path().join(id);
        let mut engine = self.open(id, &data);
        let profile = DeviceProfile {
            name: (*name).to_owned(),
            platform: (*platform).to_owned(),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        engine.set_device_profile(&profile).unwrap();
        engine
    }

    fn open(&self, id: &str, data: &Path) -> SyncSubsystem {
        drop(Store::open(data, id.into()).unwrap());
        let (wall, words) = (self.wall(), AtomicU64::new(1));
        let steady = {
            let wall = self.wall();
            Arc::new(move || SteadyTime {
                boot: "one".to_owned(),
                ms: wall(),
            })
        };
        let words = Arc::new(move || Word(words.fetch_add(1, Ordering::Relaxed)));
        let leases = VotedLeaseCoordinator::open(&data.join(FILE_NAME), wall.clone(), steady, words).unwrap();
        SyncSubsystem::open_with(id.to_owned(), data, &self.relay(), Box::new(leases), wall).unwrap()
    }
}

/// Everybody has a round, until nobody has news.
pub(super) fn settle(devices: &mut [&mut SyncSubsystem]) {
    for _ in 0..4 {
        for device in &mut *devices {
            device.pump().unwrap();
        }
    }
}
