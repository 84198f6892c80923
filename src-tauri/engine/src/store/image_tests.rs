use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::op::{Hlc, Millis, Payload, Scope, Surface};

const DEVICES: [&str; 2] = ["a", "b"];

fn any_change() -> impl Strategy<Value = (Surface, Value)> {
    let turn = (0..3u8).prop_map(|talk| (Surface::Conversation, json!({"conversation_id": format!("c{talk}")})));
    let route = (0..9u8).prop_map(|to| (Surface::Routing, json!({"to": to})));
    let fact =
        (0..3u8, 0..9u8).prop_map(|(id, fact)| (Surface::Knowledge, json!({"id": id.to_string(), "fact": fact})));
    let declared = (0..2u8, 0..9u8).prop_map(|(id, n)| (Surface::Declagent, json!({"id": id.to_string(), "n": n})));
    let intent = (0..2u8, 0..3u8, 0..4u64, 0..3usize).prop_map(|(agent, run, epoch, status)| {
        let (status, run) = (["pending", "committed", "failed"][status], format!("r{run}"));
        let intent = json!({"agent_id": agent.to_string(), "id": run, "run_id": run, "epoch": epoch, "status": status});
        (Surface::Intent, intent)
    });
    let no_intent = Just((Surface::Intent, json!({"id": "nonsense"})));
    prop_oneof![3 => turn, 1 => route, 2 => fact, 1 => declared, 3 => intent, 1 => no_intent]
}

/// Chains of all devices whose stamps interleave.
fn chains(changes: Vec<(usize, (Surface, Value))>) -> Vec<Vec<Op>> {
    let mut chains: Vec<Vec<Op>> = vec![Vec::new(); DEVICES.len()];
    for (wall_ms, (device, (surface, payload))) in (1..).zip(changes) {
        let chain = &mut chains[device];
        let hlc = Hlc {
            wall_ms,
            counter: 0,
            device_id: DEVICES[device].into(),
        };
        let (seq, prev) = (Seq(chain.len() as u64), chain.last().map(|op| op.id));
        let payload = Payload::new(payload).unwrap();
        chain.push(Op::new(hlc, seq, prev, Scope::Personal, surface, payload));
    }
    chains
}

/// A third device that took over so many ops of each chain.
fn holding(chains: &[Vec<Op>], counts: &[usize]) -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path(), "reader".into()).unwrap();
    let take = store.write("take", |write| {
        let held = chains.iter().zip(counts).map(|(chain, count)| &chain[..*count]);
        held.into_iter()
            .try_for_each(|ops| write.extend_chain(ops, 0, Millis(u64::MAX)))
    });
    take.unwrap();
    (dir, store)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_state_at_a_frontier_is_that_of_who_holds_no_more(
        changes in prop::collection::vec((0..DEVICES.len(), any_change()), 1..40),
        parts in prop::array::uniform2(0.0..=1.0),
    ) {
        let chains = chains(changes);
        let all: Vec<_> = chains.iter().map(Vec::len).collect();
        let some: Vec<_> = all.iter().zip(parts).map(|(len, part)| (*len as f64 * part) as usize).collect();
        let (_dir, whole) = holding(&chains, &all);
        let (_other_dir, part) = holding(&chains, &some);
        let frontier = part.frontier().unwrap();
        let image = whole.image_at(&frontier).unwrap().unwrap();
        prop_assert_eq!(image.hash, part.summary().unwrap().hash);
        prop_assert!(part.recompute().unwrap().agrees());
        for (device, last) in &frontier {
            for first in 0..=last.get() {
                let range = (Seq(first), *last);
                let surviving = whole.surviving_ops(&image, device, range, usize::MAX).unwrap();
                prop_assert_eq!(whole.count_surviving(&image, device, range).unwrap(), surviving.len() as u64);
            }
        }
    }
}

#[test]
fn ops_of_records_are_found_without_passing_by_the_turns() {
    let (_dir, store) = holding(&[], &[]);
    let mut explain = store
        .conn
        .prepare(&format!("EXPLAIN QUERY PLAN {}", keyed_ops()))
        .unwrap();
    let steps = explain.query_map([1, 1], |row| row.get::<_, String>(3)).unwrap();
    let plan: Vec<_> = steps.map(Result::unwrap).collect();
    assert!(plan.iter().any(|step| step.contains("op_keyed")), "{plan:?}");
}
