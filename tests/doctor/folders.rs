//! The folder as a whole: missing, emptied, exchanged, damaged, crowded.

use std::fs;

use baton_engine::{FindingCode, Severity, examine_folder};
use baton_tests::{Fleet, converge, files_ending, say, say_at_length};

use crate::{
    forge::seal,
    patient::{dir_of, found, is_not_told, is_told, look, rot},
};

#[test]
fn a_folder_that_vanished_is_told() {
    let fleet = Fleet::new();
    let mut a = fleet.device("a");
    a.pump().unwrap();
    fs::remove_dir_all(fleet.relay()).unwrap();
    is_told(&look(&mut a), FindingCode::FolderMissing, Severity::Error);
    is_told(
        &examine_folder(&fleet.relay()),
        FindingCode::FolderMissing,
        Severity::Error,
    );
}

#[test]
fn a_folder_that_is_a_file_cannot_be_read() {
    let fleet = Fleet::new();
    fs::write(fleet.relay(), "not a folder").unwrap();
    is_told(
        &examine_folder(&fleet.relay()),
        FindingCode::FolderUnreadable,
        Severity::Error,
    );
}

#[test]
fn a_folder_that_was_emptied_is_told() {
    let fleet = Fleet::new();
    let mut a = fleet.device("a");
    a.pump().unwrap();
    fs::remove_dir_all(fleet.relay()).unwrap();
    fs::create_dir(fleet.relay()).unwrap();
    is_told(&look(&mut a), FindingCode::NoRelay, Severity::Error);
}

#[test]
fn an_empty_folder_that_was_never_used_will_become_a_relay_and_is_no_matter() {
    let fleet = Fleet::new();
    fs::create_dir(fleet.relay()).unwrap();
    let checkup = look(&mut fleet.device("a"));
    is_told(&checkup, FindingCode::NoRelay, Severity::Note);
    assert!(checkup.healthy);
}

#[test]
fn a_folder_of_other_things_is_no_relay_and_its_files_are_not_listed() {
    let fleet = Fleet::new();
    fs::create_dir(fleet.relay()).unwrap();
    fs::write(fleet.relay().join("diary.txt"), "private").unwrap();
    let checkup = examine_folder(&fleet.relay());
    is_told(&checkup, FindingCode::NoRelay, Severity::Error);
    is_not_told(&checkup, FindingCode::UnknownFiles);
}

#[test]
fn another_relay_at_the_same_place_is_told() {
    let fleet = Fleet::new();
    let mut a = fleet.device("a");
    a.pump().unwrap();
    fs::remove_dir_all(fleet.relay()).unwrap();
    fleet.device("stranger").pump().unwrap();
    is_told(&look(&mut a), FindingCode::OtherRelay, Severity::Error);
}

#[test]
fn a_damaged_file_of_another_device_is_told_with_its_reason_and_is_not_ours_to_repair() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    say_at_length(&mut b, "c", "hello");
    converge(&mut [&mut a, &mut b]);
    rot(&files_ending(&dir_of(&fleet, "b"), ".seg")[0]);
    let before = fs::read(&files_ending(&dir_of(&fleet, "b"), ".seg")[0]).unwrap();
    let checkup = look(&mut a);
    let damaged = is_told(&checkup, FindingCode::DamagedFiles, Severity::Warning);
    assert_eq!(damaged.paths.len(), 1);
    assert_eq!(damaged.repair, None);
    assert!(damaged.advice.contains("doctor --repair"), "{}", damaged.advice);
    is_not_told(&checkup, FindingCode::FilesProven);
    let after = a.examine(true).unwrap();
    is_told(&after, FindingCode::DamagedFiles, Severity::Warning);
    assert_eq!(
        fs::read(&files_ending(&dir_of(&fleet, "b"), ".seg")[0]).unwrap(),
        before
    );
    is_told(
        &examine_folder(&fleet.relay()),
        FindingCode::DamagedFiles,
        Severity::Warning,
    );
}

#[test]
fn a_file_under_another_files_name_is_damaged() {
    let fleet = Fleet::new();
    let mut b = fleet.device("b");
    say(&mut b, "c", "hello");
    b.pump().unwrap();
    let hello = files_ending(&dir_of(&fleet, "b"), ".json").remove(0);
    fs::copy(hello, dir_of(&fleet, "b").join("hello-aaaaaaaaaaaaaaaa.json")).unwrap();
    let checkup = examine_folder(&fleet.relay());
    let damaged = is_told(&checkup, FindingCode::DamagedFiles, Severity::Warning);
    assert!(damaged.paths[0].ends_with("hello-aaaaaaaaaaaaaaaa.json"));
}

#[test]
fn a_file_of_a_newer_baton_is_not_called_damaged() {
    let fleet = Fleet::new();
    fleet.device("b").pump().unwrap();
    let hello = files_ending(&dir_of(&fleet, "b"), ".json").remove(0);
    let body = br#"{"format":2,"device":"b","name":"","platform":"","app_version":""}"#;
    fs::write(hello, seal("helo", body)).unwrap();
    let checkup = examine_folder(&fleet.relay());
    is_told(&checkup, FindingCode::NewerFormat, Severity::Warning);
    is_not_told(&checkup, FindingCode::DamagedFiles);
}

#[test]
fn a_device_with_very_many_files_is_told() {
    let fleet = Fleet::new();
    fleet.device("b").pump().unwrap();
    for n in 0..100 {
        let name = format!("hello-aaaaaaaaaaaaa{}{}{}.json", letter(n / 10), letter(n % 10), 'a');
        fs::write(dir_of(&fleet, "b").join(name), "").unwrap();
    }
    let checkup = examine_folder(&fleet.relay());
    is_told(&checkup, FindingCode::TooManyFiles, Severity::Warning);
    assert_eq!(checkup.files_by_device[0].files, 102);
    assert_eq!(found(&checkup, FindingCode::DamagedFiles).paths.len(), 100);
}

fn letter(n: u32) -> char {
    char::from_digit(n + 10, 36).unwrap()
}
