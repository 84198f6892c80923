//! The other devices, their clocks, and what is awaited from them.

use std::fs;

use baton_engine::{DeviceProfile, FindingCode, ProblemKind, Severity, SyncSubsystem, examine_folder};
use baton_tests::{Fleet, exchange, files_ending, say, say_at_length, ticking};

use crate::patient::{dir_of, is_not_told, is_told, look, operate};

const START: u64 = 1_700_000_000_000;
const HOUR: u64 = 3_600_000;
const DAY: u64 = 24 * HOUR;

fn called(device: &mut SyncSubsystem, name: &str) {
    let profile = DeviceProfile {
        name: name.to_owned(),
        ..DeviceProfile::default()
    };
    device.set_device_profile(&profile).unwrap();
}

fn pair(fleet: &Fleet) -> (SyncSubsystem, SyncSubsystem) {
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    called(&mut b, "Laptop");
    say(&mut a, "c", "a");
    say(&mut b, "c", "b");
    exchange(&mut [&mut a, &mut b]);
    (a, b)
}

#[test]
fn a_device_that_was_not_heard_of_for_long_is_told_by_its_name_and_how_to_retire_it() {
    let fleet = Fleet::new();
    drop(pair(&fleet));
    let mut later = fleet.device_with_clock("a", ticking(START + 40 * DAY));
    let checkup = look(&mut later);
    let silent = is_told(&checkup, FindingCode::SilentDevice, Severity::Warning);
    assert!(
        silent.title.contains("Laptop") && silent.advice.contains("baton retire b"),
        "{silent:?}"
    );
    assert!(
        silent.detail.contains("39 days") || silent.detail.contains("40 days"),
        "{}",
        silent.detail
    );
    // The folder alone knows their clock alone, so it only notes it.
    is_told(
        &examine_folder(&fleet.relay()),
        FindingCode::SilentDevice,
        Severity::Note,
    );
}

#[test]
fn a_retired_device_is_a_note() {
    let fleet = Fleet::new();
    let (mut a, _b) = pair(&fleet);
    a.retire("b").unwrap();
    is_told(&look(&mut a), FindingCode::RetiredDevice, Severity::Note);
    a.pump().unwrap();
    is_told(
        &examine_folder(&fleet.relay()),
        FindingCode::RetiredDevice,
        Severity::Note,
    );
}

#[test]
fn a_device_that_has_not_said_what_it_holds_is_a_note() {
    let fleet = Fleet::new();
    let (_a, b) = pair(&fleet);
    drop(b);
    files_ending(&dir_of(&fleet, "b"), ".tip")
        .iter()
        .for_each(|tip| fs::remove_file(tip).unwrap());
    let mut late = fleet.device("late");
    late.pump().unwrap();
    is_told(&look(&mut late), FindingCode::JoiningDevice, Severity::Note);
    is_told(
        &examine_folder(&fleet.relay()),
        FindingCode::JoiningDevice,
        Severity::Note,
    );
}

#[test]
fn a_fork_is_told_with_both_ids_and_the_name_of_the_device() {
    let fleet = Fleet::new();
    drop(pair(&fleet));
    let fork = "INSERT INTO fork SELECT no, 0, head, zeroblob(16) FROM device WHERE id = 'b'";
    operate(&fleet.data("a").join("baton.db"), fork);
    let mut a = fleet.device("a");
    let checkup = look(&mut a);
    let problems = a.overview().unwrap().problems;
    let problem = problems
        .iter()
        .find(|problem| problem.kind == ProblemKind::Fork)
        .unwrap();
    let problem = format!("{} {}", problem.message, problem.hint);
    for told in [&is_told(&checkup, FindingCode::Fork, Severity::Error).detail, &problem] {
        assert!(
            told.contains("1 of Laptop") && told.matches("op-").count() == 2,
            "{told}"
        );
    }
}

#[test]
fn a_clock_far_ahead_is_told_and_one_a_little_ahead_is_a_note() {
    for (ahead, severity) in [(48 * HOUR, Severity::Warning), (HOUR / 4, Severity::Note)] {
        let fleet = Fleet::new();
        let mut b = fleet.device_with_clock("b", ticking(START + ahead));
        say(&mut b, "c", "from the future");
        b.pump().unwrap();
        let mut a = fleet.device("a");
        a.pump().unwrap();
        is_told(&look(&mut a), FindingCode::ClockSkew, severity);
    }
}

#[test]
fn a_clock_that_is_not_set_is_told() {
    let fleet = Fleet::new();
    let mut a = fleet.device_with_clock("a", ticking(1000));
    is_told(&look(&mut a), FindingCode::ClockUnset, Severity::Warning);
}

#[test]
fn how_long_news_took_is_said_with_whose_clock_it_was_measured_by() {
    let fleet = Fleet::new();
    let mut b = fleet.device_with_clock("b", ticking(START));
    called(&mut b, "Laptop");
    b.pump().unwrap();
    let mut a = fleet.device_with_clock("a", ticking(START + 3 * 60_000));
    a.pump().unwrap();
    let checkup = look(&mut a);
    let took = is_told(&checkup, FindingCode::Propagation, Severity::Ok);
    assert!(
        took.detail.contains("Laptop") && took.detail.contains("by their clock"),
        "{}",
        took.detail
    );
    assert!(
        took.detail.contains("2 min") || took.detail.contains("3 min"),
        "{}",
        took.detail
    );
}

#[test]
fn news_that_seems_to_arrive_before_it_was_written_tells_of_clocks() {
    let fleet = Fleet::new();
    let mut b = fleet.device_with_clock("b", ticking(START + 60_000));
    b.pump().unwrap();
    let mut a = fleet.device_with_clock("a", ticking(START));
    a.pump().unwrap();
    let checkup = look(&mut a);
    let took = is_told(&checkup, FindingCode::Propagation, Severity::Ok);
    assert!(took.detail.contains("so the clocks differ"), "{}", took.detail);
}

#[test]
fn changes_that_were_announced_and_are_not_here_are_told_with_who_wrote_them() {
    let fleet = Fleet::new();
    let (mut a, mut b) = pair(&fleet);
    say_at_length(&mut b, "c", "lost on the way");
    b.pump().unwrap();
    fs::remove_file(files_ending(&dir_of(&fleet, "b"), ".seg").last().unwrap()).unwrap();
    a.pump().unwrap();
    let checkup = look(&mut a);
    let awaited = is_told(&checkup, FindingCode::AwaitedChanges, Severity::Note);
    assert!(
        awaited.title.contains("1 change of Laptop") && awaited.detail.contains("change 2"),
        "{awaited:?}"
    );
    is_not_told(&checkup, FindingCode::NothingAwaited);
    drop(a);
    let mut later = fleet.device_with_clock("a", ticking(START + 2 * HOUR));
    is_told(&look(&mut later), FindingCode::AwaitedChanges, Severity::Warning);
    is_told(
        &examine_folder(&fleet.relay()),
        FindingCode::AwaitedChanges,
        Severity::Warning,
    );
}

#[test]
fn changes_that_are_here_and_wait_for_the_next_sync_are_a_note() {
    let fleet = Fleet::new();
    let (mut a, mut b) = pair(&fleet);
    say(&mut b, "c", "new");
    b.pump().unwrap();
    let checkup = look(&mut a);
    is_told(&checkup, FindingCode::NotTakenIn, Severity::Note);
    is_not_told(&checkup, FindingCode::AwaitedChanges);
    assert!(checkup.healthy);
}
