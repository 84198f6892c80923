//! Failures of the reference engine that this one must not have. The numbers are those of the list of hazards.

use std::fs;

use baton_engine::{Scope, Surface};
use baton_tests::{Fleet, converge, exchange, field, files_below, files_ending, said, say, snapshot};
use serde_json::json;

#[test]
fn f1_checkpoints_can_be_taken_again_and_again_and_the_folder_stays_small() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    let mut most = 0;
    for round in 0..20 {
        for n in 0..15 {
            say(&mut a, "c", &format!("a {round} {n}"));
            b.append(
                Scope::Personal,
                Surface::Declagent,
                json!({"id": "config", "n": n, "round": round}),
            )
            .unwrap();
        }
        converge(&mut [&mut a, &mut b]);
        let publisher = if round % 2 == 0 { &mut a } else { &mut b };
        let answer = publisher.checkpoint().unwrap();
        assert_eq!(answer["published"], true, "round {round}: {answer}");
        converge(&mut [&mut a, &mut b]);
        assert_eq!(
            field(&mut a, "base_checkpoint"),
            answer["checkpoint_hash"],
            "round {round}"
        );
        assert_eq!(
            field(&mut b, "base_checkpoint"),
            answer["checkpoint_hash"],
            "round {round}"
        );
        converge(&mut [&mut a, &mut b]);
        assert_eq!(
            files_ending(&fleet.relay(), ".seg"),
            Vec::<std::path::PathBuf>::new(),
            "round {round}"
        );
        most = most.max(files_below(&fleet.relay()).len());
    }
    assert!(most < 25, "{most} files");
    let mut late = fleet.device("late");
    converge(&mut [&mut late, &mut a, &mut b]);
    assert_eq!(said(&mut late, "c").len(), 300);
}

#[test]
fn f2_a_device_without_history_that_went_silent_holds_the_stable_frontier_back_and_loses_nothing() {
    // The contract leaves it to a person to retire it; until then nothing may be removed, and nothing is lost.
    let fleet = Fleet::new();
    let (mut a, mut b, mut silent) = (fleet.device("a"), fleet.device("b"), fleet.device("silent"));
    silent.pump().unwrap();
    drop(silent);
    (0..5).for_each(|n| drop(say(&mut a, "c", &format!("{n}"))));
    converge(&mut [&mut a, &mut b]);
    let answer = a.checkpoint().unwrap();
    assert_eq!(answer["published"], false);
    assert!(answer["reason"].is_string(), "nobody learns why");
    let roster = field(&mut a, "roster");
    let entry = roster
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["device_id"] == "silent")
        .unwrap();
    assert_eq!(entry["behind"], 5, "the roster shows who holds it back");
    let mut silent = fleet.device("silent");
    converge(&mut [&mut a, &mut b, &mut silent]);
    assert_eq!(
        a.checkpoint().unwrap()["published"],
        true,
        "it goes on as soon as the device is heard again"
    );
}

#[test]
fn f7_a_new_folder_is_filled_by_the_devices_and_a_third_joins_from_it_alone() {
    for checkpointed in [false, true] {
        let fleet = Fleet::new();
        let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
        for n in 0..20 {
            say(&mut a, "c", &format!("a {n}"));
            say(&mut b, "c", &format!("b {n}"));
            converge(&mut [&mut a, &mut b]);
        }
        if checkpointed {
            a.checkpoint().unwrap();
            converge(&mut [&mut a, &mut b]);
            converge(&mut [&mut a, &mut b]);
            assert!(files_ending(&fleet.relay(), ".seg").is_empty());
        }
        say(&mut a, "c", "not pumped before the folder was lost");
        drop((a, b));
        fs::remove_dir_all(fleet.relay()).unwrap();
        let new = fleet.folder().join("another drive");
        let (mut a, mut b) = (fleet.device_on("a", &new), fleet.device_on("b", &new));
        converge(&mut [&mut a, &mut b]);
        let mut third = fleet.device_on("third", &new);
        converge(&mut [&mut a, &mut b, &mut third]);
        assert_eq!(said(&mut third, "c").len(), 41, "checkpointed: {checkpointed}");
        assert!(!fleet.relay().exists());
    }
}

#[test]
fn f18_what_a_device_wrote_offline_reaches_the_others_before_it_is_removed() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    converge(&mut [&mut a, &mut b]);
    say(&mut a, "c", "written offline");
    say(&mut b, "c", "written later, pumped first");
    b.pump().unwrap();
    for _ in 0..4 {
        a.pump().unwrap();
        a.checkpoint().unwrap();
        a.rebase().unwrap();
    }
    b.pump().unwrap();
    assert_eq!(said(&mut b, "c").len(), 2);
    converge(&mut [&mut a, &mut b]);
}

#[test]
fn f19_looking_writes_nothing_and_an_idle_pump_writes_nothing() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    for n in 0..10 {
        say(&mut a, "c", &format!("{n}"));
        say(&mut b, "c", &format!("{n}"));
        converge(&mut [&mut a, &mut b]);
    }
    a.checkpoint().unwrap();
    for _ in 0..3 {
        exchange(&mut [&mut a, &mut b]);
    }
    let before = snapshot(&fleet.relay());
    for device in [&mut a, &mut b] {
        device.status().unwrap();
        device.overview().unwrap();
        device.transcript("c").unwrap();
        device.resume("c").unwrap();
        device.conversations().unwrap();
        device.leases().unwrap();
        assert!(!device.has_unpublished().unwrap());
    }
    assert!(snapshot(&fleet.relay()) == before, "looking changed the relay");
    exchange(&mut [&mut a, &mut b]);
    a.rebase().unwrap();
    assert_eq!(a.checkpoint().unwrap()["published"], false);
    exchange(&mut [&mut a, &mut b]);
    assert!(snapshot(&fleet.relay()) == before, "idle pumps changed the relay");
}
