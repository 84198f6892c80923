//! Damaged files are repaired by their owner.

use std::{fs, path::Path};

use baton_engine::{ProblemKind, SyncSubsystem, relay::device_dir};
use baton_tests::{Fleet, exchange, files_ending, said, say, say_at_length};

/// Two devices whose history is in a checkpoint of `a` alone.
fn compacted(fleet: &Fleet) -> (SyncSubsystem, SyncSubsystem) {
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    say_at_length(&mut a, "c", "hello");
    exchange(&mut [&mut a, &mut b]);
    assert_eq!(a.checkpoint().unwrap()["published"], true);
    (0..3).for_each(|_| exchange(&mut [&mut a, &mut b]));
    assert!(
        files_ending(&fleet.relay(), ".seg").is_empty(),
        "the scene needs the segments gone"
    );
    (a, b)
}

/// After the devices that hold everything pumped, somebody new finds everything.
fn is_repaired(fleet: &Fleet, mut a: SyncSubsystem, mut b: SyncSubsystem) {
    exchange(&mut [&mut a, &mut b]);
    let mut late = fleet.device("late");
    exchange(&mut [&mut late, &mut a, &mut b]);
    assert_eq!(
        said(&mut late, "c"),
        ["hello"],
        "{:?}",
        late.overview().unwrap().problems
    );
}

fn cut(path: &Path) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
}

fn flip(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_part_that_was_cut_short_is_repaired_by_a_device_that_holds_its_ops() {
    let fleet = Fleet::new();
    let (a, b) = compacted(&fleet);
    files_ending(&fleet.relay(), ".part").iter().for_each(|path| cut(path));
    is_repaired(&fleet, a, b);
}

#[test]
fn a_manifest_that_was_cut_short_is_repaired_by_a_device_that_is_anchored_on_it() {
    let fleet = Fleet::new();
    let (a, b) = compacted(&fleet);
    files_ending(&fleet.relay(), ".ckpt").iter().for_each(|path| cut(path));
    is_repaired(&fleet, a, b);
}

#[test]
fn a_part_with_a_flipped_bit_is_repaired_by_a_device_that_holds_its_ops() {
    let fleet = Fleet::new();
    let (a, b) = compacted(&fleet);
    files_ending(&fleet.relay(), ".part").iter().for_each(|path| flip(path));
    is_repaired(&fleet, a, b);
}

#[test]
fn a_segment_with_a_flipped_bit_is_repaired_by_its_owner() {
    let fleet = Fleet::new();
    let mut a = fleet.device("a");
    say_at_length(&mut a, "c", "hello");
    a.pump().unwrap();
    flip(&files_ending(&fleet.relay(), ".seg")[0]);
    let b = fleet.device("b");
    is_repaired(&fleet, a, b);
}

#[test]
fn a_segment_filled_with_zeros_is_repaired_by_its_owner() {
    let fleet = Fleet::new();
    let mut a = fleet.device("a");
    say_at_length(&mut a, "c", "hello");
    a.pump().unwrap();
    let segment = &files_ending(&fleet.relay(), ".seg")[0];
    fs::write(
        segment,
        vec![0; usize::try_from(fs::metadata(segment).unwrap().len()).unwrap()],
    )
    .unwrap();
    let b = fleet.device("b");
    is_repaired(&fleet, a, b);
}

#[test]
fn a_damaged_hello_is_repaired_by_its_owner() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    a.pump().unwrap();
    cut(&files_ending(&fleet.relay().join(device_dir(&"a".into())), ".json")[0]);
    exchange(&mut [&mut a, &mut b]);
    let problems = b.overview().unwrap().problems;
    assert!(
        problems.iter().all(|problem| problem.kind != ProblemKind::DamagedFile),
        "{problems:?}"
    );
}

#[test]
fn a_damaged_tip_is_replaced_by_its_owner_and_its_acknowledgement_counts_again() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    say(&mut a, "c", "hello");
    a.pump().unwrap();
    b.pump().unwrap();
    files_ending(&fleet.relay().join(device_dir(&"b".into())), ".tip")
        .iter()
        .for_each(|tip| cut(tip));
    exchange(&mut [&mut b, &mut a]);
    assert_eq!(a.status().unwrap()["stable_frontier"]["a"], 0);
}

#[test]
fn a_conflicted_copy_that_was_a_placeholder_of_the_same_length_is_used_once_it_arrives() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    say_at_length(&mut a, "c", "hello");
    a.pump().unwrap();
    let segment = files_ending(&fleet.relay(), ".seg").remove(0);
    let (bytes, copy) = (fs::read(&segment).unwrap(), segment.with_extension("conflict.seg"));
    fs::remove_file(&segment).unwrap();
    fs::write(&copy, vec![0; bytes.len()]).unwrap();
    b.pump().unwrap();
    fs::write(&copy, bytes).unwrap();
    b.pump().unwrap();
    assert_eq!(said(&mut b, "c"), ["hello"]);
}
