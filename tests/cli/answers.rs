//! `--json` prints exactly the answers of the facade.

use baton_tests::Pair;
use serde_json::{Value, json};

/// The names of an object's fields, sorted.
#[track_caller]
pub fn fields(value: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    names
}

#[track_caller]
fn assert_op(answer: &Value, seq: u64) {
    assert_eq!(fields(answer), ["hlc", "op_id", "seq"]);
    assert_eq!(fields(&answer["hlc"]), ["counter", "device_id", "wall_ms"]);
    assert_eq!(answer["seq"], seq);
    let hex = answer["op_id"].as_str().unwrap().strip_prefix("op-").unwrap();
    assert!(
        hex.len() == 32 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{answer}"
    );
}

#[test]
fn a_device_that_never_ran_has_an_id_an_empty_journal_and_a_roster() {
    let pair = Pair::new();
    let status = pair.a.json(&["status"]);
    let expected = [
        "base_checkpoint",
        "device_id",
        "double_runs",
        "journal_frontier",
        "roster",
        "stable_frontier",
        "state_hash",
        "status",
    ];
    assert_eq!(fields(&status), expected);
    assert_eq!(
        status["status"],
        json!({"kind": "syncing", "headline": "Not synced yet"})
    );
    assert!(status["device_id"].as_str().unwrap().starts_with("device-"));
    assert_eq!(status["journal_frontier"], json!({}));
    assert_eq!(status["base_checkpoint"], Value::Null);
    assert!(status["roster"].is_array());
    assert_eq!(
        pair.a.json(&["status"])["device_id"],
        status["device_id"],
        "the id stays"
    );
}

