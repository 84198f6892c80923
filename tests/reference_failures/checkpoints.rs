//! F6 and F12: files of the relay that are damaged or half there.

use std::{
    fs,
    path::{Path, PathBuf},
};

use baton_engine::SyncSubsystem;
use baton_tests::{Fleet, conflicted_names, converge, exchange, field, files_ending, said, say, say_at_length};

/// Two devices, anchored on a checkpoint, with a segment beside it.
fn anchored(fleet: &Fleet) -> [SyncSubsystem; 2] {
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    (0..20).for_each(|n| drop(say(&mut a, "c", &format!("{n}"))));
    converge(&mut [&mut a, &mut b]);
    assert_eq!(a.checkpoint().unwrap()["published"], true);
    converge(&mut [&mut a, &mut b]);
    for device in [&mut a, &mut b] {
        assert!(field(device, "base_checkpoint").is_string());
    }
    say_at_length(&mut a, "c", "after the checkpoint");
    converge(&mut [&mut a, &mut b]);
    [a, b]
}

/// Whatever a device can be asked, none of it fails.
#[track_caller]
fn ask_everything(device: &mut SyncSubsystem) {
    device.pump().unwrap();
    device.status().unwrap();
    device.transcript("c").unwrap();
    device.checkpoint().unwrap();
    device.rebase().unwrap();
}

fn cut(path: &Path, keep: impl Fn(usize) -> usize) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..keep(bytes.len())]).unwrap();
}

fn make_conflicted(path: &PathBuf) {
    let name = path.file_name().unwrap().to_str().unwrap();
    let (stem, ending) = name.rsplit_once('.').unwrap();
    fs::rename(path, path.with_file_name(&conflicted_names(stem, ending)[0])).unwrap();
}

/// Does something to the relay's files of one kind: no call of any device fails, and everybody ends with everything.
fn harm(ending: &str, harm: impl Fn(&PathBuf)) {
    let fleet = Fleet::new();
    let [mut a, mut b] = anchored(&fleet);
    let files = files_ending(&fleet.relay().join("d"), ending);
    assert!(!files.is_empty(), "no {ending}");
    files.iter().for_each(harm);
    let mut late = fleet.device("late");
    for _ in 0..2 {
        [&mut late, &mut b, &mut a].into_iter().for_each(ask_everything);
    }
    say(&mut b, "c", "and on");
    converge(&mut [&mut a, &mut b, &mut late]);
    assert_eq!(said(&mut late, "c").len(), 22, "{ending}");
}

#[test]
fn f6_a_half_downloaded_checkpoint_fails_no_call_and_everybody_goes_on() {
    for ending in [".ckpt", ".part"] {
        harm(ending, |path| cut(path, |length| length / 2));
        harm(ending, |path| cut(path, |_| 0));
    }
}

#[test]
fn f6_a_checkpoint_that_became_a_conflicted_copy_fails_no_call_and_everybody_goes_on() {
    harm(".ckpt", make_conflicted);
    harm(".part", make_conflicted);
}

#[test]
fn f6_a_segment_or_tip_cut_by_seven_bytes_fails_no_call_and_everybody_goes_on() {
    harm(".seg", |path| cut(path, |length| length - 7));
    harm(".tip", |path| cut(path, |length| length - 7));
}

fn flip_a_bit(path: &PathBuf) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn f12_a_damaged_base_checkpoint_stops_no_device_that_is_anchored_on_it_and_is_repaired() {
    let fleet = Fleet::new();
    drop(anchored(&fleet));
    let mut files = files_ending(&fleet.relay(), ".ckpt");
    files.extend(files_ending(&fleet.relay(), ".part"));
    files.iter().for_each(flip_a_bit);
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    for device in [&mut a, &mut b] {
        assert_eq!(said(device, "c").len(), 21);
        ask_everything(device);
    }
    say(&mut b, "c", "and on");
    exchange(&mut [&mut a, &mut b]);
    drop((a, b));
    // Everything is in the relay again: who comes now finds all of it there, and nobody to ask.
    let mut late = fleet.device("late");
    exchange(&mut [&mut late]);
    assert_eq!(said(&mut late, "c").len(), 22);
}
