//! Whoever is healthy is told so, and looking leaves everything as it was.

use std::{fs, path::Path};

use baton_engine::{
    FindingCode, Intent, IntentStatus, Scope, Severity, Surface, SyncSubsystem, examine_device, examine_folder,
};
use baton_tests::{Fleet, Pair, Random, converge, exchange, files_below, say, snapshot};
use serde_json::json;

use crate::patient::{is_told, look};

/// Two devices with something on every kind of surface.
fn busy(fleet: &Fleet, rounds: u64) -> (SyncSubsystem, SyncSubsystem) {
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    let mut random = Random::new(7);
    for n in 0..rounds {
        for device in [&mut a, &mut b] {
            say(device, "c", &format!("turn {n}"));
            let key = json!({"id": format!("fact-{}", random.below(5)), "n": n});
            device.append(Scope::Personal, Surface::Knowledge, key.clone()).unwrap();
            device.append(Scope::Personal, Surface::Declagent, key).unwrap();
            let run = Intent::new("bot", format!("run-{}", n / 2), n, IntentStatus::Pending);
            device.record_intent(Scope::Personal, &run).unwrap();
        }
        converge(&mut [&mut a, &mut b]);
        if n % 3 == 2 {
            a.checkpoint().unwrap();
            a.rebase().unwrap();
        }
    }
    exchange(&mut [&mut a, &mut b]);
    (a, b)
}

#[test]
fn a_pair_of_devices_with_checkpoints_and_every_kind_of_change_is_healthy_all_along() {
    let fleet = Fleet::new();
    for rounds in [1, 4] {
        let (mut a, mut b) = busy(&fleet, rounds);
        for device in [&mut a, &mut b] {
            let checkup = look(device);
            assert!(checkup.healthy, "{checkup:#?}");
            let codes = [
                FindingCode::StoreSound,
                FindingCode::FilesProven,
                FindingCode::NothingAwaited,
                FindingCode::Propagation,
            ];
            codes
                .iter()
                .for_each(|code| drop(is_told(&checkup, *code, Severity::Ok).clone()));
            assert!(
                checkup.findings.iter().all(|finding| finding.severity == Severity::Ok),
                "{checkup:#?}"
            );
            assert_eq!(checkup.files_by_device.len(), 2);
            assert!(!checkup.is_repairable());
        }
    }
}

#[test]
fn looking_leaves_the_folder_and_the_store_byte_for_byte_as_they_were() {
    let fleet = Fleet::new();
    let (mut a, b) = busy(&fleet, 3);
    fs::write(fleet.relay().join("stray.txt"), "x").unwrap();
    let before = snapshot(&fleet.relay());
    look(&mut a);
    drop((a, b));
    let own = snapshot(&fleet.data("a"));
    look_from_outside(&fleet);
    assert_eq!(snapshot(&fleet.relay()), before);
    assert_eq!(snapshot(&fleet.data("a")), own);
}

fn look_from_outside(fleet: &Fleet) {
    examine_folder(&fleet.relay());
    // The fleet keeps a device's data in a folder of its name, as a root does.
    fs::write(fleet.folder().join("device-id"), "a").unwrap();
    let checkup = examine_device(fleet.folder(), &fleet.relay()).unwrap();
    is_told(&checkup, FindingCode::StoreSound, Severity::Ok);
}

#[test]
fn the_log_that_a_dead_process_left_is_looked_into_and_left_as_it_is() {
    let fleet = Fleet::new();
    let mut a = fleet.device("a");
    say(&mut a, "c", "in the log alone");
    // What is on disk while it runs is what a process that dies leaves there.
    let copy = fleet.folder().join("root");
    fs::create_dir_all(copy.join("a")).unwrap();
    for name in ["baton.db", "baton.db-wal"] {
        fs::copy(fleet.data("a").join(name), copy.join("a").join(name)).unwrap();
    }
    fs::write(copy.join("device-id"), "a").unwrap();
    let log = |root: &Path| {
        (
            fs::read(root.join("a/baton.db")).unwrap(),
            fs::read(root.join("a/baton.db-wal")).unwrap(),
        )
    };
    let before = log(&copy);
    assert!(!before.1.is_empty(), "the scene needs a log");
    let checkup = examine_device(&copy, &fleet.relay()).unwrap();
    let sound = is_told(&checkup, FindingCode::StoreSound, Severity::Ok);
    assert!(sound.detail.contains("1 change"), "{}", sound.detail);
    assert!(log(&copy) == before, "the log was changed");
}

#[test]
fn where_nothing_is_nothing_is_created() {
    let pair = Pair::new();
    let checkup = examine_device(&pair.a.root, &pair.a.relay).unwrap();
    assert!(checkup.healthy, "{checkup:#?}");
    is_told(&checkup, FindingCode::NoData, Severity::Note);
    is_told(&checkup, FindingCode::FolderMissing, Severity::Note);
    baton_engine::repair_device(&pair.a.root, &pair.a.relay).unwrap();
    assert!(files_below(pair.folder()).is_empty() && !pair.a.root.exists());
}

#[test]
fn a_folder_is_looked_at_where_this_device_has_no_data() {
    let fleet = Fleet::new();
    drop(busy(&fleet, 2));
    let checkup = examine_folder(&fleet.relay());
    assert!(checkup.healthy, "{checkup:#?}");
    is_told(&checkup, FindingCode::FilesProven, Severity::Ok);
    is_told(&checkup, FindingCode::NothingAwaited, Severity::Ok);
    assert!(checkup.finding(FindingCode::StoreSound).is_none());
}
