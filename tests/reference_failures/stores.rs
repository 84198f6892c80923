//! F10: damage inside a device's own store.

use std::{fs, path::Path};

use baton_engine::{ErrorKind, SyncError, SyncSubsystem, system_clock};
use baton_tests::{Fleet, Random, converge, exchange, files_below, said, say};

const TURNS: usize = 200;

/// Two devices that hold the same; the store of one of them is closed and to be damaged.
fn scene(fleet: &Fleet) -> SyncSubsystem {
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    (0..TURNS).for_each(|n| drop(say(&mut a, "c", &format!("turn {n} with some text to fill pages"))));
    converge(&mut [&mut a, &mut b]);
    b
}

/// Puts these bytes in the place of the store.
fn replace_store(data: &Path, bytes: &[u8]) {
    let parts = files_below(data);
    let is_store = |path: &&std::path::PathBuf| path.to_string_lossy().contains("baton.db");
    parts
        .iter()
        .filter(is_store)
        .for_each(|path| fs::remove_file(path).unwrap());
    fs::write(data.join("baton.db"), bytes).unwrap();
}

fn look(fleet: &Fleet) -> Result<Vec<String>, SyncError> {
    let mut a = fleet.open("a", &fleet.data("a"), &fleet.relay(), system_clock())?;
    let turns = a.transcript("c")?;
    let text = |turn: &serde_json::Value| turn["content"].as_str().unwrap().to_owned();
    Ok(turns.as_array().unwrap().iter().map(text).collect())
}

/// The error names the file and says what to do, and doing that brings everything back.
fn check_advice(fleet: &Fleet, error: &SyncError, b: &mut SyncSubsystem) {
    let words = error.to_string();
    assert_eq!(error.kind(), ErrorKind::Store);
    assert!(
        words.contains("baton.db is damaged") && words.contains("Move it aside"),
        "{words}"
    );
    fs::rename(fleet.data("a"), fleet.folder().join("aside")).unwrap();
    let mut a = fleet.device("a");
    exchange(&mut [&mut a, b]);
    assert_eq!(said(&mut a, "c").len(), TURNS);
    say(&mut a, "c", "it goes on");
    converge(&mut [&mut a, b]);
    assert_eq!(said(b, "c").len(), TURNS + 1);
}

#[test]
fn f10_a_changed_character_of_a_turn_is_found_and_the_history_comes_back_from_the_relay() {
    for (from, to) in [
        (&b"turn 57 with"[..], &b"turn 58 with"[..]),
        (b"turn 57 with", b"turn \xff7 with"),
    ] {
        let fleet = Fleet::new();
        let mut b = scene(&fleet);
        let mut bytes = fs::read(fleet.data("a").join("baton.db")).unwrap();
        let places: Vec<_> = (0..bytes.len() - from.len())
            .filter(|at| bytes[*at..].starts_with(from))
            .collect();
        places
            .iter()
            .for_each(|at| bytes[*at..at + to.len()].copy_from_slice(to));
        assert!(!places.is_empty());
        replace_store(&fleet.data("a"), &bytes);
        let error = look(&fleet).expect_err("a turn that nobody said was answered");
        check_advice(&fleet, &error, &mut b);
    }
}

#[test]
fn f10_a_flipped_bit_anywhere_in_the_store_is_an_error_or_changes_no_turn() {
    let fleet = Fleet::new();
    drop(scene(&fleet));
    let sound = fs::read(fleet.data("a").join("baton.db")).unwrap();
    let right = look(&fleet).unwrap();
    let mut random = Random::new(5);
    let mut found = 0;
    for _ in 0..150 {
        let mut bytes = sound.clone();
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
        replace_store(&fleet.data("a"), &bytes);
        match look(&fleet) {
            Err(error) => assert!(error.kind() == ErrorKind::Store && error.to_string().contains("baton.db")),
            Ok(said) => assert!(said.iter().all(|text| right.contains(text)), "byte {at}"),
        }
        found += usize::from(look(&fleet).is_err());
    }
    assert!(found > 5, "the damage never mattered");
}
