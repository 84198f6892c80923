//! Ops that ride in tips, in folders that do to tips what they do to any file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use baton_engine::{
    ProblemKind, Scope, Surface, SyncSubsystem,
    relay::{Segment, Tip, device_dir},
};
use baton_tests::{Fleet, STARTED_MS, conflicted_names, converge, exchange, files_ending, said, say, ticking};
use serde_json::json;

fn newest_tip(fleet: &Fleet, device: &str) -> PathBuf {
    let tips = files_ending(&fleet.relay().join(device_dir(&device.into())), ".tip");
    tips.into_iter().max().unwrap()
}

/// `a` said two things, each carried by a tip; the second tip has both.
fn scene(fleet: &Fleet) -> SyncSubsystem {
    let mut a = fleet.device("a");
    for n in 0..2 {
        say(&mut a, "c", &format!("a {n}"));
        a.pump().unwrap();
    }
    assert!(
        files_ending(&fleet.relay(), ".seg").is_empty(),
        "the scene needs no segments"
    );
    a
}

/// `a`, when it said nothing for a while.
fn a_minute_later(fleet: &Fleet) -> SyncSubsystem {
    fleet.device_with_clock("a", ticking(STARTED_MS + 60_000))
}

#[test]
fn ops_of_a_damaged_or_missing_tip_hold_nobody_up_and_are_sent_again() {
    let cut = |path: &PathBuf| fs::write(path, &fs::read(path).unwrap()[..200]).unwrap();
    let flip = |path: &PathBuf| {
        let mut bytes = fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(path, bytes).unwrap();
    };
    let empty = |path: &PathBuf| fs::write(path, "").unwrap();
    let remove = |path: &PathBuf| fs::remove_file(path).unwrap();
    for damage in [&cut as &dyn Fn(&PathBuf), &flip, &empty, &remove] {
        let fleet = Fleet::new();
        let (mut a, mut reader) = (scene(&fleet), fleet.device("reader"));
        damage(&newest_tip(&fleet, "a"));
        reader.pump().unwrap();
        assert_eq!(said(&mut reader, "c"), ["a 0"], "the older tip is good");
        a.pump().unwrap();
        reader.pump().unwrap();
        assert_eq!(said(&mut reader, "c"), ["a 0", "a 1"]);
        converge(&mut [&mut a, &mut reader]);
        let problems = reader.overview().unwrap().problems;
        assert!(problems.is_empty(), "{problems:?}");
    }
}

#[test]
fn ops_of_a_tip_that_exists_only_as_a_conflicted_copy_are_used_whoever_named_it() {
    for which in 0..conflicted_names("", "").len() {
        let fleet = Fleet::new();
        let (mut a, mut reader) = (scene(&fleet), fleet.device("reader"));
        for tip in files_ending(&fleet.relay(), ".tip") {
            let (stem, _) = tip.file_name().unwrap().to_str().unwrap().rsplit_once('.').unwrap();
            fs::rename(&tip, tip.with_file_name(&conflicted_names(stem, "tip")[which])).unwrap();
        }
        reader.pump().unwrap();
        assert_eq!(said(&mut reader, "c"), ["a 0", "a 1"]);
        converge(&mut [&mut a, &mut reader]);
    }
}

#[test]
fn ops_of_a_tip_that_is_only_in_the_cloud_are_waited_for_and_said_so() {
    let fleet = Fleet::new();
    let (mut a, mut reader) = (scene(&fleet), fleet.device("reader"));
    let (tip, bytes) = take_into_cloud(&newest_tip(&fleet, "a"));
    reader.pump().unwrap();
    let problems = reader.overview().unwrap().problems;
    assert!(
        problems.iter().any(|problem| problem.kind == ProblemKind::InTheCloud),
        "{problems:?}"
    );
    bring_back(&tip, &bytes);
    converge(&mut [&mut a, &mut reader]);
    assert_eq!(said(&mut reader, "c"), ["a 0", "a 1"]);
}

#[test]
fn an_eighth_small_turn_makes_a_segment_of_all_and_the_tips_before_it_go() {
    let fleet = Fleet::new();
    let mut a = fleet.device("a");
    let dir = fleet.relay().join(device_dir(&"a".into()));
    for n in 0..7 {
        say(&mut a, "c", &n.to_string());
        assert_eq!(a.pump().unwrap()["pushed"], 1, "turn {n} is sent once");
    }
    assert!(files_ending(&dir, ".seg").is_empty());
    say(&mut a, "c", "7");
    assert_eq!(a.pump().unwrap()["pushed"], 1, "the others were sent before");
    assert_eq!(files_ending(&dir, ".seg").len(), 1);
    assert_eq!(a.pump().unwrap()["pushed"], 0);
    for text in ["8", "9"] {
        say(&mut a, "c", text);
        a.pump().unwrap();
    }
    drop(a);
    a_minute_later(&fleet).pump().unwrap();
    assert_eq!(
        files_ending(&dir, ".tip").len(),
        2,
        "older tips have nothing that is not elsewhere"
    );
    let mut reader = fleet.device("reader");
    reader.pump().unwrap();
    assert_eq!(said(&mut reader, "c").len(), 10);
}

