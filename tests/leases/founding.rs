//! Somebody founds the vote, however the devices of a new folder come to know each other; and it is one.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use baton_engine::{DeviceId, SyncSubsystem, WallClock, store::Store};
use baton_tests::{steady, voted};
use tempfile::TempDir;

/// As long as a device waits for whoever made the folder a relay.
const PATIENCE_MS: u64 = 10 * 60 * 1000;

/// Devices over one folder, with a clock that stands still until it is moved.
struct Folder {
    dir: TempDir,
    now: Arc<AtomicU64>,
    devices: Vec<SyncSubsystem>,
}

impl Folder {
    fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            now: Arc::new(AtomicU64::new(1_700_000_000_000)),
            devices: Vec::new(),
        }
    }

    fn relay(&self) -> std::path::PathBuf {
        self.dir.path().join("relay")
    }

    /// One more device, which has done nothing yet.
    fn join(&mut self, id: &str) {
        let data = self.dir.path().join(id);
        fs::create_dir_all(&data).unwrap();
        drop(Store::open(&data, DeviceId::from(id)).unwrap());
        let now = self.now.clone();
        let wall: WallClock = Arc::new(move || now.load(Ordering::Relaxed));
        let leases = voted(&data, wall.clone(), steady(wall.clone(), "boot"));
        let device = SyncSubsystem::open_with(id.to_owned(), &data, &self.relay(), leases, wall);
        self.devices.push(device.unwrap());
    }

    /// A device that makes the folder a relay, and is cut off before it could look who else is there.
    fn join_cut_off(&mut self, id: &str) {
        self.join(id);
        fs::create_dir_all(self.relay()).unwrap();
        fs::write(self.relay().join("d"), "not a directory yet").unwrap();
        self.devices.last_mut().unwrap().pump().unwrap_err();
        fs::remove_file(self.relay().join("d")).unwrap();
    }

    /// Everybody has a few rounds.
    fn rounds(&mut self) {
        for _ in 0..6 {
            self.devices.iter_mut().for_each(|device| drop(device.pump().unwrap()));
        }
    }

    fn wait(&mut self, ms: u64) {
        self.now.fetch_add(ms, Ordering::Relaxed);
        self.rounds();
    }

    /// How many vote, as each device knows it.
    fn voters(&mut self) -> Vec<usize> {
        let voters = |device: &mut SyncSubsystem| device.voters().unwrap().unwrap().members.len();
        self.devices.iter_mut().map(voters).collect()
    }
}

#[test]
fn whoever_made_the_folder_a_relay_founds_it_even_if_another_device_was_there_before_its_first_look() {
    let mut folder = Folder::new();
    folder.join_cut_off("maker");
    folder.join("a-viewer");
    folder.devices[1].set_executor(false).unwrap();
    folder.devices[1].pump().unwrap();
    folder.rounds();
    assert_eq!(folder.voters(), [1, 1]);
    folder.devices[0].lease_acquire("planner", 1_000).unwrap();
}

#[test]
fn whoever_made_the_folder_a_relay_does_not_found_a_vote_beside_one_that_is_there() {
    let mut folder = Folder::new();
    folder.join_cut_off("maker");
    folder.join("other");
    folder.devices[1].pump().unwrap();
    let maker = folder.devices.remove(0);
    folder.wait(PATIENCE_MS);
    assert_eq!(folder.voters(), [1], "the other waited long enough");
    folder.devices.insert(0, maker);
    folder.devices[0].pump().unwrap();
    assert_eq!(
        folder.devices[0].voters().unwrap().unwrap().members,
        [DeviceId::from("other")]
    );
    folder.rounds();
    assert_eq!(folder.voters(), [2, 2]);
}

#[test]
fn if_whoever_made_the_folder_a_relay_never_comes_the_first_of_the_others_founds_it_in_the_end() {
    let mut folder = Folder::new();
    folder.join_cut_off("maker");
    folder.devices.clear();
    ["b", "a", "c"].into_iter().for_each(|id| folder.join(id));
    folder.rounds();
    assert_eq!(folder.voters(), [0, 0, 0], "whoever made it may still come");
    folder.wait(PATIENCE_MS - 1);
    assert_eq!(folder.voters(), [0, 0, 0], "whoever made it may still come");
    folder.wait(1);
    assert_eq!(folder.voters(), [3, 3, 3]);
}

#[test]
fn a_device_that_nobody_heard_yet_keeps_everybody_from_founding() {
    let mut folder = Folder::new();
    folder.join_cut_off("maker");
    folder.join("other");
    folder.devices[1].pump().unwrap();
    let strange = folder.relay().join("d/abcdefghabcdefgh");
    fs::create_dir_all(&strange).unwrap();
    folder.wait(PATIENCE_MS);
    assert_eq!(folder.voters(), [0, 0]);
    fs::remove_dir(strange).unwrap();
    folder.rounds();
    assert_eq!(folder.voters(), [2, 2]);
}
