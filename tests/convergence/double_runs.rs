//! A run that took effect twice is found, by everybody, in whatever order they hear of it.

use std::fs;

use baton_engine::{DoubleRun, Epoch, Intent, IntentStatus, ProblemKind, Scope, SyncSubsystem};
use baton_tests::{Fleet, converge, exchange, say};

#[track_caller]
fn commit(device: &mut SyncSubsystem, run: &str, epoch: u64) {
    let intent = Intent::new("planner", run, epoch, IntentStatus::Committed);
    let recorded = device.record_intent(Scope::Personal, &intent).unwrap();
    assert_eq!(recorded["recorded"], true);
}

/// Who committed twice, as device and epoch, sorted.
#[track_caller]
fn twice(device: &mut SyncSubsystem) -> Vec<[(String, u64); 2]> {
    let pair = |run: DoubleRun| {
        assert_eq!(run.agent_id, "planner");
        let mut pair = [run.one, run.other].map(|at| (at.device_id.to_string(), at.epoch.get()));
        pair.sort();
        pair
    };
    let mut pairs: Vec<_> = device.double_runs().unwrap().into_iter().map(pair).collect();
    pairs.sort();
    pairs
}

fn at(device: &str, epoch: u64) -> (String, u64) {
    (device.to_owned(), epoch)
}

/// What a person is told of it.
fn told(device: &mut SyncSubsystem) -> Vec<String> {
    let problems = device.overview().unwrap().problems.into_iter();
    let double = problems.filter(|problem| problem.kind == ProblemKind::DoubleRun);
    double.map(|problem| problem.message).collect()
}

#[test]
fn a_run_committed_on_two_devices_under_different_epochs_is_found_on_both() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    commit(&mut a, "r", 1);
    commit(&mut b, "r", 2);
    assert!(twice(&mut a).is_empty() && told(&mut a).is_empty());
    converge(&mut [&mut a, &mut b]);
    for device in [&mut a, &mut b] {
        assert_eq!(twice(device), [[at("a", 1), at("b", 2)]]);
        let told = told(device);
        assert!(
            told.len() == 1 && told[0].contains("Run r of planner took effect twice"),
            "{told:?}"
        );
        assert_eq!(device.status().unwrap()["double_runs"][0]["run_id"], "r");
    }
    assert_eq!(a.double_runs().unwrap(), b.double_runs().unwrap());
}

#[test]
fn an_epoch_that_two_devices_used_is_found_too() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    commit(&mut a, "r", 1);
    commit(&mut b, "r", 1);
    converge(&mut [&mut a, &mut b]);
    assert_eq!(twice(&mut a), [[at("a", 1), at("b", 1)]]);
    assert_eq!(twice(&mut b), [[at("a", 1), at("b", 1)]]);
}

#[test]
fn a_device_that_repeats_itself_and_runs_of_their_own_are_no_double_runs() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    for run in ["r", "r", "s"] {
        commit(&mut a, run, 1);
    }
    commit(&mut b, "t", 1);
    converge(&mut [&mut a, &mut b]);
    for device in [&mut a, &mut b] {
        assert!(twice(device).is_empty() && told(device).is_empty());
    }
}

#[test]
fn whatever_arrives_first_everybody_finds_the_same() {
    let fleet = Fleet::new();
    let mut devices = ["a", "b", "c", "d"].map(|name| fleet.device(name));
    // Repetitions and many epochs, so that what counts changes again and again while it arrives.
    for (device, epochs) in devices.iter_mut().zip([&[3, 3][..], &[1, 1, 4], &[3], &[]]) {
        epochs.iter().for_each(|epoch| commit(device, "r", *epoch));
    }
    for device in [2, 0, 3, 1, 3] {
        devices[device].pump().unwrap();
    }
    let [a, b, c, d] = &mut devices;
    converge(&mut [a, b, c, d]);
    let found = a.double_runs().unwrap();
    assert_eq!(
        found.len(),
        3,
        "four commits, of which the first is paired with each: {found:?}"
    );
    for device in [b, c, d] {
        assert_eq!(device.double_runs().unwrap(), found);
    }
    assert!(found.iter().any(|run| run.other.epoch == Epoch(4)));
}

#[test]
fn a_double_run_stays_known_when_a_checkpoint_drops_what_no_longer_counts() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    commit(&mut a, "r", 1);
    commit(&mut b, "r", 2);
    converge(&mut [&mut a, &mut b]);
    assert_eq!(a.checkpoint().unwrap()["published"], true);
    for device in [&mut a, &mut b] {
        device.pump().unwrap();
        device.rebase().unwrap();
    }
    commit(&mut b, "r", 2);
    converge(&mut [&mut a, &mut b]);
    for device in [&mut a, &mut b] {
        assert_eq!(twice(device), [[at("a", 1), at("b", 2)]]);
    }
}

#[test]
fn two_machines_on_one_copied_disk_that_both_ran_it_are_found() {
    let fleet = Fleet::new();
    let (mut twin, mut other) = (fleet.device("twin"), fleet.device("other"));
    // Not at the same moment, or it would be the very same change.
    let clock = baton_tests::ticking(1_700_000_100_000);
    let mut clone = fleet.open("twin", &fleet.data("clone"), &fleet.relay(), clock).unwrap();
    commit(&mut twin, "r", 1);
    commit(&mut clone, "r", 1);
    exchange(&mut [&mut twin, &mut clone, &mut other]);
    say(&mut twin, "c", "the twin goes on");
    say(&mut clone, "c", "and so do I");
    converge(&mut [&mut twin, &mut clone, &mut other]);
    let mut both = [at(twin.device_id(), 1), at(clone.device_id(), 1)];
    both.sort();
    for device in [&mut twin, &mut clone, &mut other] {
        assert_eq!(twice(device), std::slice::from_ref(&both));
    }
}

#[test]
fn what_a_device_records_again_under_a_new_name_counts_under_that_name_alone() {
    let fleet = Fleet::new();
    let (mut twin, mut other) = (fleet.device("twin"), fleet.device("other"));
    commit(&mut other, "r", 5);
    exchange(&mut [&mut other, &mut twin]);
    drop(twin);
    let copy = fleet.data("copy");
    fs::create_dir(&copy).unwrap();
    for file in baton_tests::files_below(&fleet.data("twin")) {
        fs::copy(&file, copy.join(file.file_name().unwrap())).unwrap();
    }
    let (mut twin, clock) = (fleet.device("twin"), baton_tests::ticking(1_700_000_500_000));
    say(&mut twin, "c", "the twin goes on");
    twin.pump().unwrap();
    let mut clone = fleet.open("twin", &copy, &fleet.relay(), clock).unwrap();
    commit(&mut clone, "r", 1);
    assert_eq!(twice(&mut clone), [[at("other", 5), at("twin", 1)]]);
    converge(&mut [&mut clone, &mut twin, &mut other]);
    assert_ne!(clone.device_id(), "twin");
    let mut expected = [at("other", 5), at(clone.device_id(), 1)];
    expected.sort();
    for device in [&mut twin, &mut clone, &mut other] {
        assert_eq!(twice(device), std::slice::from_ref(&expected));
    }
}
