//! Random payloads: what agents write, and what they should not.

use baton_tests::Random;
use serde_json::{Map, Number, Value, json};

const TEXTS: &[&str] = &[
    "",
    "hello",
    "naïve café",
    "日本語のテキスト",
    "مرحبا بالعالم",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "line\nbreak\ttab",
    "\u{0}\u{1f}\u{7f}",
    "\"quoted\\\"",
    "\u{2028}\u{2029}\u{feff}",
    "e\u{301}",
    "𝔘𝔫𝔦",
    "</script>",
    "\u{10ffff}",
];

const FLOATS: &[f64] = &[
    0.0,
    -0.0,
    0.1,
    1.0,
    1e21,
    1e-7,
    1.7976931348623157e308,
    5e-324,
    -2.5,
    123456789.12345679,
    9007199254740992.0,
    0.3,
];

/// A text, short or odd.
pub fn text(random: &mut Random) -> String {
    let parts = random.below(3);
    (0..=parts).map(|_| *random.pick(TEXTS)).collect()
}

/// Any JSON value.
pub fn any(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth == 0 { 7 } else { 9 }) {
        0 => Value::Null,
        1 => random.chance(50).into(),
        2 => random.number().into(),
        3 => random.number().cast_signed().into(),
        4 => Number::from_f64(*random.pick(FLOATS)).map_or(Value::Null, Value::Number),
        5 => Number::from_f64(f64::from_bits(random.number())).map_or(Value::Null, Value::Number),
        6 => text(random).into(),
        7 => (0..random.below(4)).map(|_| any(random, depth - 1)).collect(),
        _ => Value::Object(
            (0..random.below(4))
                .map(|_| (text(random), any(random, depth - 1)))
                .collect(),
        ),
    }
}

/// An object that may or may not be identified: few ids, so that they collide.
pub fn record(random: &mut Random) -> Value {
    let mut record = Map::new();
    match random.below(6) {
        0 => return any(random, 2),
        1 => {}
        2 => drop(record.insert("id".into(), any(random, 1))),
        _ => drop(record.insert("id".into(), random.pick(&["a", "b", "", "ü"]).to_string().into())),
    }
    // Few values, so that records without an id collide too.
    record.insert("v".into(), random.below(3).into());
    if random.chance(30) {
        record.insert(text(random), any(random, 2));
    }
    record.into()
}

/// An intent, one in three malformed.
pub fn intent(random: &mut Random) -> Value {
    let mut intent = json!({
        "id": random.pick(&["run-1", "run-2", "run-3"]),
        "agent_id": random.pick(&["bot", "cook", ""]),
        "epoch": random.below(5),
        "status": random.pick(&["pending", "pending", "committed", "failed"]),
    });
    if random.chance(33) {
        let name = *random.pick(&["id", "agent_id", "epoch", "status"]);
        match random.below(3) {
            0 => drop(intent.as_object_mut().and_then(|intent| intent.remove(name))),
            1 => intent[name] = any(random, 1),
            _ => {
                intent[name] = random
                    .pick(&[json!(-1), json!(1.5), json!("3"), json!("Committed"), json!(u64::MAX)])
                    .clone()
            }
        }
    }
    intent
}

/// A turn of one of few conversations, one in four legacy or malformed.
pub fn turn(random: &mut Random) -> Value {
    let role = *random.pick(&["user", "assistant", "tool", "tool_result", "system", "Assistant", ""]);
    let mut turn = json!({"role": role, "content": text(random), "timestamp": random.below(1000)});
    if random.chance(80) {
        turn["conversation_id"] = (*random.pick(&["c1", "c2"])).into();
    }
    if random.chance(40) {
        turn["tool_calls"] = (0..random.below(4)).map(|_| tool_call(random)).collect();
    }
    if random.chance(40) {
        turn["tool_use_id"] = (*random.pick(&["t1", "t2", "t3"])).into();
    }
    if random.chance(25) {
        spoil(random, &mut turn);
    }
    turn
}

fn tool_call(random: &mut Random) -> Value {
    match random.below(8) {
        0 => any(random, 2),
        1 => json!({"name": "shell", "arguments": "not an object"}),
        2 => json!({"id": 5, "name": "shell", "arguments": {}}),
        3 => json!({"name": "shell", "arguments": {"cmd": text(random)}}),
        4 => json!({"id": null, "name": text(random), "arguments": {}, "type": "function"}),
        _ => json!({"id": random.pick(&["t1", "t2", "t3"]), "name": "shell", "arguments": {"a": any(random, 2)}}),
    }
}

fn spoil(random: &mut Random, turn: &mut Value) {
    match random.below(4) {
        0 => *turn = json!({"speaker": random.pick(&["assistant", "user", "tool"]), "text": text(random)}),
        1 => {
            turn["timestamp"] = random
                .pick(&[json!(12.9), json!(-4), json!("7"), json!(1e300), json!(u64::MAX)])
                .clone()
        }
        2 => turn[*random.pick(&["role", "content", "conversation_id", "tool_calls", "tool_use_id"])] = any(random, 1),
        _ => *turn = any(random, 2),
    }
}
