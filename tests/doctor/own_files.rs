//! This device's own files: bit rot that nothing else notices, files that are gone, and how they are repaired.

use std::fs;

use baton_engine::{FindingCode, Severity, SyncSubsystem};
use baton_tests::{Fleet, converge, exchange, files_below, files_ending, said, say, say_at_length, snapshot};

use crate::patient::{dir_of, found, is_not_told, is_told, look, rot};

/// A device with some turns in the relay.
fn with_turns(fleet: &Fleet) -> SyncSubsystem {
    let mut a = fleet.device("a");
    for n in 0..3 {
        say_at_length(&mut a, "c", &n.to_string());
        a.pump().unwrap();
    }
    a
}

#[test]
fn bit_rot_that_a_round_does_not_notice_is_noticed_and_repaired_without_loss() {
    let fleet = Fleet::new();
    let mut a = with_turns(&fleet);
    let segments = files_ending(&dir_of(&fleet, "a"), ".seg");
    rot(&segments[1]);
    a.pump().unwrap();
    let checkup = look(&mut a);
    let damaged = is_told(&checkup, FindingCode::DamagedOwnFiles, Severity::Warning);
    assert_eq!(damaged.paths.len(), 1);
    assert!(
        damaged.repair.as_ref().unwrap().contains("1 damaged file"),
        "{damaged:?}"
    );
    is_not_told(&checkup, FindingCode::OwnFilesMissing);
    is_not_told(&checkup, FindingCode::FilesProven);
    let repaired = a.examine(true).unwrap();
    assert!(repaired.healthy, "{repaired:#?}");
    let done = found(&repaired, FindingCode::DamagedOwnFiles);
    assert!(
        done.repaired.as_ref().unwrap().contains("wrote the content again"),
        "{done:?}"
    );
    assert_eq!(done.paths.len(), 1);
    let mut b = fleet.device("b");
    converge(&mut [&mut a, &mut b]);
    assert_eq!(said(&mut b, "c"), ["0", "1", "2"]);
    assert!(look(&mut a).healthy);
}

#[test]
fn every_file_of_a_device_may_rot_at_once() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (with_turns(&fleet), fleet.device("b"));
    converge(&mut [&mut a, &mut b]);
    a.checkpoint().unwrap();
    (0..3).for_each(|_| exchange(&mut [&mut a, &mut b]));
    say(&mut a, "c", "3");
    a.pump().unwrap();
    let others = snapshot(&dir_of(&fleet, "b"));
    files_below(&dir_of(&fleet, "a")).iter().for_each(|path| rot(path));
    let repaired = a.examine(true).unwrap();
    assert!(repaired.healthy, "{repaired:#?}");
    assert_eq!(
        snapshot(&dir_of(&fleet, "b")),
        others,
        "another device's files were touched"
    );
    let mut late = fleet.device("late");
    exchange(&mut [&mut late, &mut a, &mut b]);
    assert_eq!(said(&mut late, "c"), ["0", "1", "2", "3"], "{repaired:#?}");
}

#[test]
fn repairing_where_nothing_is_wrong_writes_nothing() {
    let fleet = Fleet::new();
    let mut a = with_turns(&fleet);
    let before = snapshot(&fleet.relay());
    let checkup = a.examine(true).unwrap();
    assert!(checkup.healthy && checkup.findings.iter().all(|finding| finding.repaired.is_none()));
    assert_eq!(snapshot(&fleet.relay()), before);
}

#[test]
fn own_files_that_are_gone_are_told_and_written_again() {
    let fleet = Fleet::new();
    let mut a = with_turns(&fleet);
    fs::remove_file(&files_ending(&dir_of(&fleet, "a"), ".seg")[2]).unwrap();
    let checkup = look(&mut a);
    let gone = is_told(&checkup, FindingCode::OwnFilesMissing, Severity::Warning);
    assert!(gone.title.starts_with("1 change"), "{}", gone.title);
    let repaired = a.examine(true).unwrap();
    assert!(repaired.healthy, "{repaired:#?}");
    assert!(found(&repaired, FindingCode::OwnFilesMissing).repaired.is_some());
    let mut b = fleet.device("b");
    converge(&mut [&mut a, &mut b]);
    assert_eq!(said(&mut b, "c").len(), 3);
}

#[test]
fn what_was_recorded_since_the_last_sync_is_a_note() {
    let fleet = Fleet::new();
    let mut a = with_turns(&fleet);
    say(&mut a, "c", "new");
    let checkup = look(&mut a);
    is_told(&checkup, FindingCode::NotHandedOut, Severity::Note);
    is_not_told(&checkup, FindingCode::OwnFilesMissing);
    assert!(checkup.healthy);
}

#[test]
fn a_checkpoints_missing_part_is_told_and_written_again() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (with_turns(&fleet), fleet.device("b"));
    exchange(&mut [&mut a, &mut b]);
    a.checkpoint().unwrap();
    a.rebase().unwrap();
    exchange(&mut [&mut a, &mut b]);
    fs::remove_file(&files_ending(&dir_of(&fleet, "a"), ".part")[0]).unwrap();
    is_told(&look(&mut b), FindingCode::AwaitedFiles, Severity::Note);
    let checkup = look(&mut a);
    assert!(
        is_told(&checkup, FindingCode::AwaitedFiles, Severity::Note)
            .repair
            .is_some()
    );
    let repaired = a.examine(true).unwrap();
    assert!(
        found(&repaired, FindingCode::AwaitedFiles).repaired.is_some(),
        "{repaired:#?}"
    );
    is_not_told(&look(&mut b), FindingCode::AwaitedFiles);
}

#[test]
fn a_damaged_file_beyond_what_this_device_holds_is_left_alone() {
    let fleet = Fleet::new();
    let mut a = with_turns(&fleet);
    let stray = dir_of(&fleet, "a").join("0000000007-0000000009-aaaaaaaaaaaaaaaa.seg");
    fs::write(&stray, "half of it").unwrap();
    is_told(&look(&mut a), FindingCode::DamagedFiles, Severity::Warning);
    a.examine(true).unwrap();
    assert_eq!(fs::read(&stray).unwrap(), b"half of it");
}

#[test]
fn what_a_dead_process_left_half_staged_is_told_and_removed() {
    let fleet = Fleet::new();
    let mut a = with_turns(&fleet);
    let left = fleet.data("a").join("staging/.tmpHalf");
    fs::write(&left, "half").unwrap();
    let checkup = look(&mut a);
    assert!(left.exists() && checkup.healthy);
    is_told(&checkup, FindingCode::StagingLeftovers, Severity::Note);
    let repaired = a.examine(true).unwrap();
    assert!(found(&repaired, FindingCode::StagingLeftovers).repaired.is_some());
    assert!(!left.exists());
}

#[test]
fn a_repair_that_fails_says_why_and_keeps_its_finding() {
    let fleet = Fleet::new();
    let mut a = with_turns(&fleet);
    rot(&files_ending(&dir_of(&fleet, "a"), ".seg")[0]);
    for sentinel in fs::read_dir(fleet.relay()).unwrap().flatten() {
        if sentinel.file_name().to_string_lossy().starts_with("relay-") {
            fs::remove_file(sentinel.path()).unwrap();
        }
    }
    let checkup = a.examine(true).unwrap();
    is_told(&checkup, FindingCode::RepairFailed, Severity::Error);
    is_told(&checkup, FindingCode::DamagedOwnFiles, Severity::Warning);
}
