use std::{fs, path::Path};

use serde_json::{Map, Value};

/// The settings whose values say nothing about anybody.
const SHOWN: [&str; 3] = ["silentDays", "listQuietRounds", "notifications"];
const LEVELS: [&str; 4] = ["error", "warn", "info", "debug"];

pub(super) fn lines(root: &Path) -> Vec<String> {
    let text = match fs::read(root.join("settings.json")) {
        Ok(text) => text,
        Err(error) => return vec![format!("not read: {:?}", error.kind())],
    };
    match serde_json::from_slice::<Map<String, Value>>(&text) {
        Ok(settings) => of(&settings),
        Err(_) => vec![format!("not understood: {} bytes", text.len())],
    }
}

fn of(settings: &Map<String, Value>) -> Vec<String> {
    let is_set = |name: &str| settings.get(name).is_some_and(|value| !value.is_null());
    let mut lines = vec![
        format!("relay folder chosen: {}", is_set("relayPath")),
        format!("device named: {}", is_set("deviceName")),
        format!("a pause asked for: {}", is_set("pause")),
    ];
    let level = settings.get("logLevel").and_then(Value::as_str);
    lines.extend(level.map(|level| format!("logLevel: {}", if LEVELS.contains(&level) { level } else { "unknown" })));
    lines.extend(SHOWN.iter().flat_map(|name| plain(name, settings.get(*name))));
    lines.push(format!("settings in all: {}", settings.len()));
    lines
}

/// Switches and numbers, also inside of a group.
fn plain(name: &str, value: Option<&Value>) -> Vec<String> {
    match value {
        Some(value @ (Value::Bool(_) | Value::Number(_))) => vec![format!("{name}: {value}")],
        Some(Value::Object(group)) => {
            let switched_off = group.values().filter(|value| **value == Value::Bool(false)).count();
            vec![format!("{name}: {switched_off} of {} switched off", group.len())]
        }
        _ => Vec::new(),
    }
}
