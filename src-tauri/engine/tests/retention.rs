//! What a device shows, seen through the facade: on its own clock, and whatever it shows, the devices agree.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use baton_engine::{InMemoryLeaseCoordinator, Intent, IntentStatus, PageFrom, Retention, Scope, SyncSubsystem};
use serde_json::{Value, json};

const DAY: u64 = 24 * 60 * 60 * 1000;

/// A clock that a test sets.
#[derive(Clone)]
struct Clock(Arc<AtomicU64>);

impl Clock {
    fn at_day(day: u64) -> Self {
        Self(Arc::new(AtomicU64::new(day * DAY)))
    }

    fn set_day(&self, day: u64) {
        self.0.store(day * DAY, Ordering::Relaxed);
    }
}

fn open(dir: &Path, name: &str, clock: &Clock) -> SyncSubsystem {
    let Clock(now) = clock.clone();
    let wall: baton_engine::WallClock = Arc::new(move || now.load(Ordering::Relaxed));
    let leases = Box::new(InMemoryLeaseCoordinator::new(wall.clone()));
    SyncSubsystem::open_with(name.to_owned(), &dir.join(name), &dir.join("relay"), leases, wall).unwrap()
}

fn say(device: &mut SyncSubsystem, conversation: &str, text: &str) {
    let turn = device.record_turn(Scope::Personal, conversation, "user", text, vec![], None, 0);
    turn.unwrap();
}

fn show(device: &mut SyncSubsystem, keep: &str) {
    let conversations = keep.parse().unwrap();
    device.set_retention(Retention { conversations }).unwrap();
}

/// What the list and a search show, each once all idle moments were had.
fn shown(device: &mut SyncSubsystem, word: &str) -> (Vec<String>, Vec<String>) {
    while device.catch_up_search().unwrap() {}
    assert!(!device.is_search_behind().unwrap());
    let listed: Vec<Value> = serde_json::from_value(device.conversations().unwrap()).unwrap();
    let listed = listed
        .iter()
        .map(|one| one["conversation_id"].as_str().unwrap().to_owned());
    let found = device.search(word, &|_| None, None, 50).unwrap().found;
    let found: BTreeSet<_> = found.hits.into_iter().map(|hit| hit.turn.conversation_id).collect();
    let listed: Vec<String> = listed.collect();
    let found = listed.iter().filter(|id| found.contains(*id)).cloned().collect();
    (listed, found)
}

#[test]
fn a_device_shows_what_it_is_told_to_and_everything_again_when_asked() {
    let (dir, clock) = (tempfile::tempdir().unwrap(), Clock::at_day(1000));
    let mut device = open(dir.path(), "a", &clock);
    assert_eq!(json!(device.retention().unwrap()), json!({"conversations": "all"}));
    say(&mut device, "old", "a slow train");
    clock.set_day(1050);
    say(&mut device, "new", "a fast train");
    let all = shown(&mut device, "train");
    assert_eq!(all.0, ["new", "old"]);
    let hash = device.status().unwrap()["state_hash"].clone();

    show(&mut device, "30");
    assert_eq!(shown(&mut device, "train"), (vec!["new".into()], vec!["new".into()]));
    assert_eq!(device.hidden_conversations().unwrap(), 1);
    assert_eq!(device.status().unwrap()["state_hash"], hash);
    drop(device);
    let mut device = open(dir.path(), "a", &clock);
    assert_eq!(json!(device.retention().unwrap()), json!({"conversations": 30}), "kept");
    assert_eq!(device.transcript("old").unwrap()[0]["content"], "a slow train");
    assert_eq!(device.resume("old").unwrap()[0]["content"], "a slow train");
    assert_eq!(device.turn_page("old", PageFrom::End, 5).unwrap().turns.len(), 1);

    show(&mut device, "all");
    assert_eq!(shown(&mut device, "train"), all);
    assert_eq!(device.hidden_conversations().unwrap(), 0);
}

#[test]
fn time_alone_takes_a_conversation_off_and_a_clock_set_back_brings_it_back() {
    let (dir, clock) = (tempfile::tempdir().unwrap(), Clock::at_day(1000));
    let mut device = open(dir.path(), "a", &clock);
    say(&mut device, "c", "train");
    show(&mut device, "7");
    let all = (vec!["c".to_owned()], vec!["c".to_owned()]);
    assert_eq!(shown(&mut device, "train"), all);
    clock.set_day(1007);
    assert_eq!(shown(&mut device, "train"), all, "the last day counts");
    clock.set_day(1008);
    assert!(device.is_search_behind().unwrap());
    assert_eq!(shown(&mut device, "train"), (vec![], vec![]));
    clock.set_day(1001);
    assert_eq!(shown(&mut device, "train"), all);
}

#[test]
fn a_turn_from_another_device_brings_a_conversation_back_whole() {
    let (dir, clock) = (tempfile::tempdir().unwrap(), Clock::at_day(1000));
    let (mut a, mut b) = (open(dir.path(), "a", &clock), open(dir.path(), "b", &clock));
    say(&mut a, "trip", "first words");
    a.pump().unwrap();
    b.pump().unwrap();
    show(&mut b, "30");
    clock.set_day(1100);
    assert_eq!(shown(&mut b, "first"), (vec![], vec![]));
    say(&mut a, "trip", "last words");
    a.pump().unwrap();
    b.pump().unwrap();
    assert_eq!(shown(&mut b, "first").1, ["trip"]);
    assert_eq!(a.resume("trip").unwrap(), b.resume("trip").unwrap());
    assert_eq!(a.status().unwrap()["state_hash"], b.status().unwrap()["state_hash"]);
}

#[test]
fn a_run_committed_long_ago_stays_committed_whatever_is_shown() {
    let (dir, clock) = (tempfile::tempdir().unwrap(), Clock::at_day(1000));
    let mut device = open(dir.path(), "a", &clock);
    let intent = |status| Intent::new("planner", "r", 1, status);
    device
        .record_intent(Scope::Personal, &intent(IntentStatus::Committed))
        .unwrap();
    show(&mut device, "1");
    clock.set_day(2000);
    shown(&mut device, "x");
    let fence = device.fence_check("planner", "r", 1).unwrap();
    assert_eq!(fence["decision"]["decision"], "already_committed");
    let again = device.record_intent(Scope::Personal, &intent(IntentStatus::Pending));
    assert_eq!(again.unwrap()["recorded"], false);
}
