//! Devices over one folder, with clocks that the scene owns.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use baton_engine::{
    DeviceProfile, SteadyTime, SyncError, SyncSubsystem, VotedLeaseCoordinator, WallClock, Word,
    store::{FILE_NAME, Store},
};
use serde_json::Value;
use tempfile::TempDir;

/// When the answers are asked for: 2026-11-18.
pub(super) const NOW_MS: u64 = 1_795_000_000_000;

pub(super) const SECOND_MS: u64 = 1_000;
pub(super) const MINUTE_MS: u64 = 60_000;
pub(super) const HOUR_MS: u64 = 60 * MINUTE_MS;
pub(super) const DAY_MS: u64 = 24 * HOUR_MS;

/// A device that takes part.
pub(super) struct Part {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) platform: &'static str,
}

pub(super) const STUDIO: Part = Part {
    id: "device-5c2f6f0e-2b1d-4a54-9a39-6b1f0a7d1c11",
    name: "Studio desktop",
    platform: "linux",
};
pub(super) const LAPTOP: Part = Part {
    id: "device-a91b7c44-77f0-4c1e-8f0b-3d5e2c9a0b22",
    name: "MacBook",
    platform: "macos",
};
pub(super) const CABIN: Part = Part {
    id: "device-0e7d9a3b-1c58-4f6e-b2aa-94d1f7c6e533",
    name: "Cabin mini PC",
    platform: "linux",
};
pub(super) const THINKPAD: Part = Part {
    id: "device-f3c8d2e1-9b47-4d0a-a6c5-58e0b1a2d944",
    name: "Old ThinkPad",
    platform: "windows",
};

/// A home folder, and what time it is for everybody.
pub(super) struct Scene {
    home: TempDir,
    clock: Arc<AtomicU64>,
}

impl Scene {
    pub(super) fn new() -> Self {
        let scene = Self {
            home: tempfile::tempdir().unwrap(),
            clock: Arc::new(AtomicU64::new(NOW_MS)),
        };
        fs::create_dir_all(scene.relay()).unwrap();
        scene
    }

    /// From now on it is so long before the answers are asked for.
    pub(super) fn ago(&self, ms: u64) {
        self.clock.store(NOW_MS - ms, Ordering::Relaxed);
    }

    /// From now on it is so long after the answers are asked for.
    pub(super) fn later(&self, ms: u64) {
        self.clock.store(NOW_MS + ms, Ordering::Relaxed);
    }

    pub(super) fn home(&self) -> &Path {
        self.home.path()
    }

    pub(super) fn relay(&self) -> PathBuf {
        self.home().join("Nextcloud/Baton")
    }

    /// Where the app keeps its device's data.
    pub(super) fn root(&self) -> PathBuf {
        self.home().join(".local/share/baton")
    }

    pub(super) fn wall(&self) -> WallClock {
        let clock = Arc::clone(&self.clock);
        Arc::new(move || clock.load(Ordering::Relaxed))
    }

    /// A device that votes: the app's own, or one whose data is elsewhere.
    pub(super) fn device(&self, part: &Part) -> SyncSubsystem {
        let elsewhere = self.home().join("elsewhere");
        let root = if part.id == STUDIO.id { self.root() } else { elsewhere };
        self.device_over(part, &root, &self.relay())
    }

    /// The same, with its data and its relay in these folders.
    pub(super) fn device_over(&self, part: &Part, root: &Path, relay: &Path) -> SyncSubsystem {
        let mut engine = open(part.id, root, relay, self.wall()).unwrap();
        let profile = DeviceProfile {
            name: part.name.to_owned(),
            platform: part.platform.to_owned(),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        engine.set_device_profile(&profile).unwrap();
        engine
    }

    /// An answer with this home folder called like a person's.
    pub(super) fn at_home(&self, answer: &Value) -> Value {
        let text = answer.to_string().replace(&*self.home().to_string_lossy(), "/home/ada");
        serde_json::from_str(&text).unwrap()
    }
}

/// Opens a device as the app does, with a clock and with words that are the same each time.
pub(super) fn open(id: &str, root: &Path, relay: &Path, wall: WallClock) -> Result<SyncSubsystem, SyncError> {
    let data = root.join(id);
    drop(Store::open(&data, id.into())?);
    let steady_wall = Arc::clone(&wall);
    let steady = Arc::new(move || SteadyTime {
        boot: "one".to_owned(),
        ms: steady_wall(),
    });
    let words = AtomicU64::new(1);
    let words = Arc::new(move || Word(words.fetch_add(1, Ordering::Relaxed)));
    let leases = VotedLeaseCoordinator::open(&data.join(FILE_NAME), Arc::clone(&wall), steady, words).unwrap();
    SyncSubsystem::open_with(id.to_owned(), &data, relay, Box::new(leases), wall)
}

/// Everybody has a round, until nobody has news.
pub(super) fn settle(devices: &mut [&mut SyncSubsystem]) {
    for _ in 0..4 {
        for device in &mut *devices {
            device.pump().unwrap();
        }
    }
}
