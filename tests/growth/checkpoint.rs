//! Checkpoints: all that is held is in the first, and what is new in those that follow.

use baton_engine::{Scope, SyncSubsystem};
use serde_json::json;
use tempfile::TempDir;

use crate::cost::{Cost, cost_of, meter};

/// Turns held by a device: a part holds those of 4,096 places, and both devices have begun another as far.
const SMALL: u64 = 4_096 + 100;
const LARGE: u64 = 5 * 4_096 + 100;

/// Two devices over a folder, which both hold the same turns, and a checkpoint of them.
struct Checkpointed {
    a: SyncSubsystem,
    b: SyncSubsystem,
    _dir: TempDir,
}

fn turn(number: u64) -> serde_json::Value {
    json!({"conversation_id": format!("c{}", number % 20), "role": "user", "content": format!("turn {number}")})
}

impl Checkpointed {
    fn of(turns: u64) -> Self {
        meter();
        let dir = tempfile::tempdir().unwrap();
        let open = |name| SyncSubsystem::open_with_relay(&dir.path().join(name), &dir.path().join("relay")).unwrap();
        let (a, b) = (open("a"), open("b"));
        let mut both = Self { a, b, _dir: dir };
        both.record(0..turns);
        assert_eq!(both.a.checkpoint().unwrap()["published"], true);
        both
    }

    fn record(&mut self, numbers: std::ops::Range<u64>) {
        let turns: Vec<_> = numbers.map(turn).collect();
        self.a.record_turns(Scope::Personal, &turns).unwrap();
        for _ in 0..3 {
            self.a.pump().unwrap();
            self.b.pump().unwrap();
        }
    }

    fn after_one_more_turn(&mut self) -> Cost {
        self.record(SMALL..SMALL + 1);
        cost_of(|| assert_eq!(self.a.checkpoint().unwrap()["published"], true))
    }
}

#[test]
fn another_checkpoint_after_one_more_turn_is_made_of_what_changed() {
    let small = Checkpointed::of(SMALL).after_one_more_turn();
    let large = Checkpointed::of(LARGE).after_one_more_turn();
    // What was held before is counted, three steps an op, and neither read nor written.
    let counted = 4 * (LARGE - SMALL);
    assert!(large.steps < small.steps + counted, "{small:?} {large:?}");
    assert!(large.written < 2 * small.written, "{small:?} {large:?}");
    assert!(large.read < 2 * small.read, "{small:?} {large:?}");
}
