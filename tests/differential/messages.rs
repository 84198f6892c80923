//! Transcripts and resumed messages.

use baton_engine::{
    Scope, Surface,
    fold::{Turn, resume_messages},
};
use baton_tests::Random;
use car_sync::fold::fold;
use serde_json::{Value, json};

use crate::{payloads, twins::Twin};

/// Turns of two devices that take turns, each said a millisecond after the one before.
fn conversation(payloads: impl IntoIterator<Item = Value>) -> Vec<Twin> {
    let mut heads: [Option<Twin>; 2] = [None, None];
    let mut said = Vec::new();
    for (at, payload) in payloads.into_iter().enumerate() {
        let head = &mut heads[at % 2];
        let seq = head.as_ref().map_or(0, |head| head.ours.seq.0 + 1);
        let kind = (Scope::Personal, Surface::Conversation);
        let twin = Twin::new(["a", "b"][at % 2], (at as u64, 0), seq, head.as_ref(), kind, payload);
        *head = Some(twin.clone());
        said.push(twin);
    }
    said
}

fn our_transcript(said: &[Twin], conversation: &str) -> Vec<Turn> {
    let mut ops: Vec<_> = said.iter().map(|twin| &twin.ours).collect();
    ops.sort_by_key(|op| (op.hlc.clone(), op.id));
    ops.into_iter()
        .map(Turn::of)
        .filter(|turn| turn.conversation_id == conversation)
        .collect()
}

fn our_resume(said: &[Twin]) -> Value {
    json!(resume_messages(our_transcript(said, "")))
}

/// What the reference resumes: of each message, the fields that the contract names.
pub fn their_messages(state: &car_sync::fold::SyncState, conversation: &str) -> Value {
    let strip = |message: Value| match message["role"].as_str() {
        Some("user") => json!({"role": "user", "content": message["content"]}),
        Some("assistant") => {
            json!({"role": "assistant", "content": message["content"], "tool_calls": message["tool_calls"]})
        }
        _ => json!({"role": "tool_result", "content": message["content"], "tool_use_id": message["tool_use_id"]}),
    };
    state
        .resume_messages(conversation)
        .into_iter()
        .map(|message| strip(json!(message)))
        .collect()
}

fn their_resume(said: &[Twin]) -> Value {
    their_messages(
        &fold(&said.iter().map(|twin| twin.theirs.clone()).collect::<Vec<_>>()),
        "",
    )
}

fn call(id: &str) -> Value {
    json!({"id": id, "name": "shell", "arguments": {"cmd": "ls"}})
}

fn asks(content: &str, ids: &[&str]) -> Value {
    json!({"role": "assistant", "content": content, "tool_calls": ids.iter().map(|id| call(id)).collect::<Vec<_>>()})
}

fn answers(id: &str) -> Value {
    json!({"role": "tool", "tool_use_id": id, "content": format!("result of {id}")})
}

/// A conversation in which every exchange is either answered whole or not at all, with concurrent turns, orphaned
/// results and abandoned calls.
fn sound_conversation(random: &mut Random) -> Vec<Value> {
    let (mut turns, mut ids) = (Vec::new(), 0);
    let mut fresh = |count: usize| {
        (0..count)
            .map(|_| {
                ids += 1;
                format!("call-{ids}")
            })
            .collect::<Vec<_>>()
    };
    for _ in 0..random.below(25) {
        match random.below(6) {
            0 | 1 => turns.push(json!({"role": "user", "content": payloads::text(random)})),
            2 => turns.push(json!({"role": "assistant", "content": payloads::text(random)})),
            3 => turns.extend([json!({"role": "user", "content": "go on"}), answers("nobody-asked")]),
            4 => {
                let ids = fresh(1 + random.below(3));
                turns.push(asks("abandoned", &ids.iter().map(String::as_str).collect::<Vec<_>>()));
                turns.push(json!({"role": "user", "content": payloads::text(random)}));
            }
            _ => {
                let mut ids = fresh(1 + random.below(4));
                turns.extend(
                    ids.chunks(2)
                        .map(|ids| asks("", &ids.iter().map(String::as_str).collect::<Vec<_>>())),
                );
                random.shuffle(&mut ids);
                turns.extend(ids.iter().map(|id| answers(id)));
            }
        }
    }
    turns
}

