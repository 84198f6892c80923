//! What two devices of the demo said.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use baton_engine::{DeviceProfile, InMemoryLeaseCoordinator, PageFrom, Scope, SyncSubsystem, WallClock};
use serde_json::{Map, Value, json};

use super::{
    super::{pages, search},
    Answers, known,
    scene::{HOUR_MS, NOW_MS},
    value,
};

/// What two devices of the demo say, with times before now.
const SAID: [(&str, &str); 2] = [
    ("MacBook", include_str!("../../../../xtask/demo/other-device.jsonl")),
    (
        "Studio desktop",
        include_str!("../../../../xtask/demo/this-device.jsonl"),
    ),
];

/// The searches that are recorded.
const SEARCHES: [&str; 4] = ["the", "role:assistant clock", "tool:run", "role:king nobody"];

fn device(dir: &Path, name: &str, from_ms: u64) -> SyncSubsystem {
    let ticks = AtomicU64::new(from_ms);
    let wall: WallClock = Arc::new(move || ticks.fetch_add(1000, Ordering::Relaxed));
    let leases = Box::new(InMemoryLeaseCoordinator::new(wall.clone()));
    let id = format!("device-{}", name.to_lowercase().replace(' ', "-"));
    let mut engine = SyncSubsystem::open_with(id, &dir.join(name), &dir.join("relay"), leases, wall).unwrap();
    let profile = DeviceProfile {
        name: name.to_owned(),
        platform: "linux".to_owned(),
        app_version: "0.1.0".to_owned(),
    };
    engine.set_device_profile(&profile).unwrap();
    engine
}

fn say(engine: &mut SyncSubsystem, lines: &str) {
    let turn = |line: &str| {
        let mut turn: Value = serde_json::from_str(line).unwrap();
        let before = turn["timestamp"].as_i64().unwrap_or(0);
        turn["timestamp"] = json!(NOW_MS.saturating_add_signed(before));
        turn
    };
    let turns: Vec<_> = lines.lines().filter(|line| !line.trim().is_empty()).map(turn).collect();
    engine.record_turns(Scope::Personal, &turns).unwrap();
}

/// Two devices that have everything, the second went on where the first ended; answers the second.
fn told(dir: &Path) -> SyncSubsystem {
    let [(first, begun), (second, went_on)] = SAID;
    let mut other = device(dir, first, NOW_MS - HOUR_MS);
    say(&mut other, begun);
    other.pump().unwrap();
    let mut own = device(dir, second, NOW_MS);
    own.pump().unwrap();
    say(&mut own, went_on);
    own.pump().unwrap();
    while own.catch_up_search().unwrap() {}
    own
}

pub(super) fn answers() -> Answers {
    let dir = tempfile::tempdir().unwrap();
    let engine = &mut told(dir.path());
    let state = known(engine);
    let list = pages::conversations(engine.conversation_page(0, 200).unwrap());
    let turns = list.conversations.iter().map(|one| {
        let page = engine.turn_page(&one.id, PageFrom::Start, 200).unwrap();
        (one.id.clone(), value(&pages::turns(one.title.clone(), page, &state)))
    });
    let turns = turns.collect();
    let found: Map<_, _> = SEARCHES
        .iter()
        .map(|text| {
            let answer = engine
                .search(text, &baton_sync_loop::local_day_start, None, 30)
                .unwrap();
            ((*text).to_owned(), value(&search::page(answer, &state)))
        })
        .collect();
    vec![
        ("conversations", value(&list)),
        ("turns", Value::Object(turns)),
        ("search", Value::Object(found)),
    ]
}
