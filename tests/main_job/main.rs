//! The main job on real input: agents talk on two devices at once, through one folder, and both devices end equal.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, an unmet expectation is the failure"
)]

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use baton_engine::{Scope, SyncSubsystem};
use baton_tests::{Agents, Fleet, Random, converge, field};
use serde_json::Value;

const TURNS: usize = 1_500;

/// Records so many turns, some one by one and some in batches, and pumps as it goes; answers what it recorded.
fn record(device: &mut SyncSubsystem, seed: u64, done: &AtomicUsize) -> Vec<Value> {
    let mut agents = Agents::new(device.device_id(), seed);
    let mut random = Random::new(seed);
    let mut recorded = Vec::new();
    while recorded.len() < TURNS {
        let batch: Vec<_> = agents.by_ref().take(1 + random.below(40)).collect();
        match &batch[..] {
            [turn] => drop(record_one(device, turn)),
            batch => drop(device.record_turns(Scope::Personal, batch).unwrap()),
        }
        recorded.extend(batch);
        if random.chance(40) {
            device.pump().unwrap();
        }
        if random.chance(5) {
            device.checkpoint().unwrap();
            device.rebase().unwrap();
        }
    }
    done.fetch_add(1, Ordering::SeqCst);
    // The other one still writes: go on reading, as a running app would.
    while done.load(Ordering::SeqCst) < 2 {
        device.pump().unwrap();
        thread::yield_now();
    }
    recorded
}

fn record_one(device: &mut SyncSubsystem, turn: &Value) -> Value {
    let text = |name: &str| turn[name].as_str().unwrap_or_default();
    let calls = turn["tool_calls"].as_array().cloned().unwrap_or_default();
    let (answers, at) = (turn["tool_use_id"].as_str(), turn["timestamp"].as_u64().unwrap());
    let (conversation, role, content) = (text("conversation_id"), text("role"), text("content"));
    device
        .record_turn(Scope::Personal, conversation, role, content, calls, answers, at)
        .unwrap()
}

/// What one device said in a conversation, in order, as far as a turn shows it.
fn said_by(recorded: &[Value], conversation: &str) -> Vec<Value> {
    recorded
        .iter()
        .filter(|turn| turn["conversation_id"] == conversation)
        .cloned()
        .collect()
}

/// The turns of a transcript that `device` wrote, without what the op adds.
fn seen_of(transcript: &Value, device: &str) -> Vec<Value> {
    let of_device = transcript
        .as_array()
        .unwrap()
        .iter()
        .filter(|turn| turn["hlc"]["device_id"] == device);
    let strip = |turn: &Value| {
        let mut turn = turn.clone();
        let fields = turn.as_object_mut().unwrap();
        fields.remove("hlc");
        fields.remove("op_id");
        turn
    };
    of_device.map(strip).collect()
}

#[test]
fn thousands_of_turns_recorded_on_two_devices_at_once_end_equal_on_both() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    let done = AtomicUsize::new(0);
    let (from_a, from_b) = thread::scope(|scope| {
        let (on_a, on_b) = (
            scope.spawn(|| record(&mut a, 1, &done)),
            scope.spawn(|| record(&mut b, 2, &done)),
        );
        (on_a.join().unwrap(), on_b.join().unwrap())
    });
    assert!(
        from_a
            .iter()
            .chain(&from_b)
            .any(|turn| turn["content"].as_str().unwrap().len() > 500_000),
        "no large result"
    );
    converge(&mut [&mut a, &mut b]);
    for n in 0..12 {
        let id = format!("chat-{n}");
        let transcript = a.transcript(&id).unwrap();
        assert!(
            transcript == b.transcript(&id).unwrap(),
            "the transcripts of {id} differ"
        );
        assert!(
            seen_of(&transcript, "a") == said_by(&from_a, &id),
            "{id} is not what was said on a"
        );
        assert!(
            seen_of(&transcript, "b") == said_by(&from_b, &id),
            "{id} is not what was said on b"
        );
        let (resumed, on_b) = (a.resume(&id).unwrap().to_string(), b.resume(&id).unwrap().to_string());
        assert!(resumed == on_b, "{id} resumes differently");
        assert!(resumed.len() > 2);
    }
    assert_eq!(field(&mut a, "journal_frontier"), field(&mut b, "journal_frontier"));

    let mut late = fleet.device("late");
    converge(&mut [&mut late, &mut a, &mut b]);
    assert!(late.transcript("chat-3").unwrap() == a.transcript("chat-3").unwrap());
}
