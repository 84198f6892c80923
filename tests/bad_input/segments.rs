//! Damaged files in the relay: the good ones are used all the same, and the owner repairs its own.

use std::{fs, path::Path};

use baton_engine::{ProblemKind, Scope, SyncSubsystem, relay::device_dir};
use baton_tests::{Fleet, converge, files_ending, said, say, say_at_length};
use serde_json::json;

/// Three devices; `a` has five segments of a turn each.
fn scene(fleet: &Fleet) -> (SyncSubsystem, SyncSubsystem, SyncSubsystem) {
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    for n in 0..5 {
        say_at_length(&mut a, "c", &format!("a {n}"));
        a.pump().unwrap();
    }
    say(&mut b, "other", "from b");
    b.pump().unwrap();
    (a, b, fleet.device("reader"))
}

fn damage_and_repair(damage: impl Fn(&Path)) {
    let fleet = Fleet::new();
    let (mut a, mut b, mut reader) = scene(&fleet);
    let segments = files_ending(&fleet.relay().join(device_dir(&"a".into())), ".seg");
    assert_eq!(segments.len(), 5);
    damage(&segments[2]);
    reader.pump().unwrap();
    assert_eq!(
        said(&mut reader, "c"),
        ["a 0", "a 1"],
        "the good ones before it are used"
    );
    assert_eq!(said(&mut reader, "other"), ["from b"], "other devices are not held up");
    let problems = reader.overview().unwrap().problems;
    assert!(
        segments[2].exists() && problems.iter().any(|problem| problem.kind == ProblemKind::DamagedFile)
            || !segments[2].exists(),
        "{problems:?}"
    );
    a.pump().unwrap();
    reader.pump().unwrap();
    assert_eq!(said(&mut reader, "c").len(), 5, "its owner repaired it");
    converge(&mut [&mut a, &mut b, &mut reader]);
    assert!(
        reader
            .overview()
            .unwrap()
            .problems
            .iter()
            .all(|problem| problem.kind != ProblemKind::DamagedFile)
    );
}

#[test]
fn a_segment_cut_short_holds_nobody_up_and_is_repaired() {
    damage_and_repair(|path| {
        let bytes = fs::read(path).unwrap();
        fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
    });
}

#[test]
fn an_emptied_segment_holds_nobody_up_and_is_repaired() {
    damage_and_repair(|path| fs::write(path, "").unwrap());
}

#[test]
fn a_segment_with_more_behind_its_end_holds_nobody_up_and_is_repaired() {
    damage_and_repair(|path| {
        let bytes = fs::read(path).unwrap();
        fs::write(path, [bytes, vec![0; 100]].concat()).unwrap();
    });
}

#[test]
fn a_deleted_segment_holds_nobody_up_and_is_repaired() {
    damage_and_repair(|path| fs::remove_file(path).unwrap());
}

#[test]
fn another_segment_under_its_name_holds_nobody_up_and_is_repaired() {
    damage_and_repair(|path| {
        let other = files_ending(path.parent().unwrap(), ".tip").remove(0);
        fs::copy(other, path).unwrap();
    });
}

#[test]
fn a_half_arrived_segment_is_used_once_the_rest_is_there() {
    let fleet = Fleet::new();
    let (_a, _b, mut reader) = scene(&fleet);
    let segment = files_ending(&fleet.relay().join(device_dir(&"a".into())), ".seg").remove(0);
    let whole = fs::read(&segment).unwrap();
    for part in [0, 1, whole.len() / 2, whole.len() - 1] {
        fs::write(&segment, [&whole[..part], &vec![0; whole.len() - part]].concat()).unwrap();
        reader.pump().unwrap();
        assert_eq!(said(&mut reader, "c").len(), 0);
    }
    fs::write(&segment, whole).unwrap();
    reader.pump().unwrap();
    assert_eq!(said(&mut reader, "c").len(), 5);
}

#[test]
fn damaged_tips_and_hellos_stop_nothing() {
    let fleet = Fleet::new();
    let (mut a, mut b, mut reader) = scene(&fleet);
    for end in [".tip", ".json"] {
        for path in files_ending(&fleet.relay().join("d"), end) {
            fs::write(path, "garbage").unwrap();
        }
    }
    reader.pump().unwrap();
    assert_eq!(said(&mut reader, "c").len(), 5);
    say(&mut a, "c", "more");
    converge(&mut [&mut a, &mut b, &mut reader]);
    assert_eq!(said(&mut reader, "c").len(), 6);
}

#[test]
fn litter_and_strangers_in_the_relay_are_left_alone() {
    let fleet = Fleet::new();
    let (mut a, mut b, mut reader) = scene(&fleet);
    let own = fleet.relay().join(device_dir(&"a".into()));
    let strange = [
        ".DS_Store",
        "desktop.ini",
        "Thumbs.db",
        "notes.txt",
        "~lock",
        "x.part",
        "0000000000-0000000000-short.seg",
    ];
    let places = [fleet.relay(), fleet.relay().join("d"), own];
    let paths: Vec<_> = places
        .iter()
        .flat_map(|place| strange.map(|name| place.join(name)))
        .collect();
    paths.iter().for_each(|path| fs::write(path, "litter").unwrap());
    fs::create_dir_all(fleet.relay().join("backup/d")).unwrap();
    say(&mut a, "c", "more");
    converge(&mut [&mut a, &mut b, &mut reader]);
    assert_eq!(said(&mut reader, "c").len(), 6);
    assert!(paths.iter().all(|path| fs::read_to_string(path).unwrap() == "litter"));
}

/// Behind a large segment the next one is decoded on a second thread while the first is folded.
#[test]
fn a_damaged_segment_among_large_ones_holds_back_only_what_follows_it_and_is_repaired() {
    const TURNS: usize = 1_100;
    let fleet = Fleet::new();
    let (mut a, mut reader) = (fleet.device("a"), fleet.device("reader"));
    for _ in 0..4 {
        let turns: Vec<_> = (0..TURNS)
            .map(|n| json!({"conversation_id": "c", "content": n.to_string()}))
            .collect();
        a.record_turns(Scope::Personal, &turns).unwrap();
        a.pump().unwrap();
    }
    let segments = files_ending(&fleet.relay().join(device_dir(&"a".into())), ".seg");
    assert_eq!(segments.len(), 4);
    let bytes = fs::read(&segments[2]).unwrap();
    fs::write(&segments[2], &bytes[..bytes.len() / 2]).unwrap();
    reader.pump().unwrap();
    assert_eq!(said(&mut reader, "c").len(), 2 * TURNS);
    let problems = reader.overview().unwrap().problems;
    let damaged = problems
        .iter()
        .filter(|problem| problem.kind == ProblemKind::DamagedFile);
    assert_eq!(damaged.count(), 1, "{problems:?}");
    a.pump().unwrap();
    reader.pump().unwrap();
    assert_eq!(said(&mut reader, "c").len(), 4 * TURNS, "its owner repaired it");
    converge(&mut [&mut a, &mut reader]);
}
