use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::SystemTime,
};

use baton_engine::{InMemoryLeaseCoordinator, Scope, SyncError, SyncSubsystem, WallClock};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Devices over one relay folder and one lease register, all of it gone when this is dropped. Their clock is one
/// millisecond later at every look.
pub struct Fleet {
    dir: TempDir,
    leases: InMemoryLeaseCoordinator,
    clock: WallClock,
}

/// Where a fleet's clock starts, in milliseconds since 1970.
pub const STARTED_MS: u64 = 1_700_000_000_000;

impl Fleet {
    /// A folder in which nothing happened yet.
    #[expect(clippy::new_without_default, reason = "it creates folders")]
    pub fn new() -> Self {
        let clock = ticking(STARTED_MS);
        let leases = InMemoryLeaseCoordinator::new(clock.clone());
        Self {
            dir: tempfile::tempdir().unwrap(),
            leases,
            clock,
        }
    }

    /// The folder that holds everything.
    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    /// The folder the devices share.
    pub fn relay(&self) -> PathBuf {
        self.folder().join("relay")
    }

    /// One device's own data.
    pub fn data(&self, device: &str) -> PathBuf {
        self.folder().join(device)
    }

    /// Opens a device.
    #[track_caller]
    pub fn device(&self, name: &str) -> SyncSubsystem {
        self.open(name, &self.data(name), &self.relay(), self.clock.clone())
            .unwrap()
    }

    /// Opens a device whose clock is its own.
    #[track_caller]
    pub fn device_with_clock(&self, name: &str, clock: WallClock) -> SyncSubsystem {
        self.open(name, &self.data(name), &self.relay(), clock).unwrap()
    }

    /// Opens a device on another relay folder.
    #[track_caller]
    pub fn device_on(&self, name: &str, relay: &Path) -> SyncSubsystem {
        self.open(name, &self.data(name), relay, self.clock.clone()).unwrap()
    }

    /// Tries to open a device with everything given.
    pub fn open(&self, name: &str, data: &Path, relay: &Path, clock: WallClock) -> Result<SyncSubsystem, SyncError> {
        SyncSubsystem::open_with(name.to_owned(), data, relay, Box::new(self.leases.clone()), clock)
    }
}

/// A clock that starts at `start` and is one millisecond later at every look.
pub fn ticking(start: u64) -> WallClock {
    let now = AtomicU64::new(start);
    Arc::new(move || now.fetch_add(1, Ordering::Relaxed))
}

/// Records a user's turn, and answers its op's id.
#[track_caller]
pub fn say(device: &mut SyncSubsystem, conversation: &str, text: &str) -> String {
    let receipt = device
        .record_turn(Scope::Personal, conversation, "user", text, vec![], None, 7)
        .unwrap();
    receipt["op_id"].as_str().unwrap().to_owned()
}

/// Records a turn that is too large to ride in a tip, so that it gets a segment.
#[track_caller]
pub fn say_at_length(device: &mut SyncSubsystem, conversation: &str, text: &str) {
    let calls = vec![json!({"name": "note", "arguments": {"text": "at length ".repeat(400)}})];
    device
        .record_turn(Scope::Personal, conversation, "assistant", text, calls, None, 7)
        .unwrap();
}

/// What was said in a conversation, turn by turn.
#[track_caller]
pub fn said(device: &mut SyncSubsystem, conversation: &str) -> Vec<String> {
    column(device, conversation, "content")
}

/// The op ids of a conversation's turns, in order.
#[track_caller]
pub fn turn_ids(device: &mut SyncSubsystem, conversation: &str) -> Vec<String> {
    column(device, conversation, "op_id")
}

#[track_caller]
fn column(device: &mut SyncSubsystem, conversation: &str, field: &str) -> Vec<String> {
    let turns = device.transcript(conversation).unwrap();
    let text = |turn: &Value| turn[field].as_str().unwrap().to_owned();
    turns.as_array().unwrap().iter().map(text).collect()
}

/// One field of the status.
#[track_caller]
pub fn field(device: &mut SyncSubsystem, name: &str) -> Value {
    device.status().unwrap()[name].clone()
}

/// Pumps until everything is everywhere and everybody has said so, and checks that all hold the same state.
#[track_caller]
pub fn converge(devices: &mut [&mut SyncSubsystem]) {
    exchange(devices);
    let states: Vec<_> = devices.iter_mut().map(|device| field(device, "state_hash")).collect();
    assert!(
        states.windows(2).all(|pair| pair[0] == pair[1]),
        "the devices differ: {states:?}"
    );
}

/// Pumps so often that everything that can be everywhere is.
#[track_caller]
pub fn exchange(devices: &mut [&mut SyncSubsystem]) {
    for _ in 0..3 {
        for device in devices.iter_mut() {
            device.pump().unwrap();
        }
    }
}

/// Every file below a folder: its bytes and when it was changed.
#[track_caller]
pub fn snapshot(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let files = files_below(folder);
    let look = |path: PathBuf| {
        let changed = fs::metadata(&path).unwrap().modified().unwrap();
        let bytes = fs::read(&path).unwrap();
        (path, (bytes, changed))
    };
    files.into_iter().map(look).collect()
}

/// Every file below a folder; none if there is no such folder.
#[track_caller]
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The files below a folder whose names end like this.
#[track_caller]
pub fn files_ending(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut files = files_below(folder);
    files.retain(|path| path.to_string_lossy().ends_with(end));
    files
}