#[test]
fn append_answers_the_op_with_its_place_in_the_chain() {
    let pair = Pair::new();
    assert_op(
        &pair
            .a
            .json(&["append", "--surface", "knowledge", "--payload", r#"{"id":"k"}"#]),
        0,
    );
    assert_op(
        &pair.a.json(&[
            "append",
            "--surface",
            "registry:tools",
            "--payload",
            "[1]",
            "--org",
            "acme",
        ]),
        1,
    );
}

#[test]
fn a_payload_can_come_from_standard_input() {
    let pair = Pair::new();
    let arguments = ["--json", "append", "--surface", "skill", "--payload", "-"];
    assert_op(
        &pair
            .a
            .run_with(&arguments, "{\"id\": \"s\",\n \"steps\": []}\n")
            .document(),
        0,
    );
}

#[test]
fn a_turn_spoken_on_one_device_is_resumed_on_the_other_byte_for_byte() {
    let pair = Pair::new();
    let calls = r#"[{"id":"c1","name":"timetable","arguments":{"from":"Wien"}}]"#;
    assert_op(&pair.a.say("trip", "When does it leave? 🚆"), 0);
    pair.a.json(&[
        "record-turn",
        "--conversation",
        "trip",
        "--role",
        "assistant",
        "--content",
        "Let me look.",
        "--tool-calls",
        calls,
    ]);
    pair.exchange();
    let result = [
        "--conversation",
        "trip",
        "--role",
        "tool_result",
        "--tool-use-id",
        "c1",
        "--content",
        "22:04",
    ];
    pair.b.json(&[&["record-turn"], &result[..]].concat());
    pair.exchange();
    let messages = pair.a.json(&["resume", "trip"]);
    assert_eq!(
        messages[0],
        json!({"role": "user", "content": "When does it leave? 🚆"})
    );
    assert_eq!(messages[1]["tool_calls"], serde_json::from_str::<Value>(calls).unwrap());
    assert_eq!(
        messages[2],
        json!({"role": "tool_result", "tool_use_id": "c1", "content": "22:04"})
    );
    let resumed = |device: &baton_tests::Device| device.run(&["--json", "resume", "trip"]).out;
    assert_eq!(resumed(&pair.a), resumed(&pair.b));
    assert_eq!(
        pair.a.json(&["status"])["state_hash"],
        pair.b.json(&["status"])["state_hash"]
    );
}

#[test]
fn a_transcript_has_every_field_of_a_turn() {
    let pair = Pair::new();
    pair.a.json(&[
        "record-turn",
        "--conversation",
        "",
        "--role",
        "user",
        "--content",
        "-v?",
        "--timestamp",
        "1700",
    ]);
    let turns = pair.a.json(&["transcript", ""]);
    let turn = &turns[0];
    for field in ["conversation_id", "role", "content", "timestamp", "hlc", "op_id"] {
        assert!(turn.get(field).is_some(), "{field} is missing in {turn}");
    }
    assert_eq!((&turn["content"], &turn["timestamp"]), (&json!("-v?"), &json!(1700)));
    assert_eq!(pair.a.json(&["transcript", "no such conversation"]), json!([]));
}

#[test]
fn a_turn_without_a_timestamp_is_said_now() {
    let pair = Pair::new();
    let wall = pair.a.say("c", "x")["hlc"]["wall_ms"].as_u64().unwrap();
    let stamp = pair.a.json(&["transcript", "c"])[0]["timestamp"].as_u64().unwrap();
    assert!(stamp.abs_diff(wall) < 60_000, "{stamp} is not now, {wall}");
}

#[test]
fn a_pump_tells_what_it_moved() {
    let pair = Pair::new();
    pair.a.say("c", "x");
    let sent = pair.a.json(&["pump"]);
    assert_eq!(
        fields(&sent),
        ["acked", "folded", "push_deduped", "pushed", "state_hash"]
    );
    assert_eq!((&sent["pushed"], &sent["folded"]), (&json!(1), &json!(0)));
    let taken = pair.b.json(&["pump"]);
    assert_eq!((&taken["pushed"], &taken["folded"]), (&json!(0), &json!(1)));
    assert_eq!(taken["state_hash"], sent["state_hash"]);
}

#[test]
fn a_checkpoint_is_published_once_everybody_has_everything_and_a_third_device_starts_from_it() {
    let pair = Pair::new();
    pair.a.say("c", "x");
    pair.exchange();
    let published = pair.a.json(&["checkpoint"]);
    assert_eq!(fields(&published), ["checkpoint_hash", "published"]);
    assert_eq!(published["published"], true);
    let third = baton_tests::Device {
        root: pair.folder().join("third"),
        relay: pair.a.relay.clone(),
    };
    third.json(&["pump"]);
    let rebased = third.json(&["rebase"]);
    assert_eq!(fields(&rebased), ["base_checkpoint", "rebased"]);
    assert_eq!(rebased["base_checkpoint"], published["checkpoint_hash"]);
    assert_eq!(third.said("c"), ["x"]);
}

#[test]
fn a_checkpoint_of_nothing_is_not_published() {
    let answer = Pair::new().a.json(&["checkpoint"]);
    assert_eq!(
        (&answer["published"], answer.get("checkpoint_hash")),
        (&json!(false), None)
    );
}

#[test]
fn conversations_are_listed_latest_first() {
    let pair = Pair::new();
    for conversation in ["first", "second", "first"] {
        pair.a.say(conversation, "Hello");
    }
    let listed = pair.a.json(&["conversations"]);
    assert_eq!(
        fields(&listed[0]),
        ["conversation_id", "last_activity_ms", "title", "turns"]
    );
    assert_eq!(
        (&listed[0]["conversation_id"], &listed[0]["turns"]),
        (&json!("first"), &json!(2))
    );
    assert_eq!(listed[1]["conversation_id"], "second");
    assert_eq!(listed.as_array().unwrap().len(), 2);
}

#[test]
fn a_retired_device_is_not_waited_for_and_an_unknown_one_is_refused() {
    let pair = Pair::new();
    pair.exchange();
    pair.a.say("c", "x");
    pair.a.json(&["pump"]);
    let lost = pair.b.json(&["status"])["device_id"].as_str().unwrap().to_owned();
    assert_eq!(pair.a.json(&["retire", &lost])["retired"], lost.as_str());
    pair.a.json(&["pump"]);
    let own = pair.a.json(&["status"])["device_id"].as_str().unwrap().to_owned();
    assert_eq!(pair.a.json(&["status"])["stable_frontier"], json!({ own: 0 }));
    pair.a.run(&["retire", "device-nobody"]).refusal(1);
}