#[test]
fn old_tips_wait_while_a_device_speaks_but_not_one_that_a_drive_brought_back() {
    let fleet = Fleet::new();
    let mut a = scene(&fleet);
    let tips = || files_ending(&fleet.relay().join(device_dir(&"a".into())), ".tip");
    let first = tips().remove(0);
    let bytes = fs::read(&first).unwrap();
    for n in 2..5 {
        say(&mut a, "c", &format!("a {n}"));
        a.pump().unwrap();
    }
    a.pump().unwrap();
    assert_eq!(tips().len(), 5, "all wait");
    drop(a);
    a = a_minute_later(&fleet);
    a.pump().unwrap();
    assert_eq!(tips().len(), 2);
    fs::write(&first, bytes).unwrap();
    say(&mut a, "c", "a 5");
    a.pump().unwrap();
    assert!(!first.exists(), "it was removed before");
}

/// A device whose data was restored from a backup, which then says something while the newest tip of its own, with ops that
/// the backup lacks, is not downloaded; the tip comes afterwards. And somebody who reads all that.
fn restored(fleet: &Fleet, since_backup: usize) -> [SyncSubsystem; 2] {
    let (mut a, backup) = (scene(fleet), fleet.folder().join("backup"));
    drop(a);
    copy_dir(&fleet.data("a"), &backup);
    a = fleet.device("a");
    (0..since_backup).for_each(|n| drop(say(&mut a, "c", &format!("after the backup {n}"))));
    a.pump().unwrap();
    drop(a);
    fs::remove_dir_all(fleet.data("a")).unwrap();
    copy_dir(&backup, &fleet.data("a"));
    let (tip, bytes) = take_into_cloud(&newest_tip(fleet, "a"));
    let mut restored = fleet.device("a");
    say(&mut restored, "c", "after the restore");
    restored.pump().unwrap();
    bring_back(&tip, &bytes);
    let mut reader = fleet.device("reader");
    (0..3).for_each(|_| exchange(&mut [&mut restored, &mut reader]));
    [restored, reader]
}

#[test]
fn the_name_of_a_tip_that_cannot_be_read_tells_a_restored_device_that_its_data_is_old() {
    let fleet = Fleet::new();
    let [mut restored, mut reader] = restored(&fleet, 2);
    let all = [
        "a 0",
        "a 1",
        "after the backup 0",
        "after the backup 1",
        "after the restore",
    ];
    assert_eq!(said(&mut reader, "c"), all);
    converge(&mut [&mut restored, &mut reader]);
}

#[test]
fn what_a_restored_device_says_in_place_of_ops_that_it_cannot_read_replaces_none_of_them() {
    let fleet = Fleet::new();
    let [_, mut reader] = restored(&fleet, 1);
    let all = ["a 0", "a 1", "after the backup 0", "after the restore"];
    assert_eq!(said(&mut reader, "c"), all);
}

#[test]
fn a_tip_whose_ops_are_in_a_checkpoint_keeps_no_other_file_from_being_looked_into() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    // The earliest counts, so the second is not held any more where a checkpoint covers it.
    for body in ["first", "second"] {
        a.append(Scope::Personal, Surface::Knowledge, json!({"id": "fact", "body": body}))
            .unwrap();
    }
    converge(&mut [&mut a, &mut b]);
    assert_eq!(a.checkpoint().unwrap()["published"], true);
    a.rebase().unwrap();
    a.pump().unwrap();
    drop(a);
    a = a_minute_later(&fleet);
    a.pump().unwrap();
    let tips = files_ending(&fleet.relay().join(device_dir(&"a".into())), ".tip");
    let [older, newest] = &tips[..] else {
        panic!("the scene needs two tips: {tips:?}");
    };
    let (before, since) = (fs::read(older).unwrap(), fs::read(newest).unwrap());
    assert!(Segment::in_file(&before).is_ok() && Segment::in_file(&since).is_err());
    fs::remove_file(older).unwrap();
    fs::write(older, before).unwrap();
    fs::write(newest, &since[..since.len() / 2]).unwrap();
    a.pump().unwrap();
    let tips = files_ending(&fleet.relay().join(device_dir(&"a".into())), ".tip");
    let damaged = |tip: &&PathBuf| Tip::decode(&fs::read(tip).unwrap()).is_err();
    assert_eq!(tips.iter().find(damaged), None);
}

fn stub(file: &Path) -> PathBuf {
    file.with_file_name(format!(".{}.icloud", file.file_name().unwrap().to_str().unwrap()))
}

/// The drive frees the file's space, as iCloud does.
fn take_into_cloud(file: &Path) -> (PathBuf, Vec<u8>) {
    let bytes = fs::read(file).unwrap();
    fs::remove_file(file).unwrap();
    fs::write(stub(file), b"bplist").unwrap();
    (file.to_owned(), bytes)
}

fn bring_back(file: &Path, bytes: &[u8]) {
    fs::remove_file(stub(file)).unwrap();
    fs::write(file, bytes).unwrap();
}

fn copy_dir(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_dir(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
