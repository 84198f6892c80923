//! What a person and their agents said on three devices, over a week.

use baton_engine::Scope;
use serde_json::{Value, json};

use super::scene::{CABIN, DAY_MS, LAPTOP, NOW_MS, Part, SECOND_MS, STUDIO, Scene, settle};

const DEVICES: [&Part; 3] = [&STUDIO, &LAPTOP, &CABIN];

/// Turns with times before now: what the two devices of the demo say, and a conversation on all three of them.
const SAID: [(&str, &str); 3] = [
    (LAPTOP.name, include_str!("../../../../xtask/demo/other-device.jsonl")),
    (STUDIO.name, include_str!("../../../../xtask/demo/this-device.jsonl")),
    ("", include_str!("talks.jsonl")),
];

/// What is said sooner than this on another device was said without knowing of it.
const ON_ITS_WAY_MS: u64 = 30 * SECOND_MS;

/// How many lines a long output has, and how many bytes a picture.
const LINES: usize = 420;
const PICTURE_BYTES: usize = 25_000;

struct Said {
    device: usize,
    ago_ms: u64,
    turn: Value,
}

fn said(device: &str, line: &str) -> Said {
    let mut turn: Value = serde_json::from_str(line).unwrap();
    let named = turn.as_object_mut().unwrap().remove("device");
    let name = named.as_ref().and_then(Value::as_str).unwrap_or(device);
    let ago_ms = turn["timestamp"].as_i64().unwrap().unsigned_abs();
    turn["timestamp"] = json!(NOW_MS - ago_ms);
    match turn["content"].as_str() {
        Some("{log}") => turn["content"] = json!(log()),
        Some("{image}") => turn["content"] = json!(picture()),
        _ => {}
    }
    let device = DEVICES.iter().position(|part| part.name == name).unwrap();
    Said { device, ago_ms, turn }
}

fn log() -> String {
    let line = |at: usize| {
        let (segment, bytes) = (7_000 + at, 4_096 + at * 13);
        format!("{at:04}  INFO relay::pump  segment={segment} bytes={bytes} verified=true\n")
    };
    (1..=LINES).map(line).collect()
}

/// A picture as agents keep it, longer than what a page shows of a text.
fn picture() -> String {
    let data = "iVBORw0KGgoA".repeat(PICTURE_BYTES * 4 / 3 / 12);
    let source = json!({"type": "base64", "media_type": "image/png", "data": data});
    json!([{"type": "image", "source": source}]).to_string()
}

/// Lets them say it, at its time, each on a device that heard of what was said before.
pub(super) fn talk(scene: &Scene) {
    let mut all: Vec<_> = SAID
        .iter()
        .flat_map(|(device, lines)| lines.lines().map(|line| said(device, line)))
        .collect();
    all.sort_by_key(|said| std::cmp::Reverse(said.ago_ms));
    scene.ago(8 * DAY_MS);
    let mut devices = DEVICES.map(|part| scene.device(part));
    let mut last: Option<(usize, u64)> = None;
    for said in all {
        scene.ago(said.ago_ms);
        if let Some((from, _)) = last.filter(|(from, at)| *from != said.device && at - said.ago_ms > ON_ITS_WAY_MS) {
            devices[from].pump().unwrap();
            devices[said.device].pump().unwrap();
        }
        devices[said.device]
            .record_turns(Scope::Personal, &[said.turn])
            .unwrap();
        last = Some((said.device, said.ago_ms));
    }
    settle(&mut devices.iter_mut().collect::<Vec<_>>());
    scene.ago(0);
}
