use std::{
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use super::*;
use crate::input::Input;

const LONG: Duration = Duration::from_secs(20);

fn watches(dir: &Path) -> (Watches, Receiver<Input>) {
    let (sender, inputs) = channel();
    let hints = Arc::new(Hints::new(sender));
    std::fs::create_dir_all(dir.join("device")).unwrap();
    (Watches::new(&dir.join("relay"), &dir.join("device"), hints), inputs)
}

/// Waits for a hint, answers whether it was about the relay.
fn hinted_relay(watches: &Watches, inputs: &Receiver<Input>) -> bool {
    assert!(matches!(inputs.recv_timeout(LONG), Ok(Input::Hinted)), "no hint came");
    let local = watches.hints.take_local();
    watches.hints.take_relay() && !local
}

#[test]
fn a_file_in_a_new_subfolder_of_the_relay_is_a_hint() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("relay")).unwrap();
    let (mut watches, inputs) = watches(dir.path());
    assert!(watches.tend().all_well);
    std::fs::create_dir_all(dir.path().join("relay/d/x")).unwrap();
    assert!(hinted_relay(&watches, &inputs));
    // The new folder is watched a moment after it appeared: keep writing until that is so.
    let wrote = (0..200).any(|i| {
        std::fs::write(dir.path().join(format!("relay/d/x/{i}")), "x").unwrap();
        inputs.recv_timeout(Duration::from_millis(50)).is_ok()
    });
    assert!(wrote);
}

#[test]
fn only_the_database_counts_in_the_devices_own_data() {
    let dir = tempfile::tempdir().unwrap();
    let (mut watches, inputs) = watches(dir.path());
    watches.tend();
    std::fs::write(dir.path().join("device/pump.lock"), "").unwrap();
    std::fs::write(dir.path().join("device/baton.db-shm"), "").unwrap();
    std::fs::write(dir.path().join("device/baton.db-wal"), "x").unwrap();
    assert!(!hinted_relay(&watches, &inputs));
}

#[test]
fn reading_is_no_change() {
    let read = Event::new(EventKind::Access(AccessKind::Open(AccessMode::Any)));
    let wrote = Event::new(EventKind::Access(AccessKind::Close(AccessMode::Write)));
    assert!(!is_change(&Ok(read)));
    assert!(is_change(&Ok(wrote)));
    assert!(is_change(&Err(notify::Error::generic("lost"))));
}

#[test]
fn a_relay_folder_that_vanished_and_came_back_is_watched_again() {
    let dir = tempfile::tempdir().unwrap();
    let relay = dir.path().join("relay");
    let (mut watches, inputs) = watches(dir.path());
    assert!(!watches.tend().all_well);
    std::fs::create_dir(&relay).unwrap();
    let mut tend = || {
        let tended = watches.tend();
        (tended.relay_is_new, tended.all_well)
    };
    assert_eq!(tend(), (true, true));
    assert_eq!(tend(), (false, true));
    std::fs::rename(&relay, dir.path().join("elsewhere")).unwrap();
    assert_eq!(tend(), (false, false));
    std::fs::create_dir(&relay).unwrap();
    assert!(watches.tend().relay_is_new);
    while inputs.try_recv().is_ok() {}
    watches.hints.take_relay();
    std::fs::write(relay.join("news"), "x").unwrap();
    assert!(hinted_relay(&watches, &inputs));
}
