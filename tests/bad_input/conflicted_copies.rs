//! Conflicted copies under every vendor's name: used when the real file is missing, harmless when it is not.

use std::{fs, path::Path};

use baton_engine::relay::device_dir;
use baton_tests::{Fleet, conflicted_names, converge, files_ending, said, say, say_at_length};

fn conflicted(path: &Path, which: usize) -> std::path::PathBuf {
    let name = path.file_name().unwrap().to_str().unwrap();
    let (stem, ending) = name.rsplit_once('.').unwrap();
    path.with_file_name(&conflicted_names(stem, ending)[which])
}

#[test]
fn f5_a_segment_that_exists_only_as_a_conflicted_copy_is_used_whoever_named_it() {
    for which in 0..conflicted_names("", "").len() {
        let fleet = Fleet::new();
        let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
        for n in 0..3 {
            say_at_length(&mut a, "c", &format!("{n}"));
            a.pump().unwrap();
        }
        let segments = files_ending(&fleet.relay(), ".seg");
        let copy = conflicted(&segments[1], which);
        fs::rename(&segments[1], &copy).unwrap();
        b.pump().unwrap();
        assert_eq!(said(&mut b, "c"), ["0", "1", "2"], "{}", copy.display());
        converge(&mut [&mut a, &mut b]);
        assert!(segments[1].exists(), "its owner puts it back under its name");
        assert!(copy.exists(), "nobody removes what is not Baton's");
    }
}

#[test]
fn a_tip_that_exists_only_as_a_conflicted_copy_still_counts_as_an_acknowledgement() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    say(&mut a, "c", "hello");
    a.pump().unwrap();
    b.pump().unwrap();
    let tips = files_ending(&fleet.relay().join(device_dir(&"b".into())), ".tip");
    tips.iter().for_each(|tip| fs::rename(tip, conflicted(tip, 0)).unwrap());
    a.pump().unwrap();
    assert_eq!(a.status().unwrap()["stable_frontier"]["a"], 0);
}

#[test]
fn conflicted_copies_beside_every_file_change_nothing() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    for n in 0..4 {
        say(&mut a, "c", &format!("a {n}"));
        say(&mut b, "c", &format!("b {n}"));
        converge(&mut [&mut a, &mut b]);
    }
    a.checkpoint().unwrap();
    for ending in [".seg", ".tip", ".json", ".ckpt", ".part"] {
        for (which, path) in files_ending(&fleet.relay().join("d"), ending).iter().enumerate() {
            fs::copy(path, conflicted(path, which % 10)).unwrap();
        }
    }
    let mut late = fleet.device("late");
    for n in 4..7 {
        say(&mut a, "c", &format!("a {n}"));
        converge(&mut [&mut a, &mut b, &mut late]);
    }
    assert_eq!(said(&mut late, "c").len(), 11);
    assert!(
        b.overview()
            .unwrap()
            .problems
            .iter()
            .any(|problem| problem.kind == baton_engine::ProblemKind::ForeignFiles)
    );
}
