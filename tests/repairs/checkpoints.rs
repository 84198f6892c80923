//! Checkpoints that a new device needs, whatever became of the ops and files below them.

use std::fs;

use baton_engine::{Intent, IntentStatus, Scope, Surface, SyncSubsystem};
use baton_tests::{Fleet, Random, exchange, field, files_ending, said, say, say_at_length};
use serde_json::json;

/// Checkpoints, and pumps until the segments it covers are gone.
fn compact(fleet: &Fleet, devices: &mut [&mut SyncSubsystem]) {
    exchange(devices);
    assert_eq!(devices[0].checkpoint().unwrap()["published"], true);
    devices[0].rebase().unwrap();
    (0..3).for_each(|_| exchange(devices));
    assert!(
        files_ending(&fleet.relay(), ".seg").is_empty(),
        "the scene needs the segments gone"
    );
}

#[test]
fn a_cold_device_joins_from_a_checkpoint_whose_newest_op_of_a_device_did_not_survive_the_fold() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    say(&mut a, "c", "hello");
    for _ in 0..2 {
        // The earliest wins, so the second, which is the newest op of `a`, is in no checkpoint.
        a.append(
            Scope::Personal,
            Surface::Knowledge,
            json!({"id": "fact", "body": "the sky is blue"}),
        )
        .unwrap();
    }
    compact(&fleet, &mut [&mut a, &mut b]);
    let mut late = fleet.device("late");
    exchange(&mut [&mut late, &mut a, &mut b]);
    assert_eq!(
        said(&mut late, "c"),
        ["hello"],
        "{:?}",
        late.overview().unwrap().problems
    );
    assert_eq!(field(&mut late, "state_hash"), field(&mut a, "state_hash"));
}

#[test]
fn a_checkpoint_that_cannot_be_used_is_still_reported_after_the_round_that_found_it() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    say_at_length(&mut a, "c", "hello");
    compact(&fleet, &mut [&mut a, &mut b]);
    for part in files_ending(&fleet.relay(), ".part") {
        let length = fs::metadata(&part).unwrap().len();
        fs::write(part, vec![0; usize::try_from(length).unwrap()]).unwrap();
    }
    let mut late = fleet.device("late");
    for round in 0..3 {
        late.pump().unwrap();
        assert!(
            !late.overview().unwrap().problems.is_empty(),
            "round {round}: it lacks everything, and says nothing"
        );
    }
}

#[test]
fn a_checkpoint_whose_part_was_a_placeholder_of_the_same_length_is_used_once_the_part_arrives() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    say_at_length(&mut a, "c", "hello");
    compact(&fleet, &mut [&mut a, &mut b]);
    let parts: Vec<_> = files_ending(&fleet.relay(), ".part")
        .into_iter()
        .map(|path| (fs::read(&path).unwrap(), path))
        .collect();
    parts
        .iter()
        .for_each(|(bytes, path)| fs::write(path, vec![0; bytes.len()]).unwrap());
    let mut late = fleet.device("late");
    late.pump().unwrap();
    assert!(said(&mut late, "c").is_empty());
    parts.iter().for_each(|(bytes, path)| fs::write(path, bytes).unwrap());
    late.pump().unwrap();
    assert_eq!(said(&mut late, "c"), ["hello"]);
}

#[test]
fn two_devices_that_each_compacted_alone_before_they_met_in_one_folder_become_equal() {
    let fleet = Fleet::new();
    let elsewhere = fleet.folder().join("elsewhere");
    let (mut a, mut b) = (fleet.device("a"), fleet.device_on("b", &elsewhere));
    for (device, text) in [(&mut a, "from a"), (&mut b, "from b")] {
        say(device, "c", text);
        compact(&fleet, &mut [device]);
    }
    drop(b);
    let mut b = fleet.device("b");
    for _ in 0..3 {
        exchange(&mut [&mut a, &mut b]);
    }
    assert_eq!(
        said(&mut a, "c"),
        ["from a", "from b"],
        "{:?}",
        a.overview().unwrap().problems
    );
    assert_eq!(
        said(&mut b, "c"),
        ["from a", "from b"],
        "{:?}",
        b.overview().unwrap().problems
    );
}

#[test]
fn a_checkpoint_of_large_tool_results_next_to_each_other_can_be_used_by_the_device_that_published_it() {
    // Three of 32 MB that hardly compress: more than one file may hold, though each op alone may be as long.
    let fleet = Fleet::new();
    let mut a = fleet.device("a");
    let mut random = Random::new(1);
    let large: String = (0..32_000_000)
        .map(|_| char::from(b'0' + u8::try_from(random.below(75)).unwrap()))
        .collect();
    (0..3).for_each(|_| drop(say(&mut a, "c", &large)));
    a.pump().unwrap();
    assert_eq!(a.checkpoint().unwrap()["published"], true);
    assert_eq!(
        a.rebase().unwrap()["rebased"],
        true,
        "it published what nobody can read"
    );
}

#[test]
fn a_cold_device_joins_from_a_checkpoint_whose_highest_epoch_is_of_an_op_that_did_not_survive() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    let intent = |epoch, status| Intent::new("bot", "run-1", epoch, status);
    b.record_intent(Scope::Personal, &intent(5, IntentStatus::Pending))
        .unwrap();
    a.record_intent(Scope::Personal, &intent(4, IntentStatus::Committed))
        .unwrap();
    compact(&fleet, &mut [&mut a, &mut b]);
    let mut late = fleet.device("late");
    exchange(&mut [&mut late, &mut a, &mut b]);
    assert_eq!(field(&mut late, "state_hash"), field(&mut a, "state_hash"));
    assert_eq!(
        late.fence_check("bot", "run-1", 9).unwrap()["decision"]["decision"],
        "already_committed"
    );
}
