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

/// What a device says of its own identity.
fn notice(device: &mut SyncSubsystem) -> Option<String> {
    let problems = device.overview().unwrap().problems;
    let notice = problems
        .into_iter()
        .find(|problem| problem.kind == ProblemKind::NewIdentity);
    notice.map(|problem| format!("{} {}", problem.message, problem.hint))
}

#[test]
fn h18_a_clone_that_sees_the_other_takes_a_new_identity_and_every_turn_is_everywhere_once() {
    let fleet = Fleet::new();
    let (mut twin, mut clone, mut other) = clones(&fleet);
    say(&mut twin, "c", "I am the twin");
    let unsent = say(&mut clone, "c", "no, I am");
    exchange(&mut [&mut twin, &mut clone, &mut other]);
    say(&mut twin, "c", "the twin goes on");
    say(&mut clone, "c", "and so do I");
    say(&mut other, "c", "from somebody else");
    exchange(&mut [&mut twin, &mut clone, &mut other]);
    converge(&mut [&mut twin, &mut clone, &mut other]);
    let mut all = said(&mut other, "c");
    all.sort();
    assert_eq!(
        all,
        [
            "I am the twin",
            "and so do I",
            "from somebody else",
            "no, I am",
            "the twin goes on"
        ]
    );
    assert_eq!(twin.device_id(), "twin");
    assert_ne!(clone.device_id(), "twin");
    let notice = notice(&mut clone).expect("the clone says nothing");
    // Enough of an id for a person to tell two of them apart.
    let new_id: String = clone.device_id().chars().take("device-12345678".len()).collect();
    assert!(
        notice.contains(&format!("{new_id} instead of twin;"))
            && notice.contains("1 change")
            && notice.contains("old id stays"),
        "{notice}"
    );
    assert!(
        !baton_tests::turn_ids(&mut other, "c").contains(&unsent),
        "it is an op of the new chain"
    );
    assert!(other.overview().unwrap().problems.is_empty(), "nothing forked");
}

/// Both have sent what contradicts the other before either saw it: each has its own copy of the folder.
fn forked(fleet: &Fleet) -> (SyncSubsystem, SyncSubsystem, [String; 2]) {
    let elsewhere = fleet.folder().join("elsewhere");
    let (mut twin, mut clone) = (fleet.device("twin"), {
        let clock = baton_tests::ticking(1_700_000_000_000);
        fleet.open("twin", &fleet.data("clone"), &elsewhere, clock).unwrap()
    });
    let ids = [say(&mut twin, "c", "I am the twin"), say(&mut clone, "c", "no, I am")];
    twin.pump().unwrap();
    clone.pump().unwrap();
    drop(clone);
    for file in baton_tests::files_below(&elsewhere) {
        let to = fleet.relay().join(file.strip_prefix(&elsewhere).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(file, to).unwrap();
    }
    let clock = baton_tests::ticking(1_700_000_100_000);
    let clone = fleet.open("twin", &fleet.data("clone"), &fleet.relay(), clock).unwrap();
    (twin, clone, ids)
}

#[test]
fn h18_a_fork_that_was_sent_is_reported_with_both_ops_loses_nothing_and_holds_nobody_else_up() {
    let fleet = Fleet::new();
    let (mut twin, mut clone, ids) = forked(&fleet);
    let mut other = fleet.device("other");
    say(&mut other, "c", "from somebody else");
    for _ in 0..2 {
        exchange(&mut [&mut twin, &mut clone, &mut other]);
    }
    assert!(twin.device_id() != "twin" && clone.device_id() != "twin");
    for device in [&mut twin, &mut clone, &mut other] {
        let said = said(device, "c");
        for text in ["I am the twin", "no, I am", "from somebody else"] {
            assert!(said.contains(&text.to_owned()), "{text} is missing: {said:?}");
        }
        let problems = device.overview().unwrap().problems;
        let fork = problems.iter().find(|problem| problem.kind == ProblemKind::SettledFork);
        let fork = fork.expect("the fork is not reported");
        assert!(ids.iter().all(|id| fork.hint.contains(id)), "{}", fork.hint);
    }
}

#[test]
fn h18_copies_of_a_device_that_never_wrote_part_as_soon_as_two_of_them_speak() {
    let fleet = Fleet::new();
    let (mut twin, mut other) = (fleet.device("twin"), fleet.device("other"));
    exchange(&mut [&mut twin, &mut other]);
    drop(twin);
    fs::create_dir(fleet.data("copy")).unwrap();
    fs::copy(fleet.data("twin").join("baton.db"), fleet.data("copy").join("baton.db")).unwrap();
    let clock = baton_tests::ticking(1_700_000_100_000);
    let mut copy = fleet.open("twin", &fleet.data("copy"), &fleet.relay(), clock).unwrap();
    let mut twin = fleet.device("twin");
    say(&mut other, "c", "hello, both of you");
    for _ in 0..2 {
        exchange(&mut [&mut other, &mut twin, &mut copy]);
    }
    let before = baton_tests::snapshot(&fleet.relay());
    exchange(&mut [&mut other, &mut twin, &mut copy]);
    assert!(
        before == baton_tests::snapshot(&fleet.relay()),
        "they never come to rest"
    );
    for device in [&mut twin, &mut copy] {
        assert_eq!(said(device, "c"), ["hello, both of you"]);
    }
}