#[test]
fn every_field_of_every_turn_reads_as_in_the_reference_however_malformed_the_payload() {
    for seed in 0..60 {
        let mut random = Random::new(seed);
        let said = conversation((0..80).map(|_| payloads::turn(&mut random)).collect::<Vec<_>>());
        let state = fold(&said.iter().map(|twin| twin.theirs.clone()).collect::<Vec<_>>());
        for id in state.conversation_ids().iter().map(String::as_str).chain(["nowhere"]) {
            assert_eq!(
                json!(our_transcript(&said, id)),
                json!(state.transcript(id)),
                "seed {seed}, conversation {id:?}"
            );
        }
    }
}

#[test]
fn conversations_whose_exchanges_are_whole_resume_exactly_as_in_the_reference() {
    for seed in 0..400 {
        let said = conversation(sound_conversation(&mut Random::new(seed)));
        assert_eq!(our_resume(&said), their_resume(&said), "seed {seed}");
    }
}

#[test]
fn beyond_the_reference_a_result_for_a_call_nobody_made_is_dropped_also_inside_an_exchange() {
    let said = conversation([asks("look", &["1"]), answers("1"), answers("9")]);
    let messages = our_resume(&said);
    assert_eq!(messages.as_array().unwrap().len(), 2, "{messages}");
    assert_eq!(messages[1]["tool_use_id"], "1");
    assert_ne!(messages, their_resume(&said), "the reference keeps it");
}

#[test]
fn beyond_the_reference_a_partly_answered_assistant_keeps_only_its_answered_calls() {
    let said = conversation([
        asks("look", &["1", "2", "3"]),
        answers("3"),
        answers("1"),
        json!({"role": "user", "content": "ok"}),
    ]);
    let messages = our_resume(&said);
    assert_eq!(messages[0]["tool_calls"], json!([call("1"), call("3")]));
    assert_eq!(messages.as_array().unwrap().len(), 4, "{messages}");
    assert_ne!(messages, their_resume(&said), "the reference keeps the unanswered call");
}

#[test]
fn beyond_the_reference_a_call_is_answered_once() {
    let said = conversation([asks("", &["1"]), answers("1"), answers("1")]);
    assert_eq!(our_resume(&said).as_array().unwrap().len(), 2);
    assert_ne!(our_resume(&said), their_resume(&said), "the reference keeps both");
}

#[test]
fn whatever_was_said_a_provider_accepts_what_is_resumed() {
    for seed in 0..200 {
        let mut random = Random::new(seed);
        let mut turns: Vec<_> = (0..40).map(|_| payloads::turn(&mut random)).collect();
        turns
            .iter_mut()
            .filter(|turn| turn.is_object())
            .for_each(|turn| turn["conversation_id"] = "".into());
        let messages = our_resume(&conversation(turns));
        assert_acceptable(messages.as_array().unwrap(), seed);
    }
}

/// Roles alternate, every result answers a call of the assistant before it, and every call is answered.
fn assert_acceptable(messages: &[Value], seed: u64) {
    let (mut open, mut last) = (0, "");
    for message in messages {
        let role = message["role"].as_str().unwrap();
        if role == "tool_result" {
            assert!(open > 0, "seed {seed}: a result without a call in {messages:?}");
            open -= 1;
        } else {
            assert_eq!(open, 0, "seed {seed}: a call without a result in {messages:?}");
            assert_ne!(role, last, "seed {seed}: two neighbours of one role in {messages:?}");
            open = message["tool_calls"].as_array().map_or(0, Vec::len);
        }
        last = role;
    }
    assert_eq!(open, 0, "seed {seed}: a call without a result at the end");
}
