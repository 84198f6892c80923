//! A million turns: many conversations of prose, and a long one as agents leave it, with code, tool calls and their results.

use baton_tests::Random;
use serde_json::{Value, json};

/// How many there are.
pub const TURNS: u64 = 1_000_000;
/// What the long conversation is called: its first turn.
pub const LONG_TITLE: &str = "The long conversation";
/// So many of them are in the one conversation that is opened, the newest.
const LONG: u64 = 100_000;
const OTHERS: u64 = 999;
/// 2026-01-01, and a turn every ten seconds.
const FIRST_MS: u64 = 1_767_225_600_000;
const STEP_MS: u64 = 10_000;

/// One of them, as `baton record-turns` reads it.
pub fn turn(number: u64, random: &mut Random) -> Value {
    let mut turn = match number.checked_sub(TURNS - LONG) {
        Some(place) => long(place, random),
        None => spoken(&format!("talk-{:03}", number % OTHERS), number, random),
    };
    turn["timestamp"] = json!(FIRST_MS + number * STEP_MS);
    turn
}

fn spoken(conversation: &str, number: u64, random: &mut Random) -> Value {
    let role = if number.is_multiple_of(2) { "user" } else { "assistant" };
    json!({"conversation_id": conversation, "role": role, "content": prose(random)})
}

/// A question, a call, its result, an answer with code.
fn long(place: u64, random: &mut Random) -> Value {
    let call = format!("call-{}", place / 4);
    let (role, content) = match place % 4 {
        0 if place == 0 => ("user", LONG_TITLE.to_owned()),
        0 => ("user", prose(random)),
        1 => ("assistant", prose(random)),
        2 => ("tool", output(random)),
        _ => ("assistant", answer(random)),
    };
    let mut turn = json!({"conversation_id": "long", "role": role, "content": content});
    match place % 4 {
        1 => turn["tool_calls"] = json!([{"id": call, "name": "bash", "arguments": {"command": "ls -la src | head"}}]),
        2 => turn["tool_use_id"] = json!(call),
        _ => {}
    }
    turn
}

fn output(random: &mut Random) -> String {
    let lines = (0..20).map(|line| format!("-rw-r--r-- 1 ada ada {line:5} {}.rs", words(2, random)));
    lines.collect::<Vec<_>>().join("\n")
}

fn answer(random: &mut Random) -> String {
    format!(
        "## {}\n\n{}\n\n```rust\nfn {}(count: usize) -> Option<String> {{\n    // {}\n    (count > 0).then(|| format!(\"{{count}}\"))\n}}\n```\n\n- {}\n- **{}**\n",
        words(3, random),
        prose(random),
        word(random.below(16)),
        words(6, random),
        words(8, random),
        words(4, random),
    )
}

/// Sixty words, some frequent, most rare.
fn prose(random: &mut Random) -> String {
    words(60, random)
}

fn words(count: usize, random: &mut Random) -> String {
    let words = (0..count).map(|_| word(random.below(30) * random.below(30) * random.below(30)));
    words.collect::<Vec<_>>().join(" ")
}

fn word(mut number: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wu", "za",
    ];
    let mut word = SYLLABLES[number % 16].to_owned();
    while number >= 16 {
        number /= 16;
        word.push_str(SYLLABLES[number % 16]);
    }
    word
}
