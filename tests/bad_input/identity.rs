//! Who a device is, and two who claim to be the same.

use std::{fs, thread};

use baton_engine::{ErrorKind, ProblemKind, SyncSubsystem};
use baton_tests::{Fleet, Random, converge, exchange, field, said, say};
use tempfile::tempdir;

#[test]
fn an_empty_device_id_file_gets_a_fresh_id_that_stays() {
    let root = tempdir().unwrap();
    fs::write(root.path().join("device-id"), " \n").unwrap();
    let id = SyncSubsystem::open(root.path()).unwrap().device_id().to_owned();
    assert!(id.starts_with("device-") && id.len() == "device-".len() + 36, "{id}");
    assert_eq!(SyncSubsystem::open(root.path()).unwrap().device_id(), id);
}

#[test]
fn a_device_id_file_full_of_garbage_is_refused_by_name_and_nothing_recorded_is_lost() {
    let root = tempdir().unwrap();
    let mut device = SyncSubsystem::open(root.path()).unwrap();
    say(&mut device, "c", "safe");
    drop(device);
    let file = root.path().join("device-id");
    let sound = fs::read(&file).unwrap();
    for garbage in [
        &b"\xff\xfe\x00\x01"[..],
        b"../../etc",
        b"two\nlines",
        b"a/b",
        &[b'x'; 5000],
        b".hidden",
    ] {
        fs::write(&file, garbage).unwrap();
        let error = SyncSubsystem::open(root.path())
            .err()
            .expect("garbage was taken for an id");
        assert_eq!(error.kind(), ErrorKind::DeviceId);
        assert!(error.to_string().contains("device-id"), "{error}");
        assert_eq!(fs::read(&file).unwrap(), garbage, "it was changed");
    }
    fs::write(&file, sound).unwrap();
    assert_eq!(said(&mut SyncSubsystem::open(root.path()).unwrap(), "c"), ["safe"]);
}

#[test]
fn two_processes_on_one_store_that_record_and_pump_at_once_make_one_chain() {
    let fleet = Fleet::new();
    let mut other = fleet.device("other");
    let work = |seed: u64| {
        let mut device = fleet.device("a");
        let mut random = Random::new(seed);
        for n in 0..40 {
            say(&mut device, "c", &format!("{seed}: {n}"));
            match random.below(6) {
                0..=2 => drop(device.pump().unwrap()),
                3 => drop((device.checkpoint().unwrap(), device.rebase().unwrap())),
                _ => {}
            }
        }
    };
    thread::scope(|scope| {
        for seed in 0..3 {
            scope.spawn(move || work(seed));
        }
        for n in 0..20 {
            say(&mut other, "c", &format!("other: {n}"));
            other.pump().unwrap();
        }
    });
    let mut a = fleet.device("a");
    converge(&mut [&mut a, &mut other]);
    assert_eq!(said(&mut other, "c").len(), 3 * 40 + 20);
    assert_eq!(field(&mut other, "journal_frontier")["a"], 3 * 40 - 1);
    assert!(
        other.overview().unwrap().problems.is_empty(),
        "{:?}",
        other.overview().unwrap().problems
    );
}

/// Two stores under one id, as after a disk was cloned before anything was written; a third device watches.
fn clones(fleet: &Fleet) -> (SyncSubsystem, SyncSubsystem, SyncSubsystem) {
    let clone = fleet.open(
        "twin",
        &fleet.data("clone"),
        &fleet.relay(),
        baton_tests::ticking(1_700_000_000_000),
    );
    (fleet.device("twin"), clone.unwrap(), fleet.device("other"))
}

#[test]
fn a_fork_of_two_stores_with_one_id_is_reported_with_both_ops_and_holds_nobody_else_up() {
    let fleet = Fleet::new();
    let (mut twin, mut clone, mut other) = clones(&fleet);
    let ids = [say(&mut twin, "c", "I am the twin"), say(&mut clone, "c", "no, I am")];
    exchange(&mut [&mut twin, &mut clone, &mut other]);
    say(&mut other, "c", "from somebody else");
    say(&mut twin, "c", "the twin goes on");
    exchange(&mut [&mut twin, &mut clone, &mut other]);
    for device in [&mut twin, &mut clone, &mut other] {
        assert!(
            said(device, "c").contains(&"from somebody else".to_owned()),
            "others are held up"
        );
    }
    let fork = |device: &mut SyncSubsystem| {
        let problems = device.overview().unwrap().problems;
        problems.into_iter().find(|problem| problem.kind == ProblemKind::Fork)
    };
    let told = fork(&mut other).expect("the fork is not reported to the watcher");
    assert!(ids.iter().all(|id| told.message.contains(id)), "{}", told.message);
    let told = fork(&mut clone).or_else(|| fork(&mut twin));
    assert!(told.is_some(), "neither twin is told");
    assert!(
        said(&mut twin, "c").contains(&"I am the twin".to_owned()),
        "what was recorded is still there"
    );
    assert!(
        said(&mut clone, "c").contains(&"no, I am".to_owned()),
        "what was recorded is still there"
    );
}
