//! Everything that is not a conversation, as somebody sees it who looks.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::path::Path;

use baton_engine::{
    InMemoryLeaseCoordinator, Intent, IntentStatus, RecordName, RecordQuery, RecordSummary, Scope, Surface,
    SyncSubsystem, WallClock, parse_surface,
};
use serde_json::{Value, json};

fn open(dir: &Path, name: &str) -> SyncSubsystem {
    let wall: WallClock = std::sync::Arc::new(|| 1_700_000_000_000);
    let leases = Box::new(InMemoryLeaseCoordinator::new(wall.clone()));
    SyncSubsystem::open_with(name.to_owned(), &dir.join(name), &dir.join("relay"), leases, wall).unwrap()
}

fn write(device: &mut SyncSubsystem, surface: &str, payload: Value) {
    device
        .append(Scope::Personal, parse_surface(surface).unwrap(), payload)
        .unwrap();
}

fn all_of(surface: &str) -> RecordQuery {
    RecordQuery {
        surface: parse_surface(surface).unwrap(),
        starts_with: String::new(),
        contains: String::new(),
        after: None,
        limit: 100,
    }
}

fn named(surface: Surface, agent: &str, key: &str) -> RecordName {
    RecordName {
        surface,
        agent: agent.to_owned(),
        key: key.to_owned(),
    }
}

/// The values of a record's history, newest first.
fn told(device: &mut SyncSubsystem, name: &RecordName) -> Vec<(Value, bool)> {
    let history = device.record_history(name, None, 100).unwrap();
    let told = history.entries.into_iter().map(|entry| {
        let op = device.record_op(entry.record.place).unwrap().unwrap();
        (op.payload.value()["v"].clone(), entry.counts)
    });
    told.collect()
}

fn exchange(a: &mut SyncSubsystem, b: &mut SyncSubsystem) {
    for _ in 0..3 {
        a.pump().unwrap();
        b.pump().unwrap();
    }
}

#[test]
fn a_register_shows_its_versions_until_a_checkpoint_tidies_away_what_was_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let (mut a, mut b) = (open(dir.path(), "a"), open(dir.path(), "b"));
    for v in 1..=3 {
        write(&mut a, "registry:tools", json!({"id": "search", "v": v}));
    }
    let name = named(parse_surface("registry:tools").unwrap(), "", "id:search");
    let versions = [(json!(3), true), (json!(2), false), (json!(1), false)];
    assert_eq!(told(&mut a, &name), versions);
    assert_eq!(a.record_history(&name, None, 100).unwrap().dropped_before_ms, None);

    exchange(&mut a, &mut b);
    assert_eq!(told(&mut b, &name), versions, "what was received has a history as well");
    assert_eq!(a.checkpoint().unwrap()["published"], true);
    a.rebase().unwrap();
    assert_eq!(told(&mut a, &name), [(json!(3), true)]);
    let dropped = a.record_history(&name, None, 100).unwrap().dropped_before_ms;
    assert_eq!(dropped, Some(1_700_000_000_000));

    write(&mut a, "registry:tools", json!({"id": "search", "v": 4}));
    assert_eq!(told(&mut a, &name), [(json!(4), true), (json!(3), false)]);
}

#[test]
fn a_run_is_shown_as_committed_and_as_committed_twice() {
    let dir = tempfile::tempdir().unwrap();
    let (mut a, mut b) = (open(dir.path(), "a"), open(dir.path(), "b"));
    let record = |device: &mut SyncSubsystem, run, epoch, status| {
        let intent = Intent::new("bot", run, epoch, status);
        device.record_intent(Scope::Personal, &intent).unwrap();
    };
    record(&mut a, "r1", 1, IntentStatus::Committed);
    record(&mut a, "r2", 2, IntentStatus::Pending);
    record(&mut b, "r1", 2, IntentStatus::Committed);
    exchange(&mut a, &mut b);
    let page = a.record_page(&all_of("intent")).unwrap();
    let state = |record: &RecordSummary| {
        let run = record.run.clone().unwrap();
        (record.key.clone(), run.status, run.epoch.get(), run.committed_twice)
    };
    let states: Vec<_> = page.records.iter().map(state).collect();
    let expected = [
        ("id:r1".to_owned(), IntentStatus::Committed, 2, true),
        ("id:r2".to_owned(), IntentStatus::Pending, 2, false),
    ];
    assert_eq!(states, expected);
    let run = a.find_record(&named(Surface::Intent, "bot", "r1")).unwrap().unwrap();
    assert!(run.run.unwrap().committed_twice);
    assert_eq!(a.find_record(&named(Surface::Intent, "other", "r1")).unwrap(), None);
    let history = a
        .record_history(&named(Surface::Intent, "bot", "id:r1"), None, 100)
        .unwrap();
    assert_eq!(history.entries.len(), 2);
}

#[test]
fn a_value_is_read_in_pieces_and_every_number_as_it_was_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut device = open(dir.path(), "a");
    let value = json!({"id": "n", "big": 9_007_199_254_740_993_u64, "text": "naïve ".repeat(50)});
    write(&mut device, "knowledge", value.clone());
    let record = device
        .find_record(&named(Surface::Knowledge, "", "n"))
        .unwrap()
        .unwrap();
    let (mut whole, mut start) = (String::new(), 0);
    loop {
        let piece = device.record_text(record.place, start, 64).unwrap().unwrap();
        assert!(piece.text.chars().count() <= 64);
        whole.push_str(&piece.text);
        start = piece.end;
        if piece.end == piece.total {
            break;
        }
    }
    assert!(whole.contains("\n  \"big\": 9007199254740993,\n"), "{whole}");
    assert_eq!(serde_json::from_str::<Value>(&whole).unwrap(), value);
    let beyond = device.record_text(record.place, 10_000, 64).unwrap().unwrap();
    assert_eq!((beyond.text.as_str(), beyond.end), ("", beyond.total));
}

#[test]
fn conversations_are_not_listed_here_and_routing_is_entered_by_time() {
    let dir = tempfile::tempdir().unwrap();
    let mut device = open(dir.path(), "a");
    write(&mut device, "routing", json!({"to": "big"}));
    write(&mut device, "routing", json!({"to": "small"}));
    assert!(device.record_page(&all_of("conversation")).is_err());
    let query = RecordQuery {
        starts_with: "op".to_owned(),
        ..all_of("routing")
    };
    assert!(device.record_page(&query).unwrap_err().to_string().contains("by time"));
    let page = device.record_page(&all_of("routing")).unwrap();
    assert_eq!(
        page.records.iter().map(|one| one.preview.as_str()).collect::<Vec<_>>(),
        [r#"{"to":"small"}"#, r#"{"to":"big"}"#]
    );
    let first = named(Surface::Routing, "", &page.records[0].key);
    assert_eq!(device.find_record(&first).unwrap().as_ref(), page.records.first());
    assert!(device.record_history(&first, None, 1).is_err());
}
