//! The properties of the fold: order, batching and repetition of work never matter.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::op::{Epoch, Hlc, Payload, Scope, Seq};

fn any_op() -> impl Strategy<Value = Op> {
    let surface = prop::sample::select(vec![
        "routing",
        "declagent",
        "conversation",
        "knowledge",
        "skill",
        "trajectory",
        "run",
        "intent",
        "registry:mcp",
    ]);
    let payload = (
        0..4u8,
        0..3u8,
        0..4u64,
        prop::sample::select(vec!["pending", "committed", "failed", "odd"]),
    )
        .prop_map(|(id, agent, epoch, status)| match id {
            0 => json!({"agent_id": agent, "status": status}),
            _ => json!({"id": format!("k{id}"), "agent_id": format!("g{agent}"), "epoch": epoch, "status": status}),
        });
    (
        surface,
        payload,
        0..6u64,
        0..3u32,
        prop::sample::select(vec!["a", "b", "c"]),
    )
        .prop_map(op)
}

fn op((surface, payload, wall_ms, counter, device): (&str, Value, u64, u32, &str)) -> Op {
    let hlc = Hlc {
        wall_ms,
        counter,
        device_id: device.into(),
    };
    let surface = Surface::from_tag(surface).unwrap();
    Op::new(
        hlc,
        Seq(0),
        None,
        Scope::Personal,
        surface,
        Payload::new(payload).unwrap(),
    )
}

/// Each op once, as the store guarantees.
fn any_ops() -> impl Strategy<Value = Vec<Op>> {
    prop::collection::vec(any_op(), 0..60).prop_map(|mut ops| {
        ops.sort_by_key(|op| op.id);
        ops.dedup_by_key(|op| op.id);
        ops
    })
}

fn fold_all(ops: &[Op]) -> (MemoryRecords, StateHash) {
    let (mut records, mut hash) = (MemoryRecords::default(), StateHash::default());
    for op in ops {
        let Ok(()) = Fold::new(&mut records, &mut hash).op(op, OpRow(0));
    }
    (records, hash)
}

proptest! {
    #[test]
    fn the_same_ops_in_any_order_give_the_same_records_and_digest(
        (ops, shuffled) in any_ops().prop_flat_map(|ops| (Just(ops.clone()), Just(ops).prop_shuffle()))
    ) {
        prop_assert_eq!(fold_all(&ops), fold_all(&shuffled));
    }

    #[test]
    fn the_digest_is_that_of_the_surviving_records_alone(ops in any_ops()) {
        let (records, hash) = fold_all(&ops);
        let mut expected = StateHash::default();
        for op in ops.iter().filter(|op| op.surface.tier() == Tier::Stream) {
            expected.add_stream_op(&op.surface, op.id);
        }
        for (slot, entry) in &records.entries {
            expected.add_record(slot, entry.op_id);
        }
        for (agent, epoch) in &records.fences {
            expected.add_fence(agent, *epoch);
        }
        prop_assert_eq!(hash, expected);
    }

    #[test]
    fn survivors_and_fences_alone_fold_to_the_same_state(ops in any_ops()) {
        let (records, hash) = fold_all(&ops);
        let (mut again, mut hash_again) = (MemoryRecords::default(), StateHash::default());
        let mut fold = Fold::new(&mut again, &mut hash_again);
        for (agent, epoch) in &records.fences {
            let Ok(_) = fold.raise_fence(agent, *epoch);
        }
        let survives = |op: &Op| op.surface.tier() == Tier::Stream || records.entries.values().any(|entry| entry.op_id == op.id);
        for op in ops.iter().filter(|op| survives(op)) {
            let Ok(()) = fold.op(op, OpRow(0));
        }
        prop_assert_eq!((again, hash_again), (records, hash));
    }
}

#[test]
fn a_committed_run_stays_known_whatever_its_epoch() {
    let intent = |run: &str, epoch: u64, status: &str, at| {
        op((
            "intent",
            json!({"id": run, "agent_id": "g", "epoch": epoch, "status": status}),
            at,
            0,
            "a",
        ))
    };
    let ops = [
        intent("r1", 1, "committed", 1),
        intent("r2", 1, "pending", 2),
        intent("r1", 5, "failed", 3),
    ];
    let (records, _) = fold_all(&ops);
    let slot = |table, run: &str| Slot {
        table,
        agent: "g".into(),
        key: format!("id:{run}"),
    };
    assert_eq!(records.entries[&slot(Table::CommittedRuns, "r1")].op_id, ops[0].id);
    assert_eq!(records.entries[&slot(Table::Runs, "r1")].op_id, ops[2].id);
    assert!(
        !records.entries.contains_key(&slot(Table::Runs, "r2")),
        "fenced by epoch 5"
    );
    assert_eq!(records.fences["g"], Epoch(5));
}

fn any_field() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        prop::sample::select(vec!["assistant", "tool", "tool_result", "user", "\"quoted\\\n"]).prop_map(Value::from),
        prop::collection::vec(".{0,4}".prop_map(Value::from), 0..5).prop_map(Value::from),
    ]
}

proptest! {
    #[test]
    fn a_label_says_the_same_as_the_turn(
        fields in prop::collection::btree_map(
            prop::sample::select(vec!["conversation_id", "role", "speaker", "content", "text", "timestamp", "x\"y"]), any_field(), 0..7
        ),
        other in any_field(), is_object in prop::bool::weighted(0.9),
    ) {
        let object = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let op = op(("conversation", if is_object { Value::Object(object) } else { other }, 1, 0, "a"));
        let (turn, label) = (Turn::of(&op), TurnLabel::of(&op));
        let places = LabelPlaces::of(&op);
        prop_assert_eq!(&places.of_its(&op), &label);
        prop_assert_eq!(label.conversation_id, turn.conversation_id);
        prop_assert_eq!((label.role, &*label.content), (turn.role, &*turn.content));
    }
}
