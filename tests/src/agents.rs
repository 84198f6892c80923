use serde_json::{Value, json};

use crate::Random;

const ASKED: &[&str] = &[
    "Why does `cargo test` hang on the second run?",
    "Please refactor the importer so that it streams instead of loading everything.",
    "可以帮我把这段日志翻译成英文吗？",
    "لماذا يفشل الاتصال بقاعدة البيانات عند الإقلاع؟",
    "מה ההבדל בין שתי הגרסאות? (v1.2 ↔ v1.3)",
    "🚀 ship it? 👩‍💻👨🏽‍🚒🏳️‍🌈 — I'd say yes 🙃",
    "Zażółć gęślą jaźń; ¿qué pasó?; Straße; ﬁne; e\u{301} ≠ é",
    "a\tb\r\nc \\ \" ' ` ${HOME} %s {0} </script><!-- \u{2028} \u{202e}reversed\u{202c}",
];

const CODE: &str = "```rust\nfn main() -> Result<(), Box<dyn Error>> {\n    let text = fs::read_to_string(\"in.txt\")?;\n    \
    println!(\"{}\", text.lines().filter(|l| !l.is_empty()).count());\n    Ok(())\n}\n```\n";

const TOOLS: &[&str] = &["shell", "read_file", "web_search", "apply_patch"];

/// Turns of agent conversations as they are recorded, the same for the same seed: long texts, code, tool calls and their
/// results (a megabyte, now and then), emoji, text that runs from right to left, strings that look like binary.
pub struct Agents {
    random: Random,
    name: String,
    made: usize,
    waiting: Vec<Value>,
}

/// One tool result in so many turns is a megabyte long.
const LARGE_ONE_IN: usize = 300;

impl Agents {
    /// The agents on one device. They talk in the conversations `chat-0` to `chat-11`, which other devices share.
    pub fn new(device: &str, seed: u64) -> Self {
        Self {
            random: Random::new(seed),
            name: device.to_owned(),
            made: 0,
            waiting: Vec::new(),
        }
    }

    fn compose(&mut self) -> Vec<Value> {
        let conversation = format!("chat-{}", self.random.below(12));
        match self.random.below(4) {
            0 => vec![self.turn(
                &conversation,
                "user",
                self.name.clone() + ": " + ASKED[self.made % ASKED.len()],
            )],
            1 => {
                let content = self.long_text();
                vec![self.turn(&conversation, "assistant", content)]
            }
            _ => self.exchange(&conversation),
        }
    }

    fn turn(&self, conversation: &str, role: &str, content: String) -> Value {
        let timestamp = 1_700_000_000_000_u64 + self.made as u64 * 1000;
        json!({"conversation_id": conversation, "role": role, "content": content, "timestamp": timestamp})
    }

    /// An assistant's turn with tool calls, and their results.
    fn exchange(&mut self, conversation: &str) -> Vec<Value> {
        let ids: Vec<_> = (0..=self.random.below(3))
            .map(|n| format!("call-{}-{}-{n}", self.name, self.made))
            .collect();
        let call = |id: &String, random: &mut Random| {
            let command = format!("grep -rn '{}' src | head", random.pick(ASKED));
            json!({"id": id, "name": random.pick(TOOLS), "arguments": {"command": command, "timeout": 1.5, "n": null}})
        };
        let calls: Vec<_> = ids.iter().map(|id| call(id, &mut self.random)).collect();
        let mut asks = self.turn(conversation, "assistant", "Let me look.".to_owned());
        asks["tool_calls"] = calls.into();
        let mut turns = vec![asks];
        for id in ids {
            let content = self.result();
            let mut answer = self.turn(conversation, "tool", content);
            answer["tool_use_id"] = id.into();
            turns.push(answer);
        }
        turns
    }

    fn result(&mut self) -> String {
        let length = match self.random.below(LARGE_ONE_IN) {
            0 => 1 << 20,
            n if n < 30 => 20_000,
            n => n * 7,
        };
        match self.random.below(3) {
            0 => self.looks_binary(length),
            1 => "src/main.rs:42: warning: unused variable `x` ⚠️\n".repeat(1 + length / 50),
            _ => ASKED.join("\n").repeat(1 + length / 600),
        }
    }

    /// What a tool prints when it was pointed at a binary: every control character but NUL, and replacement characters.
    fn looks_binary(&mut self, length: usize) -> String {
        let odd = |random: &mut Random| match random.below(4) {
            0 => char::from(1 + u8::try_from(random.below(31)).unwrap_or(0)),
            1 => '\u{fffd}',
            2 => char::from(128 + u8::try_from(random.below(127)).unwrap_or(0)),
            _ => char::from(33 + u8::try_from(random.below(94)).unwrap_or(0)),
        };
        (0..length / 2).map(|_| odd(&mut self.random)).collect()
    }

    fn long_text(&mut self) -> String {
        let paragraphs = 1 + self.random.below(12);
        (0..paragraphs)
            .map(|_| format!("{}\n\n{CODE}\n", self.random.pick(ASKED)))
            .collect()
    }
}

/// Endless.
impl Iterator for Agents {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        while self.waiting.is_empty() {
            self.waiting = self.compose();
            self.waiting.reverse();
        }
        self.made += 1;
        self.waiting.pop()
    }
}
