//! A conversation as text for a file, a turn at a time.

use std::fmt::Write as _;

use crate::{
    fold::{Role, ToolCall, Turn},
    op::DeviceId,
};

/// How a conversation is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// For people.
    Markdown,
    /// One JSON list, of turns as `transcript` answers them.
    Json,
    /// The same turns, a line each; `record-turns` reads them.
    Jsonl,
}

/// Says something of a device or of a time in milliseconds since 1970, for people.
pub type InWords<T> = Box<dyn Fn(&T) -> String + Send>;

/// A conversation that is being written.
pub struct Export {
    format: ExportFormat,
    device: InWords<DeviceId>,
    time: InWords<u64>,
    written: u64,
}

impl Export {
    /// Nothing is written yet.
    pub fn new(format: ExportFormat, device: InWords<DeviceId>, time: InWords<u64>) -> Self {
        Self {
            format,
            device,
            time,
            written: 0,
        }
    }

    /// Turns written.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// What comes before the first turn.
    pub fn head(&self, title: &str) -> String {
        match self.format {
            ExportFormat::Markdown => format!("# {}\n", one_line(title)),
            ExportFormat::Json => "[".to_owned(),
            ExportFormat::Jsonl => String::new(),
        }
    }

    /// The next turn.
    pub fn turn(&mut self, turn: &Turn) -> String {
        self.written += 1;
        match self.format {
            ExportFormat::Markdown => self.markdown(turn),
            ExportFormat::Json if self.written == 1 => format!("\n{}", json(turn)),
            ExportFormat::Json => format!(",\n{}", json(turn)),
            ExportFormat::Jsonl => json(turn) + "\n",
        }
    }

    /// What comes after the last turn.
    pub fn tail(&self) -> String {
        match self.format {
            ExportFormat::Json => "\n]\n".to_owned(),
            ExportFormat::Markdown | ExportFormat::Jsonl => String::new(),
        }
    }

    fn markdown(&self, turn: &Turn) -> String {
        let who = match turn.role {
            Role::User => "User",
            Role::Assistant => "Assistant",
            Role::Tool => "Tool result",
        };
        let (device, time) = ((self.device)(&turn.hlc.device_id), (self.time)(&turn.said_ms()));
        let mut text = format!("\n## {who}\n\n*{}, {time}*\n", one_line(&device));
        match turn.role {
            Role::Tool => text.push_str(&fenced("", &turn.content)),
            _ if turn.content.is_empty() => {}
            _ => _ = write!(text, "\n{}\n", turn.content.trim_end()),
        }
        turn.tool_calls
            .iter()
            .for_each(|call| text.push_str(&call_in_markdown(call)));
        text
    }
}

fn json(turn: &Turn) -> String {
    serde_json::json!(turn).to_string()
}

fn call_in_markdown(call: &ToolCall) -> String {
    let arguments = serde_json::to_string_pretty(&call.arguments).unwrap_or_default();
    format!(
        "\nCalls `{}`:\n{}",
        one_line(&call.name).replace('`', "'"),
        fenced("json", &arguments)
    )
}

/// A code block; its fence is longer than any in the text.
fn fenced(language: &str, text: &str) -> String {
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0).max(2) + 1);
    format!("\n{fence}{language}\n{}\n{fence}\n", text.trim_end_matches('\n'))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::*;
    use crate::op::{Hlc, OpId};

    fn turn(role: Role, content: &str) -> Turn {
        Turn {
            conversation_id: "c".into(),
            role,
            content: content.into(),
            tool_calls: Vec::new(),
            tool_use_id: None,
            timestamp: 5,
            hlc: Hlc {
                wall_ms: 7,
                counter: 0,
                device_id: "a".into(),
            },
            op_id: OpId([0; 16]),
        }
    }

    fn whole(format: ExportFormat, turns: &[Turn]) -> String {
        let device = Box::new(|id: &DeviceId| format!("Device {}", id.as_str()));
        let mut export = Export::new(format, device, Box::new(|ms| format!("at {ms}")));
        let head = export.head("A\ntitle");
        let turns: String = turns.iter().map(|turn| export.turn(turn)).collect();
        head + &turns + &export.tail()
    }

    #[test]
    fn json_and_its_lines_hold_the_same_turns_and_nothing_is_a_list_too() {
        let turns = [turn(Role::User, "one"), turn(Role::Assistant, "two\nlines")];
        let list: Value = serde_json::from_str(&whole(ExportFormat::Json, &turns)).unwrap();
        let text = whole(ExportFormat::Jsonl, &turns);
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(list, Value::from(lines));
        assert_eq!(list, json!(turns));
        assert_eq!(
            serde_json::from_str::<Value>(&whole(ExportFormat::Json, &[])).unwrap(),
            json!([])
        );
    }

    #[test]
    fn markdown_says_who_when_and_where_and_no_text_breaks_out_of_its_block() {
        let mut calling = turn(Role::Assistant, "Let me look.");
        calling.tool_calls.push(ToolCall {
            id: None,
            name: "read_file".into(),
            arguments: Map::from_iter([("path".to_owned(), json!("a.rs"))]),
        });
        let text = whole(ExportFormat::Markdown, &[calling, turn(Role::Tool, "```\nfn\n````\n")]);
        let expected = "# A title\n\n## Assistant\n\n*Device a, at 5*\n\nLet me look.\n\nCalls `read_file`:\n\n\
            ```json\n{\n  \"path\": \"a.rs\"\n}\n```\n\n## Tool result\n\n*Device a, at 5*\n\n`````\n```\nfn\n````\n`````\n";
        assert_eq!(text, expected);
    }
}
