//! What is asked of a store.

use std::ops::Range;

use baton_engine::{PageFrom, Scope, SyncSubsystem};
use serde_json::json;
use tempfile::TempDir;

use crate::cost::{Cost, LARGE, SMALL, assert_flat, assert_no_growth, cost_of, meter};

const CONVERSATIONS: u64 = 20;
const BATCH: u64 = 1_000;
const AGENT: &str = "agent";

/// Two devices over a folder; the first holds turns that are searchable, and a lease that the second voted for.
struct Asked {
    /// Nothing while it is closed.
    device: Option<SyncSubsystem>,
    epoch: u64,
    dir: TempDir,
}

fn turn(number: u64) -> serde_json::Value {
    // A page is as long with few turns held as with many.
    let conversation = if number < SMALL { 0 } else { 1 + number % CONVERSATIONS };
    // So is what a search finds.
    let word = if number < SMALL { "seldom" } else { "often" };
    json!({"conversation_id": format!("c{conversation}"), "role": "user", "content": format!("turn {number}, {word} said")})
}

fn open(dir: &TempDir, name: &str) -> SyncSubsystem {
    SyncSubsystem::open_with_relay(&dir.path().join(name), &dir.path().join("relay")).unwrap()
}

impl Asked {
    fn of(turns: u64) -> Self {
        meter();
        let dir = tempfile::tempdir().unwrap();
        let mut device = open(&dir, "a");
        for start in (0..turns).step_by(BATCH as usize) {
            let batch: Vec<_> = (start..turns.min(start + BATCH)).map(turn).collect();
            device.record_turns(Scope::Personal, &batch).unwrap();
        }
        while device.catch_up_search().unwrap() {}
        let epoch = granted(&mut device, &mut open(&dir, "b"));
        Self {
            device: Some(device),
            epoch,
            dir,
        }
    }

    /// What it costs once everything it needs was needed before.
    fn cost_of(&mut self, work: impl Fn(&mut SyncSubsystem, u64)) -> Cost {
        let device = self.device.as_mut().unwrap();
        work(device, self.epoch);
        cost_of(|| work(device, self.epoch))
    }

    /// What it costs a device that was just opened, the opening included.
    fn cold_cost_of(&mut self, work: impl Fn(&mut SyncSubsystem)) -> Cost {
        self.device = None;
        cost_of(|| work(&mut open(&self.dir, "a")))
    }
}

/// The epoch of a lease that both voted for.
fn granted(a: &mut SyncSubsystem, b: &mut SyncSubsystem) -> u64 {
    for _ in 0..20 {
        if let Ok(lease) = a.lease_acquire(AGENT, 3_600_000) {
            return lease["epoch"].as_u64().unwrap();
        }
        a.pump().unwrap();
        b.pump().unwrap();
    }
    panic!("no lease after twenty rounds");
}

fn page(device: &mut SyncSubsystem) {
    let page = device.turn_page("c0", PageFrom::End, SMALL as u32).unwrap();
    assert_eq!(page.turns.len() as u64, SMALL);
}

fn search(device: &mut SyncSubsystem) {
    let answer = device.search("seldom", &|_| None, None, 20).unwrap();
    assert_eq!(answer.found.hits.len(), 20);
}

#[test]
fn questions_cost_the_same_however_many_turns_are_held() {
    let (mut small, mut large) = (Asked::of(SMALL), Asked::of(LARGE));
    type Question = fn(&mut SyncSubsystem, u64);
    let questions: [(&str, Question); 5] = [
        ("status", |device, _| drop(device.status().unwrap())),
        ("overview", |device, _| drop(device.overview().unwrap())),
        ("a page of 200", |device, _| page(device)),
        ("a search", |device, _| search(device)),
        ("the fence", |device, epoch| {
            assert_eq!(device.fence_check(AGENT, "run", epoch).unwrap()["may_dispatch"], true);
        }),
    ];
    for (what, ask) in questions {
        assert_flat(what, small.cost_of(ask), large.cost_of(ask));
    }
}

/// Fresh from the disk, with what SQLite itself counts as no step: a count of all rows is one.
#[test]
fn opening_and_a_first_question_read_no_more_however_many_turns_are_held() {
    type Question = fn(&mut SyncSubsystem);
    let questions: [(&str, Question, f64); 3] = [
        ("opening and the status", |device| drop(device.status().unwrap()), 1.5),
        ("opening and a page of 200", page, 1.5),
        ("opening and a search", search, 2.0),
    ];
    let (mut small, mut large) = (Asked::of(SMALL), Asked::of(LARGE));
    for (what, ask, factor) in questions {
        let (small, large) = (small.cold_cost_of(ask), large.cold_cost_of(ask));
        assert_flat(what, small, large);
        assert_no_growth(&format!("{what}, bytes read"), small.read, large.read, factor);
    }
}

/// Turns that were recorded by the thousand, strewn over many conversations, wait in batches until an idle moment
/// (`store/turn_batches.rs`). A page of a conversation that many of them belong to may cost a bit more until then.
#[test]
fn a_page_costs_little_more_while_as_many_turns_wait_as_may() {
    meter();
    let dir = tempfile::tempdir().unwrap();
    let mut device = open(&dir, "a");
    let strewn = |number: u64| json!({"conversation_id": format!("c{}", number % 40), "content": number.to_string()});
    let record = |device: &mut SyncSubsystem, batches: Range<u64>| {
        for start in batches.map(|batch| batch * BATCH) {
            let batch: Vec<_> = (start..start + BATCH).map(strewn).collect();
            device.record_turns(Scope::Personal, &batch).unwrap();
        }
    };
    let settled = |device: &mut SyncSubsystem| while device.catch_up_search().unwrap() {};
    let cost = |device: &mut SyncSubsystem| {
        page(device);
        cost_of(|| page(device))
    };
    record(&mut device, 0..10);
    settled(&mut device);
    record(&mut device, 10..26);
    let waiting = cost(&mut device);
    settled(&mut device);
    let settled = cost(&mut device);
    assert!(
        waiting.steps > settled.steps,
        "{waiting:?}, {settled:?}: nothing waited"
    );
    assert_no_growth("a page while turns wait, SQL steps", settled.steps, waiting.steps, 1.6);
    assert_eq!(waiting.commits, 0);
}
