//! Rounds with the relay: one new turn, and none.

use baton_engine::Surface;
use baton_tests::{Counted, CountingFiles, Node};
use serde_json::json;
use tempfile::TempDir;

use crate::cost::{Cost, LARGE, SMALL, assert_flat, assert_no_growth, cost_of, meter};

/// New turns that are measured: on some of them segments are merged, and the sum is what counts.
const NEW_TURNS: u64 = 32;

/// What one scan lists in full: this device's folder; and by name: the relay, the folder of devices, that of the other device.
const FOLDERS: (u64, u64) = (1, 3);

/// Two devices that hold the same turns, over a relay that counts what each does.
struct Held {
    a: Node,
    b: Node,
    by_a: CountingFiles,
    by_b: CountingFiles,
    _dir: TempDir,
}

fn turn(number: u64) -> serde_json::Value {
    json!({"conversation_id": format!("c{}", number % 20), "content": format!("turn {number} is about as long as a line")})
}

impl Held {
    fn of(turns: u64) -> Self {
        meter();
        let dir = tempfile::tempdir().unwrap();
        let by_a = CountingFiles::default();
        let by_b = by_a.with_own_count();
        let mut held = Self {
            a: Node::open("a", &dir.path().join("a"), by_a.clone()),
            b: Node::open("b", &dir.path().join("b"), by_b.clone()),
            by_a,
            by_b,
            _dir: dir,
        };
        held.a.append_all(&Surface::Conversation, (0..turns).map(turn));
        held.settle();
        held
    }

    fn settle(&mut self) {
        for _ in 0..3 {
            self.a.pump().unwrap();
            self.b.pump().unwrap();
        }
    }

    fn counted(&self) -> (Counted, Counted) {
        (self.by_a.counted(), self.by_b.counted())
    }

    /// What something cost the store, and what each device did to the relay for it.
    fn cost_of(&mut self, work: impl Fn(&mut Node, &mut Node)) -> (Cost, Counted, Counted) {
        let before = self.counted();
        let cost = cost_of(|| work(&mut self.a, &mut self.b));
        let after = self.counted();
        (cost, after.0 - before.0, after.1 - before.1)
    }

    fn new_turns(&mut self) -> (Cost, Counted, Counted) {
        self.cost_of(|a, b| {
            for number in 0..NEW_TURNS {
                a.append(Surface::Conversation, turn(number));
                a.pump().unwrap();
                assert_eq!(b.pump().unwrap().folded, 1);
            }
        })
    }

    fn idle_rounds(&mut self) -> (Cost, Counted, Counted) {
        self.settle();
        self.cost_of(|a, b| {
            a.pump().unwrap();
            b.pump().unwrap();
        })
    }
}

#[track_caller]
fn assert_same_work(what: &str, small: Counted, large: Counted) {
    assert_no_growth(&format!("{what}, folders listed"), small.lists, large.lists, 1.0);
    assert_no_growth(
        &format!("{what}, folders listed by name"),
        small.names,
        large.names,
        1.0,
    );
    assert_no_growth(&format!("{what}, files listed"), small.entries, large.entries, 1.2);
    assert_no_growth(&format!("{what}, files read"), small.reads, large.reads, 1.0);
    assert_no_growth(&format!("{what}, bytes read"), small.bytes_read, large.bytes_read, 1.2);
    assert_no_growth(&format!("{what}, files created"), small.creates, large.creates, 1.0);
    assert_no_growth(
        &format!("{what}, bytes created"),
        small.bytes_created,
        large.bytes_created,
        1.2,
    );
    assert_no_growth(&format!("{what}, files removed"), small.removes, large.removes, 1.0);
    assert_no_growth(&format!("{what}, folders synced"), small.syncs, large.syncs, 1.0);
}

#[test]
fn one_new_turn_costs_the_same_however_many_are_held() {
    let (small, large) = (Held::of(SMALL).new_turns(), Held::of(LARGE).new_turns());
    assert_flat("one new turn", small.0, large.0);
    assert_no_growth("one new turn, bytes written", small.0.written, large.0.written, 2.0);
    assert_same_work("one new turn, its author", small.1, large.1);
    assert_same_work("one new turn, its reader", small.2, large.2);
    for counted in [small.1, small.2] {
        assert!(
            counted.syncs <= NEW_TURNS / 4 && counted.removes > 0,
            "tidying up waits: {counted:?}"
        );
    }
}

#[test]
fn an_idle_round_writes_nothing_and_costs_the_same_however_many_are_held() {
    let (small, large) = (Held::of(SMALL).idle_rounds(), Held::of(LARGE).idle_rounds());
    assert_flat("an idle round", small.0, large.0);
    assert_same_work("an idle round", small.1, large.1);
    for (cost, a, b) in [small, large] {
        assert_eq!((cost.commits, cost.written), (0, 0), "an idle round wrote to the store");
        for counted in [a, b] {
            assert_eq!((counted.lists, counted.names), FOLDERS, "one scan is enough");
        }
        assert_eq!((a.creates, a.removes, a.reads, a.syncs), (0, 0, 0, 0), "{a:?}");
        assert_eq!((b.creates, b.removes, b.reads, b.syncs), (0, 0, 0, 0), "{b:?}");
    }
}
