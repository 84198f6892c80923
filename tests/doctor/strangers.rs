//! Files that are not Baton's: each kind is told, none does harm, none is touched.

use std::fs;

use baton_engine::{FindingCode, Severity, examine_folder};
use baton_tests::{Fleet, files_ending, say_at_length, snapshot};

use crate::patient::{dir_of, is_told, look};

fn with_a_device() -> (Fleet, baton_engine::SyncSubsystem) {
    let fleet = Fleet::new();
    let mut a = fleet.device("a");
    say_at_length(&mut a, "c", "hello");
    a.pump().unwrap();
    (fleet, a)
}

#[test]
fn every_kind_of_stranger_is_told_apart_with_its_path_and_the_verdict_stays_healthy() {
    let (fleet, mut a) = with_a_device();
    let (relay, own) = (fleet.relay(), dir_of(&fleet, "a"));
    let segment = files_ending(&own, ".seg").remove(0);
    let stem = segment.file_stem().unwrap().to_str().unwrap().to_owned();
    fs::write(relay.join(".DS_Store"), "").unwrap();
    fs::write(relay.join("d/desktop.ini"), "").unwrap();
    fs::write(own.join("._x"), "").unwrap();
    fs::copy(
        &segment,
        own.join(format!("{stem} (Anna's conflicted copy 2026-11-22).seg")),
    )
    .unwrap();
    fs::copy(&segment, own.join(format!("{stem}-LAPTOP.seg"))).unwrap();
    fs::copy(&segment, own.join(format!("{stem}.seg.bak"))).unwrap();
    fs::create_dir_all(relay.join("old stuff/d")).unwrap();
    fs::copy(&segment, relay.join(format!("old stuff/d/{stem}.seg"))).unwrap();
    fs::write(own.join(format!(".{stem}.seg.icloud")), "").unwrap();
    fs::write(relay.join("holiday.jpg"), "").unwrap();
    let before = snapshot(&relay);
    let checkup = look(&mut a);
    assert!(checkup.healthy, "{checkup:#?}");
    let counts = [
        (FindingCode::Litter, 3),
        (FindingCode::ConflictedCopies, 2),
        (FindingCode::BackupCopies, 2),
        (FindingCode::Placeholders, 1),
        (FindingCode::UnknownFiles, 1),
    ];
    for (code, count) in counts {
        let finding = is_told(&checkup, code, Severity::Note);
        assert_eq!(finding.paths.len(), count, "{finding:?}");
        assert!(finding.title.starts_with(&count.to_string()), "{}", finding.title);
        assert!(finding.paths.iter().all(|path| relay.join(path).exists()));
    }
    let copies = is_told(&checkup, FindingCode::ConflictedCopies, Severity::Note);
    assert!(
        copies.detail.contains("Dropbox") && copies.detail.contains("OneDrive"),
        "{}",
        copies.detail
    );
    a.examine(true).unwrap();
    assert_eq!(snapshot(&relay), before, "somebody's file was touched");
}

#[test]
fn what_only_a_conflicted_copy_holds_is_not_awaited() {
    let (fleet, _) = with_a_device();
    let segment = files_ending(&dir_of(&fleet, "a"), ".seg").remove(0);
    let stem = segment.file_stem().unwrap().to_str().unwrap().to_owned();
    fs::rename(&segment, segment.with_file_name(format!("{stem} 2.seg"))).unwrap();
    let checkup = examine_folder(&fleet.relay());
    is_told(&checkup, FindingCode::NothingAwaited, Severity::Ok);
    is_told(&checkup, FindingCode::ConflictedCopies, Severity::Note);
}
