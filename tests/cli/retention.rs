//! How far back a device shows things, decided at the command line.

use baton_engine::{InMemoryLeaseCoordinator, SyncSubsystem};
use baton_tests::{Device, Pair, say, ticking};
use serde_json::json;

/// Records a turn of the year 2001, which the command line cannot.
fn say_long_ago(device: &Device, conversation: &str, content: &str) {
    let id = device.json(&["status"])["device_id"].as_str().unwrap().to_owned();
    let data = device.root.join(&id);
    let clock = ticking(1_000_000_000_000);
    let leases = Box::new(InMemoryLeaseCoordinator::new(clock.clone()));
    let mut engine = SyncSubsystem::open_with(id, &data, &device.relay, leases, clock).unwrap();
    say(&mut engine, conversation, content);
}

#[test]
fn without_a_decision_everything_is_shown() {
    let Pair { a, .. } = &Pair::new();
    assert_eq!(a.json(&["retention"]), json!({"conversations": "all"}));
    assert!(a.text(&["retention"]).contains("all conversations"));
}

#[test]
fn a_decision_is_answered_kept_and_taken_back() {
    let Pair { a: device, .. } = &Pair::new();
    say_long_ago(device, "old", "a slow train");
    device.say("new", "a fast train");
    assert_eq!(device.json(&["conversations"]).as_array().unwrap().len(), 2);
    let set = ["retention", "--conversations", "90"];
    assert_eq!(device.json(&set), json!({"conversations": 90}));
    assert_eq!(device.json(&["retention"]), json!({"conversations": 90}));
    let text = device.text(&["retention"]);
    assert!(text.contains("last 90 days") && text.contains("One is older"), "{text}");
    assert!(text.contains("--conversations all"), "{text}");
    let listed = device.json(&["conversations"]);
    assert_eq!(
        (listed.as_array().unwrap().len(), &listed[0]["conversation_id"]),
        (1, &json!("new"))
    );
    let text = device.text(&["conversations"]);
    assert!(
        text.ends_with("\n\n1 older conversation is not listed; `baton retention` says why.\n"),
        "{text}"
    );
    assert_eq!(device.said("old"), ["a slow train"]);
    let text = device.text(&["retention", "--conversations", "all"]);
    assert!(
        text.contains("all conversations") && text.contains("baton watch"),
        "{text}"
    );
    assert_eq!(device.json(&["retention"]), json!({"conversations": "all"}));
    assert_eq!(device.json(&["conversations"]).as_array().unwrap().len(), 2);
}

#[test]
fn where_everything_is_left_out_the_list_does_not_say_that_there_is_nothing() {
    let Pair { a, .. } = &Pair::new();
    say_long_ago(a, "old", "a slow train");
    say_long_ago(a, "older", "a slower train");
    a.json(&["retention", "--conversations", "1"]);
    let text = a.text(&["conversations"]);
    assert!(text.contains("2 older conversations are not listed"), "{text}");
    assert!(!text.contains("no conversation yet"), "{text}");
    a.say("old", "and on it goes");
    assert_eq!(a.said("old"), ["a slow train", "and on it goes"]);
    assert_eq!(a.json(&["conversations"])[0]["turns"], 2);
    let text = a.text(&["retention"]);
    assert!(text.contains("last day") && text.contains("One is older"), "{text}");
}

#[test]
fn the_help_says_what_happens_to_what_is_left_out() {
    let help = Pair::new().a.text(&["retention", "--help"]);
    for word in ["left out as a whole", "not deleted", "never left out", "90"] {
        assert!(help.contains(word), "'{word}' is missing: {help}");
    }
}
