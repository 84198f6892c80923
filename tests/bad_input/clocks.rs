//! Clocks that are wrong: nothing is dragged along, nothing panics, and somebody is told.

use std::{fs, sync::Arc};

use baton_engine::{
    ProblemKind, Scope, Surface, SyncSubsystem, WallClock,
    op::{Hlc, Op, Payload, Seq},
    relay::{Segment, device_dir},
};
use baton_tests::{Fleet, converge, said, say, ticking, turn_ids};
use serde_json::{Value, json};

const YEAR_9999_MS: u64 = 253_402_300_799_999;

fn stopped(at: u64) -> WallClock {
    Arc::new(move || at)
}

fn last_stamp(device: &mut SyncSubsystem) -> Value {
    device.transcript("c").unwrap().as_array().unwrap().last().unwrap()["hlc"].clone()
}

fn is_skew_reported(device: &mut SyncSubsystem) -> bool {
    device
        .overview()
        .unwrap()
        .problems
        .iter()
        .any(|problem| problem.kind == ProblemKind::ClockSkew)
}

#[test]
fn a_device_whose_clock_was_set_to_1970_keeps_its_order_and_says_so() {
    for start in [0, 1, 86_400_000] {
        let fleet = Fleet::new();
        let mut a = fleet.device_with_clock("a", stopped(start));
        let mut b = fleet.device("b");
        (0..5).for_each(|n| drop(say(&mut a, "c", &format!("{n}"))));
        assert!(is_skew_reported(&mut a), "a clock in 1970 goes unnoticed");
        converge(&mut [&mut a, &mut b]);
        assert_eq!(said(&mut b, "c"), ["0", "1", "2", "3", "4"]);
        assert!(!is_skew_reported(&mut b));
        say(&mut b, "c", "an answer");
        converge(&mut [&mut a, &mut b]);
        say(&mut a, "c", "and a reply to it");
        converge(&mut [&mut a, &mut b]);
        // What it writes until its clock is set sorts before what the others wrote, which its report says.
        let all = said(&mut b, "c");
        assert_eq!(all[..5], ["0", "1", "2", "3", "4"]);
        assert_eq!(all.len(), 7);
    }
}

#[test]
fn a_device_whose_clock_jumps_back_by_years_goes_on_rising() {
    let fleet = Fleet::new();
    let mut a = fleet.device("a");
    (0..3).for_each(|n| drop(say(&mut a, "c", &format!("{n}"))));
    drop(a);
    let mut a = fleet.device_with_clock("a", ticking(1_000));
    (3..6).for_each(|n| drop(say(&mut a, "c", &format!("{n}"))));
    let mut b = fleet.device("b");
    converge(&mut [&mut a, &mut b]);
    assert_eq!(said(&mut b, "c"), ["0", "1", "2", "3", "4", "5"]);
}

#[test]
fn f16_a_device_at_the_end_of_time_is_heard_and_reported_and_drags_nobody_along() {
    for wall in [YEAR_9999_MS, YEAR_9999_MS + 1, u64::MAX] {
        let fleet = Fleet::new();
        let mut future = fleet.device_with_clock("future", stopped(wall));
        let mut a = fleet.device("a");
        (0..3).for_each(|n| drop(say(&mut future, "c", &format!("from the future {n}"))));
        converge(&mut [&mut future, &mut a]);
        assert_eq!(said(&mut a, "c").len(), 3, "its turns are accepted");
        assert!(is_skew_reported(&mut a), "the skew is reported");
        say(&mut a, "own", "now");
        let own = a.transcript("own").unwrap()[0]["hlc"]["wall_ms"].as_u64().unwrap();
        assert!(own < 1_800_000_000_000, "the clock was dragged to {own}");
        drop((a, future));
        let (mut a, mut future) = (fleet.device("a"), fleet.device_with_clock("future", stopped(wall)));
        say(&mut a, "own", "after a restart");
        say(&mut future, "c", "still here");
        converge(&mut [&mut future, &mut a]);
        assert_eq!(said(&mut a, "c").last().unwrap(), "still here");
        // Its clock is put right: it goes on above what it wrote, and the others hear it.
        drop(future);
        let mut future = fleet.device("future");
        say(&mut future, "c", "clock put right");
        converge(&mut [&mut future, &mut a]);
        assert_eq!(said(&mut a, "c").last().unwrap(), "clock put right");
    }
}

#[test]
fn f16_a_stamp_with_the_largest_possible_clock_stops_no_device_and_no_checkpoint() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    a.pump().unwrap();
    let hlc = Hlc {
        wall_ms: u64::MAX,
        counter: u32::MAX,
        device_id: "mallory".into(),
    };
    let payload = Payload::new(json!({"conversation_id": "c", "content": "the last word"})).unwrap();
    let op = Op::new(hlc, Seq(0), None, Scope::Personal, Surface::Conversation, payload);
    let (name, file) = Segment::new(vec![op]).unwrap().encode().unwrap();
    let dir = fleet.relay().join(device_dir(&"mallory".into()));
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join(name.to_string()), file).unwrap();
    for _ in 0..2 {
        say(&mut a, "c", "a goes on");
        say(&mut b, "c", "b goes on");
        converge(&mut [&mut a, &mut b]);
        drop((a, b));
        (a, b) = (fleet.device("a"), fleet.device("b"));
    }
    assert_eq!(said(&mut a, "c").last().unwrap(), "the last word");
    assert_eq!(last_stamp(&mut b)["wall_ms"], u64::MAX);
    assert_eq!(turn_ids(&mut a, "c").len(), 5);
    assert!(is_skew_reported(&mut a) && is_skew_reported(&mut b));
    // Mallory itself comes back without its data: even it can go on.
    let mut mallory = fleet.device("mallory");
    converge(&mut [&mut mallory, &mut a, &mut b]);
    a.checkpoint().unwrap();
    converge(&mut [&mut mallory, &mut a, &mut b]);
    assert_eq!(said(&mut mallory, "c").len(), 5);
}
