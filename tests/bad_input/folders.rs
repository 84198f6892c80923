//! A relay folder that is not what it should be.

use std::fs;

use baton_engine::ErrorKind;
use baton_tests::{Fleet, converge, files_below, files_ending, said, say, snapshot};

#[test]
fn a_relay_that_is_a_file_is_refused_and_kept_while_recording_goes_on() {
    let fleet = Fleet::new();
    fs::write(fleet.relay(), "my only copy").unwrap();
    let mut a = fleet.device("a");
    say(&mut a, "c", "recorded all the same");
    assert_eq!(a.pump().unwrap_err().kind(), ErrorKind::FolderUnavailable);
    assert_eq!(fs::read_to_string(fleet.relay()).unwrap(), "my only copy");
    assert_eq!(said(&mut a, "c"), ["recorded all the same"]);
    fs::remove_file(fleet.relay()).unwrap();
    let mut b = fleet.device("b");
    converge(&mut [&mut a, &mut b]);
    assert_eq!(said(&mut b, "c"), ["recorded all the same"]);
}

#[test]
fn a_folder_with_other_peoples_files_is_refused_by_name_and_not_touched() {
    let fleet = Fleet::new();
    fs::create_dir_all(fleet.relay().join("photos")).unwrap();
    fs::write(fleet.relay().join("photos/cat.jpg"), "meow").unwrap();
    fs::write(fleet.relay().join("thesis.docx"), "finally").unwrap();
    let before = snapshot(&fleet.relay());
    let mut a = fleet.device("a");
    say(&mut a, "c", "safe");
    let error = a.pump().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::FolderUnavailable);
    assert!(
        error.to_string().contains("photos") || error.to_string().contains("thesis.docx"),
        "{error}"
    );
    assert_eq!(snapshot(&fleet.relay()), before);
    assert_eq!(said(&mut a, "c"), ["safe"]);
}

#[test]
fn a_folder_that_vanished_is_not_made_again_and_all_goes_on_when_it_is_back() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    say(&mut a, "c", "before");
    converge(&mut [&mut a, &mut b]);
    let away = fleet.folder().join("unplugged");
    fs::rename(fleet.relay(), &away).unwrap();
    let kept = snapshot(&away);
    for n in 0..3 {
        say(&mut a, "c", &format!("meanwhile {n}"));
        assert_eq!(a.pump().unwrap_err().kind(), ErrorKind::FolderUnavailable);
        assert_eq!(a.checkpoint().unwrap_err().kind(), ErrorKind::FolderUnavailable);
        assert_eq!(a.rebase().unwrap_err().kind(), ErrorKind::FolderUnavailable);
    }
    drop(a);
    let mut a = fleet.device("a");
    assert_eq!(
        a.pump().unwrap_err().kind(),
        ErrorKind::FolderUnavailable,
        "also after a restart"
    );
    assert!(
        !fleet.relay().exists(),
        "the folder was made again behind the person's back"
    );
    assert_eq!(snapshot(&away), kept);
    fs::rename(&away, fleet.relay()).unwrap();
    converge(&mut [&mut a, &mut b]);
    assert_eq!(
        said(&mut b, "c"),
        ["before", "meanwhile 0", "meanwhile 1", "meanwhile 2"]
    );
}

#[test]
fn an_emptied_folder_is_left_empty() {
    let fleet = Fleet::new();
    let mut a = fleet.device("a");
    say(&mut a, "c", "before");
    a.pump().unwrap();
    fs::remove_dir_all(fleet.relay()).unwrap();
    fs::create_dir(fleet.relay()).unwrap();
    say(&mut a, "c", "after");
    assert_eq!(a.pump().unwrap_err().kind(), ErrorKind::FolderUnavailable);
    assert_eq!(fs::read_dir(fleet.relay()).unwrap().count(), 0);
    assert_eq!(said(&mut a, "c"), ["before", "after"]);
}

#[test]
fn a_folder_whose_sentinel_alone_is_gone_is_left_as_it_is() {
    let fleet = Fleet::new();
    let mut a = fleet.device("a");
    say(&mut a, "c", "before");
    a.pump().unwrap();
    fs::remove_file(&sentinels(&fleet)[0]).unwrap();
    let before = snapshot(&fleet.relay());
    say(&mut a, "c", "after");
    assert_eq!(a.pump().unwrap_err().kind(), ErrorKind::FolderUnavailable);
    assert_eq!(snapshot(&fleet.relay()), before);
}

#[test]
fn everything_but_the_sentinel_deleted_comes_back_from_the_devices() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    for n in 0..10 {
        say(&mut a, "c", &format!("a {n}"));
        say(&mut b, "c", &format!("b {n}"));
        converge(&mut [&mut a, &mut b]);
    }
    a.checkpoint().unwrap();
    converge(&mut [&mut a, &mut b]);
    say(&mut b, "c", "after the checkpoint");
    converge(&mut [&mut a, &mut b]);
    fs::remove_dir_all(fleet.relay().join("d")).unwrap();
    converge(&mut [&mut a, &mut b]);
    let mut late = fleet.device("late");
    converge(&mut [&mut late, &mut a, &mut b]);
    assert_eq!(said(&mut late, "c").len(), 21);
}

#[test]
fn another_persons_relay_in_the_place_of_ours_is_not_used() {
    let (ours, theirs) = (Fleet::new(), Fleet::new());
    let (mut a, mut x) = (ours.device("a"), theirs.device("x"));
    say(&mut a, "c", "ours");
    say(&mut x, "c", "theirs");
    a.pump().unwrap();
    x.pump().unwrap();
    fs::rename(ours.relay(), ours.folder().join("aside")).unwrap();
    fs::rename(theirs.relay(), ours.relay()).unwrap();
    let before = snapshot(&ours.relay());
    assert_eq!(a.pump().unwrap_err().kind(), ErrorKind::FolderUnavailable);
    assert_eq!(snapshot(&ours.relay()), before);
    assert_eq!(said(&mut a, "c"), ["ours"]);
}

#[test]
fn two_folders_made_at_once_that_become_one_are_one_relay_for_both_devices() {
    let fleet = Fleet::new();
    let other = fleet.folder().join("other");
    let (mut a, mut b) = (fleet.device("a"), fleet.device_on("b", &other));
    say(&mut a, "c", "from a");
    say(&mut b, "c", "from b");
    a.pump().unwrap();
    b.pump().unwrap();
    for path in files_below(&other) {
        let target = fleet.relay().join(path.strip_prefix(&other).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(path, target).unwrap();
    }
    drop(b);
    let mut b = fleet.device("b");
    assert_eq!(sentinels(&fleet).len(), 2);
    converge(&mut [&mut a, &mut b]);
    assert_eq!(said(&mut a, "c").len(), 2);
    // Each goes on with the other's sentinel alone.
    fs::remove_file(&sentinels(&fleet)[0]).unwrap();
    say(&mut a, "c", "later");
    converge(&mut [&mut a, &mut b]);
    assert_eq!(said(&mut b, "c").len(), 3);
}

fn sentinels(fleet: &Fleet) -> Vec<std::path::PathBuf> {
    let mut found = files_ending(&fleet.relay(), ".json");
    found.retain(|path| path.parent() == Some(&fleet.relay()));
    found
}
