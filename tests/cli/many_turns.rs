//! `record-turns`: a history at once, a thousand turns to a transaction.

use baton_tests::Pair;
use serde_json::json;

fn lines(range: std::ops::Range<u32>) -> Vec<String> {
    let line = |number| json!({"conversation_id": format!("c{}", number % 3), "content": format!("turn {number}")});
    range.map(|number| line(number).to_string()).collect()
}

#[test]
fn a_history_is_recorded_in_order_with_its_conversations_counted() {
    let pair = Pair::new();
    let file = pair.file("history.jsonl", lines(0..2500).join("\n"));
    let run = pair.a.run(&["--json", "record-turns", &file]);
    assert_eq!(
        run.document(),
        json!({"recorded": 2500, "conversations": ["c0", "c1", "c2"]})
    );
    assert!(run.err.contains("2000"), "no progress on standard error: {}", run.err);
    let said = pair.a.said("c1");
    assert_eq!(
        (said.len(), said[0].as_str(), said[832].as_str()),
        (833, "turn 1", "turn 2497")
    );
}

#[test]
fn a_history_can_come_from_standard_input_with_every_field_of_a_turn() {
    let pair = Pair::new();
    let history = [
        json!({"conversation_id": "t", "role": "user", "content": "שלום", "timestamp": 5.9}),
        json!({"conversation_id": "t", "role": "assistant", "content": "", "tool_calls": [{"id": "1", "name": "f", "arguments": {}}]}),
        json!({"conversation_id": "t", "role": "tool", "tool_use_id": "1", "content": "ok"}),
    ];
    let input: String = history.iter().map(|line| format!("{line}\r\n\n")).collect();
    let run = pair.a.run_with(&["--json", "record-turns", "-"], input);
    assert_eq!(run.document(), json!({"recorded": 3, "conversations": ["t"]}));
    let turns = pair.a.json(&["transcript", "t"]);
    assert_eq!(
        (&turns[0]["content"], &turns[0]["timestamp"]),
        (&json!("שלום"), &json!(5))
    );
    assert_eq!(
        (&turns[1]["tool_calls"][0]["name"], &turns[2]["tool_use_id"]),
        (&json!("f"), &json!("1"))
    );
}

#[test]
fn an_empty_history_is_no_error() {
    let run = Pair::new().a.run_with(&["--json", "record-turns", "-"], "\n\n");
    assert_eq!(run.document(), json!({"recorded": 0, "conversations": []}));
}

#[test]
fn a_bad_line_is_named_and_nothing_of_its_batch_is_recorded() {
    let pair = Pair::new();
    for bad in ["{\"content\":", "[]", "7", "{\"content\": \"\u{1}\"}"] {
        let mut lines = lines(0..20);
        lines[16] = bad.to_owned();
        let run = pair.a.run_with(&["record-turns", "-"], lines.join("\n"));
        assert!(run.refusal(1).contains("line 17"), "{}", run.err);
        assert_eq!(run.out, "");
    }
    assert_eq!(pair.a.json(&["conversations"]), json!([]));
}

#[test]
fn a_line_that_is_json_but_no_turn_is_named_with_what_is_wrong_and_without_repetition() {
    let Pair { a, .. } = &Pair::new();
    for (bad, wrong) in [
        (r#"{"content":"x","role":7}"#, "'role' must be text"),
        (r#"{"conten":"x"}"#, "content"),
    ] {
        let run = a.run_with(&["record-turns", "-"], format!("\n{{\"content\":\"good\"}}\n{bad}\n"));
        let reason = run.refusal(1);
        assert!(
            reason.starts_with("baton: line 3: ") && reason.contains(wrong),
            "{reason}"
        );
        assert_eq!(reason.matches("recorded").count(), 1, "{reason}");
    }
    assert_eq!(a.json(&["conversations"]), json!([]));
}

#[test]
fn a_line_that_is_no_text_is_named() {
    let run = Pair::new()
        .a
        .run_with(&["record-turns", "-"], b"{}\n{\"content\":\"\xff\"}\n");
    assert!(run.refusal(1).contains("line 2"), "{}", run.err);
}

#[test]
fn the_batches_before_a_bad_line_stay_recorded_and_the_reason_says_how_many() {
    let pair = Pair::new();
    let mut lines = lines(0..2000);
    lines[1500] = "{".to_owned();
    let file = pair.file("history.jsonl", lines.join("\n"));
    let run = pair.a.run(&["record-turns", &file]);
    let reason = run.err.lines().last().unwrap();
    assert_eq!(run.code, 1);
    assert!(
        reason.contains("line 1501") && reason.contains("1000 turns before line 1001"),
        "{reason}"
    );
    let listed = pair.a.json(&["conversations"]);
    let turns: u64 = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["turns"].as_u64().unwrap())
        .sum();
    assert_eq!(turns, 1000);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let pair = Pair::new();
    for file in ["missing.jsonl", "."] {
        let path = pair.folder().join(file);
        let run = pair.a.run(&["record-turns", path.to_str().unwrap()]);
        assert!(run.refusal(1).contains(path.to_str().unwrap()), "{}", run.err);
    }
}
