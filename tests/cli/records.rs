//! Everything that is not a conversation, at the command line.

use baton_tests::{Device, Pair};
use serde_json::json;

fn append(device: &Device, surface: &str, payload: &str) {
    device.json(&["append", "--surface", surface, "--payload", payload]);
}

#[test]
fn every_surface_is_counted_and_listed() {
    let Pair { a, .. } = &Pair::new();
    append(
        a,
        "knowledge",
        r#"{"id":"trip","text":"The night train leaves at nine"}"#,
    );
    append(a, "registry:tools", r#"{"id":"search","on":true}"#);
    let counts = a.json(&["records"]);
    let records = |tag: &str| {
        let found = counts.as_array().unwrap().iter().find(|one| one["surface"] == tag);
        found.map(|one| one["records"].as_u64().unwrap())
    };
    assert_eq!((records("knowledge"), records("registry:tools")), (Some(1), Some(1)));
    assert_eq!((records("skill"), records("conversation")), (Some(0), None));
    let text = a.text(&["records"]);
    assert!(
        text.contains("knowledge") && text.contains("what your agents know"),
        "{text}"
    );

    let page = a.json(&["records", "knowledge", "--starts-with", "tr"]);
    assert_eq!(page["records"][0]["key"], "id:trip");
    assert_eq!((&page["next"], &page["examined"]), (&json!(null), &json!(1)));
    let text = a.text(&["records", "knowledge"]);
    assert!(text.contains("id:trip") && text.contains("this device"), "{text}");
    assert!(a.text(&["records", "skill"]).contains("nothing in skill"));
    let none = a.text(&["records", "knowledge", "--search", "boat"]);
    assert!(none.contains("Nothing in knowledge matches"), "{none}");
}

#[test]
fn a_list_goes_on_where_it_ended() {
    let Pair { a, .. } = &Pair::new();
    for id in ["a", "b", "c"] {
        append(a, "skill", &format!(r#"{{"id":"{id}"}}"#));
    }
    let first = a.json(&["records", "skill", "--limit", "2"]);
    let next = first["next"].as_str().unwrap();
    assert!(
        a.text(&["records", "skill", "--limit", "2"])
            .contains(&format!("--after '{next}'"))
    );
    let rest = a.json(&["records", "skill", "--limit", "2", "--after", next]);
    assert_eq!(rest["records"][0]["key"], "id:c");
    assert_eq!(rest["next"], json!(null));
}

#[test]
fn one_record_is_shown_with_its_value_and_its_history() {
    let Pair { a, .. } = &Pair::new();
    append(a, "declagent", r#"{"id":"planner","model":"small \u001b[31m"}"#);
    append(a, "declagent", r#"{"id":"planner","model":"large"}"#);
    let shown = a.json(&["records", "declagent", "--key", "planner", "--history"]);
    assert_eq!(shown["value"]["model"], "large");
    assert_eq!(shown["record"]["key"], "id:planner");
    let history = shown["history"].as_array().unwrap();
    assert_eq!(
        (history.len(), &history[0]["counts"], &history[1]["counts"]),
        (2, &json!(true), &json!(false))
    );
    assert_eq!(history[1]["value"]["model"], "small \u{1b}[31m");
    let text = a.text(&["records", "declagent", "--key", "planner", "--history"]);
    assert!(
        text.contains(r#""model": "large""#) && text.contains("counts"),
        "{text}"
    );
    assert!(!text.contains('\u{1b}'), "{text:?}");
    let gone = a.run(&["records", "declagent", "--key", "nobody"]);
    assert!(gone.refusal(1).contains("unknown record 'nobody'"));
}

#[test]
fn a_run_says_how_far_it_has_come() {
    let Pair { a, .. } = &Pair::new();
    for status in ["pending", "committed"] {
        let run = [
            "record-intent",
            "--agent",
            "bot",
            "--run",
            "r",
            "--epoch",
            "4",
            "--status",
            status,
        ];
        a.json(&run);
    }
    let text = a.text(&["records", "intent"]);
    assert!(text.contains("done (epoch 4)"), "{text}");
    let shown = a.json(&["records", "intent", "--agent", "bot", "--key", "r", "--history"]);
    assert_eq!(
        shown["record"]["run"],
        json!({"status": "committed", "epoch": 4, "committed_twice": false})
    );
    assert_eq!(shown["history"].as_array().unwrap().len(), 2);
}
