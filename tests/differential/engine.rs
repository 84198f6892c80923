//! The whole engine, through the facade and a relay, against the reference's fold of the same ops.

use std::collections::BTreeMap;

use baton_engine::{
    SyncSubsystem,
    fold::{Fold, MemoryRecords, OpRow, StateHash},
};
use baton_tests::{Fleet, Random, converge, field};
use car_sync::fold::fold;
use serde_json::json;

use crate::{
    messages::their_messages,
    twins::{Twin, payload, scope, surface},
};

const NAMES: [&str; 3] = ["a", "b", "c"];

/// Appends something random, and answers the op as both engines have it.
fn append(random: &mut Random, device: &mut SyncSubsystem, last: Option<&Twin>) -> Twin {
    let (scope, surface) = (scope(random), surface(random));
    let payload = payload(random, &surface);
    let receipt = device.append(scope.clone(), surface.clone(), payload.clone()).unwrap();
    let hlc = &receipt["hlc"];
    let stamp = (
        hlc["wall_ms"].as_u64().unwrap(),
        u32::try_from(hlc["counter"].as_u64().unwrap()).unwrap(),
    );
    let seq = receipt["seq"].as_u64().unwrap();
    let twin = Twin::new(device.device_id(), stamp, seq, last, (scope, surface), payload);
    assert_eq!(receipt["op_id"], twin.theirs.op_id, "{}", twin.ours.payload.canonical());
    twin
}

/// Three devices that append, pump, checkpoint and rebase as they please, then come to rest.
fn live(seed: u64, fleet: &Fleet) -> (Vec<SyncSubsystem>, Vec<Twin>) {
    let mut random = Random::new(seed);
    let mut devices: Vec<_> = NAMES.iter().map(|name| fleet.device(name)).collect();
    let (mut heads, mut made) = (BTreeMap::new(), Vec::new());
    for _ in 0..150 {
        let at = random.below(devices.len());
        match random.below(20) {
            0..=3 => drop(devices[at].pump().unwrap()),
            4 => drop(devices[at].checkpoint().unwrap()),
            5 => drop(devices[at].rebase().unwrap()),
            _ => {
                let twin = append(&mut random, &mut devices[at], heads.get(&at));
                heads.insert(at, twin.clone());
                made.push(twin);
            }
        }
    }
    converge(&mut devices.iter_mut().collect::<Vec<_>>());
    (devices, made)
}

#[test]
fn three_devices_end_with_the_state_that_the_reference_folds_from_their_ops() {
    for seed in 0..6 {
        let fleet = Fleet::new();
        let (mut devices, made) = live(seed, &fleet);
        let state = fold(&made.iter().map(|twin| twin.theirs.clone()).collect::<Vec<_>>());
        let (mut records, mut hash) = (MemoryRecords::default(), StateHash::default());
        for (row, twin) in made.iter().enumerate() {
            let Ok(()) = Fold::new(&mut records, &mut hash).op(&twin.ours, OpRow(row as i64));
        }
        for device in &mut devices {
            assert_eq!(field(device, "state_hash"), hash.to_string(), "seed {seed}");
            for id in state.conversation_ids() {
                assert_eq!(
                    device.transcript(&id).unwrap(),
                    json!(state.transcript(&id)),
                    "seed {seed}"
                );
            }
            for (agent, ledger) in &state.intents {
                let known = device
                    .leases()
                    .unwrap()
                    .into_iter()
                    .find(|known| known.agent_id == *agent)
                    .unwrap();
                assert_eq!(
                    known.last_epoch.get(),
                    ledger.fencing_epoch,
                    "seed {seed}, agent {agent:?}"
                );
            }
            for (agent, run) in ["bot", "cook", ""]
                .iter()
                .flat_map(|agent| (0..4).map(move |n| (*agent, format!("run-{n}"))))
            {
                let decision = device.fence_check(agent, &run, 1).unwrap()["decision"]["decision"].clone();
                let committed = state.committed_run(agent, &run).is_some();
                assert_eq!(
                    decision == "already_committed",
                    committed,
                    "seed {seed}, {agent:?} {run}"
                );
            }
        }
    }
}

#[test]
fn devices_resume_a_sound_conversation_as_the_reference_does() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    let mut random = Random::new(11);
    let (mut heads, mut made) = (BTreeMap::new(), Vec::new());
    for n in 0..60 {
        let (at, device) = if random.chance(50) { (0, &mut a) } else { (1, &mut b) };
        let (role, text) = (*random.pick(&["user", "assistant"]), format!("turn {n}"));
        let payload = json!({"conversation_id": "c", "role": role, "content": text, "timestamp": n});
        let kind = (baton_engine::Scope::Personal, baton_engine::Surface::Conversation);
        let receipt = device.append(kind.0.clone(), kind.1.clone(), payload.clone()).unwrap();
        let stamp = (
            receipt["hlc"]["wall_ms"].as_u64().unwrap(),
            receipt["hlc"]["counter"].as_u64().unwrap() as u32,
        );
        let twin = Twin::new(
            device.device_id(),
            stamp,
            receipt["seq"].as_u64().unwrap(),
            heads.get(&at),
            kind,
            payload,
        );
        made.push(twin.theirs.clone());
        heads.insert(at, twin);
        if random.chance(20) {
            device.pump().unwrap();
        }
    }
    converge(&mut [&mut a, &mut b]);
    let expected = their_messages(&fold(&made), "c");
    assert_eq!(a.resume("c").unwrap(), expected);
    assert_eq!(b.resume("c").unwrap(), expected);
}
