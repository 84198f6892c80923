//! A device's own store, damaged, lost, or older than the relay.

use std::{fs, path::Path};

use baton_engine::{ErrorKind, ProblemKind, system_clock};
use baton_tests::{Fleet, converge, field, files_below, said, say};

fn aside(data: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for path in files_below(data)
        .into_iter()
        .filter(|path| path.to_string_lossy().contains("baton.db"))
    {
        fs::rename(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

#[test]
fn a_store_whose_header_was_overwritten_is_refused_by_name_and_not_touched() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    say(&mut a, "c", "precious");
    converge(&mut [&mut a, &mut b]);
    drop(a);
    let store = fleet.data("a").join("baton.db");
    let mut bytes = fs::read(&store).unwrap();
    bytes[..100].fill(b'?');
    fs::write(&store, &bytes).unwrap();
    for _ in 0..2 {
        let refused = fleet.open("a", &fleet.data("a"), &fleet.relay(), system_clock());
        let error = refused.err().expect("a damaged store was opened");
        assert_eq!(error.kind(), ErrorKind::Store);
        assert!(error.to_string().contains("baton.db"), "{error}");
        assert_eq!(fs::read(&store).unwrap(), bytes, "the evidence was changed");
    }
    // What the message says to do.
    aside(&fleet.data("a"), &fleet.folder().join("aside"));
    let mut a = fleet.device("a");
    let receipt = say(&mut a, "c", "it goes on");
    converge(&mut [&mut a, &mut b]);
    assert_eq!(said(&mut b, "c"), ["precious", "it goes on"]);
    assert!(receipt.starts_with("op-"));
    assert_eq!(
        field(&mut a, "journal_frontier")["a"],
        0,
        "the old chain stays as it was"
    );
    assert_ne!(a.device_id(), "a");
}

#[test]
fn a_store_cut_in_half_gives_an_error_or_answers_and_never_a_panic() {
    let fleet = Fleet::new();
    let mut a = fleet.device("a");
    (0..200).for_each(|n| drop(say(&mut a, "c", &format!("turn {n} with some text to fill pages"))));
    a.pump().unwrap();
    drop(a);
    let store = fleet.data("a").join("baton.db");
    let bytes = fs::read(&store).unwrap();
    fs::write(&store, &bytes[..bytes.len() / 2]).unwrap();
    let answer = fleet.open("a", &fleet.data("a"), &fleet.relay(), system_clock());
    let answer = answer.and_then(|mut a| a.transcript("c"));
    assert_eq!(answer.unwrap_err().kind(), ErrorKind::Store);
    aside(&fleet.data("a"), &fleet.folder().join("aside"));
    let mut a = fleet.device("a");
    a.pump().unwrap();
    assert_eq!(
        said(&mut a, "c").len(),
        200,
        "all of it was synced, so all of it is back"
    );
}

#[test]
fn a_store_that_was_lost_after_its_segments_went_into_a_checkpoint_comes_back_whole() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    for n in 0..10 {
        say(&mut a, "c", &format!("a {n}"));
        say(&mut b, "c", &format!("b {n}"));
    }
    converge(&mut [&mut a, &mut b]);
    assert_eq!(b.checkpoint().unwrap()["published"], true);
    converge(&mut [&mut a, &mut b]);
    converge(&mut [&mut a, &mut b]);
    say(&mut a, "c", "after the checkpoint");
    converge(&mut [&mut a, &mut b]);
    drop(a);
    aside(&fleet.data("a"), &fleet.folder().join("aside"));
    let mut a = fleet.device("a");
    say(&mut a, "c", "after the loss");
    converge(&mut [&mut a, &mut b]);
    assert_eq!(said(&mut b, "c").len(), 22);
    assert_eq!(field(&mut a, "journal_frontier")["a"], 10);
    let told: Vec<_> = a
        .overview()
        .unwrap()
        .problems
        .into_iter()
        .map(|problem| problem.kind)
        .collect();
    assert_eq!(told, [ProblemKind::NewIdentity]);
}

#[test]
fn f11_a_store_restored_from_an_older_backup_takes_its_own_later_turns_back_when_it_pumps() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    say(&mut a, "c", "old");
    converge(&mut [&mut a, &mut b]);
    drop(a);
    let (data, backup) = (fleet.data("a"), fleet.folder().join("backup"));
    fs::create_dir(&backup).unwrap();
    fs::copy(data.join("baton.db"), backup.join("baton.db")).unwrap();
    let mut a = fleet.device("a");
    (0..10).for_each(|n| drop(say(&mut a, "c", &format!("new {n}"))));
    converge(&mut [&mut a, &mut b]);
    drop(a);
    aside(&data, &fleet.folder().join("aside"));
    fs::copy(backup.join("baton.db"), data.join("baton.db")).unwrap();
    let mut a = fleet.device("a");
    a.pump().unwrap();
    assert_eq!(said(&mut a, "c").len(), 11, "its own turns are back");
    say(&mut a, "c", "and on");
    converge(&mut [&mut a, &mut b]);
    assert_eq!(said(&mut b, "c").len(), 12);
    assert!(
        b.overview().unwrap().problems.is_empty(),
        "{:?}",
        b.overview().unwrap().problems
    );
}
