//! Answers of a real engine to the window's questions, recorded for the page's fake host. Record them again with
//! `BATON_RECORD_ANSWERS=1 cargo test -p baton-desktop recorded`. A view that is fed by them adds its answers here.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use baton_engine::{DeviceProfile, InMemoryLeaseCoordinator, PageFrom, Scope, SyncSubsystem, WallClock};
use baton_sync_loop::LoopState;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{pages, search};

/// When everything happened: 2026-11-18.
const NOW_MS: u64 = 1_795_000_000_000;

/// What two devices of the demo say, with times before now.
const SAID: [(&str, &str); 2] = [
    ("MacBook", include_str!("../../../xtask/demo/other-device.jsonl")),
    ("Studio desktop", include_str!("../../../xtask/demo/this-device.jsonl")),
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
    const HOUR_MS: u64 = 3_600_000;
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

/// The recorded answers, by the name of their file.
fn answers(engine: &mut SyncSubsystem) -> Map<String, Value> {
    let state = LoopState {
        overview: Some(engine.overview().unwrap()),
        ..LoopState::default()
    };
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
    Map::from_iter([
        ("conversations".to_owned(), value(&list)),
        ("turns".to_owned(), Value::Object(turns)),
        ("search".to_owned(), Value::Object(found)),
    ])
}

fn value(answer: &impl Serialize) -> Value {
    serde_json::to_value(answer).unwrap()
}

fn file(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/fake/recorded");
    folder.join(format!("{name}.json"))
}

/// What there is in a value, whatever the texts and numbers are: the path of every field, and the kind of what it holds.
fn shape(value: &Value, path: &str, kinds: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, field)| shape(field, &format!("{path}.{name}"), kinds)),
        Value::Array(values) => values.iter().for_each(|one| shape(one, &format!("{path}[]"), kinds)),
        Value::Null => _ = kinds.insert(format!("{path} null")),
        Value::Bool(_) => _ = kinds.insert(format!("{path} bool")),
        Value::Number(_) => _ = kinds.insert(format!("{path} number")),
        Value::String(_) => _ = kinds.insert(format!("{path} string")),
    }
}

fn shape_of(value: &Value) -> BTreeSet<String> {
    let mut kinds = BTreeSet::new();
    shape(value, "", &mut kinds);
    kinds
}

#[test]
fn the_recorded_answers_have_the_shape_of_what_the_app_answers() {
    let dir = tempfile::tempdir().unwrap();
    let answers = answers(&mut told(dir.path()));
    for (name, answer) in answers {
        let path = file(&name);
        if std::env::var_os("BATON_RECORD_ANSWERS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, format!("{answer:#}\n")).unwrap();
        }
        let recorded: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let again = "record them again: BATON_RECORD_ANSWERS=1 cargo test -p baton-desktop recorded";
        assert_eq!(shape_of(&recorded), shape_of(&answer), "{name}: {again}");
    }
}
