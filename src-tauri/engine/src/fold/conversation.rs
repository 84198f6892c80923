use std::{borrow::Cow, ops::Range};

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value, value::RawValue};

use crate::op::{Hlc, Op, OpId};

/// Who speaks a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The person, and every role that is none of the others.
    User,
    /// The agent.
    Assistant,
    /// A tool's result.
    Tool,
}

impl Role {
    /// Reads a role's name; unknown ones are the user's.
    pub fn parse(name: &str) -> Self {
        match name {
            "assistant" => Self::Assistant,
            "tool" | "tool_result" => Self::Tool,
            _ => Self::User,
        }
    }
}

/// One call an assistant made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToolCall {
    /// The provider's id for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The tool.
    pub name: String,
    /// What it was called with.
    pub arguments: Map<String, Value>,
}

/// One turn of a conversation, read from its op.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// The conversation; empty for the unnamed one.
    pub conversation_id: String,
    /// Who speaks.
    pub role: Role,
    /// The text.
    pub content: String,
    /// Calls of an assistant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tool_calls: Vec<ToolCall>,
    /// The call a tool's result answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool_use_id: Option<String>,
    /// When it was said, in milliseconds since 1970; 0 when nobody noted it.
    pub timestamp: u64,
    /// The op's stamp.
    pub hlc: Hlc,
    /// The op.
    pub op_id: OpId,
}

impl Turn {
    /// Reads a turn from the payload of a conversation op. Never fails: what is malformed reads as absent.
    pub fn of(op: &Op) -> Self {
        let payload = op.payload.value();
        let text = |name: &str| payload.get(name).and_then(Value::as_str);
        Self {
            conversation_id: Self::conversation_of(op).to_owned(),
            role: first_present(payload, "role", "speaker")
                .and_then(Value::as_str)
                .map_or(Role::User, Role::parse),
            content: first_present(payload, "content", "text")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
            tool_calls: tool_calls(payload),
            tool_use_id: text("tool_use_id").map(str::to_owned),
            timestamp: payload.get("timestamp").map_or(0, milliseconds),
            hlc: op.hlc.clone(),
            op_id: op.id,
        }
    }

    /// When it was said, in milliseconds since 1970: as noted, else when it was recorded.
    pub fn said_ms(&self) -> u64 {
        if self.timestamp == 0 {
            self.hlc.wall_ms
        } else {
            self.timestamp
        }
    }

    /// The conversation a conversation op belongs to.
    pub fn conversation_of(op: &Op) -> &str {
        op.payload
            .value()
            .get("conversation_id")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }
}

/// The field, or its legacy name when the field is absent.
fn first_present<'a>(payload: &'a Value, name: &str, legacy: &str) -> Option<&'a Value> {
    payload.get(name).or_else(|| payload.get(legacy))
}

fn tool_calls(payload: &Value) -> Vec<ToolCall> {
    let calls = payload.get("tool_calls").and_then(Value::as_array);
    calls
        .into_iter()
        .flatten()
        .filter_map(|call| ToolCall::deserialize(call).ok())
        .collect()
}

/// Whole milliseconds; a fraction is cut off, a negative number counts as 0.
fn milliseconds(value: &Value) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`as` saturates, which is the rule"
    )]
    let cut = |number: f64| number as u64;
    value.as_u64().or_else(|| value.as_f64().map(cut)).unwrap_or(0)
}

/// What the list of conversations needs of a turn, read without taking its payload apart. Says the same as [`Turn::of`].
#[derive(Debug, PartialEq)]
pub struct TurnLabel<'a> {
    /// The conversation; empty for the unnamed one.
    pub conversation_id: Cow<'a, str>,
    /// Who speaks.
    pub role: Role,
    /// The text.
    pub content: Cow<'a, str>,
}

impl<'a> TurnLabel<'a> {
    /// Reads the label from the payload of a conversation op.
    pub fn of(op: &'a Op) -> Self {
        let text = op.payload.canonical();
        // An array is none, though it could be read as one.
        let fields = text.starts_with('{').then(|| serde_json::from_str(text).ok()).flatten();
        let LabelFields {
            conversation_id,
            role,
            speaker,
            content,
            text,
        } = fields.unwrap_or_default();
        Self {
            conversation_id: string(conversation_id).unwrap_or_default(),
            role: string(role.or(speaker)).map_or(Role::User, |name| Role::parse(&name)),
            content: string(content.or(text)).unwrap_or_default(),
        }
    }
}

/// A label that was read before it is needed: where in the payload it says what.
#[derive(Debug)]
pub struct LabelPlaces {
    conversation_id: Place,
    role: Role,
    content: Place,
}

/// A string of a payload: where it stands, or, where it is written with escapes, what it says.
#[derive(Debug)]
enum Place {
    At(Range<usize>),
    Says(String),
}

impl LabelPlaces {
    /// Reads the label from the payload of a conversation op.
    pub fn of(op: &Op) -> Self {
        let TurnLabel {
            conversation_id,
            role,
            content,
        } = TurnLabel::of(op);
        let text = op.payload.canonical();
        Self {
            conversation_id: Place::of(conversation_id, text),
            role,
            content: Place::of(content, text),
        }
    }

    /// The label, of the op that it was read from.
    pub fn of_its<'a>(&'a self, op: &'a Op) -> TurnLabel<'a> {
        let text = op.payload.canonical();
        TurnLabel {
            conversation_id: self.conversation_id.read(text),
            role: self.role,
            content: self.content.read(text),
        }
    }
}

impl Place {
    fn of(said: Cow<'_, str>, text: &str) -> Self {
        match said {
            Cow::Borrowed("") => Self::At(0..0),
            Cow::Borrowed(part) => {
                let start = part.as_ptr().addr() - text.as_ptr().addr();
                Self::At(start..start + part.len())
            }
            Cow::Owned(said) => Self::Says(said),
        }
    }

    fn read<'a>(&'a self, text: &'a str) -> Cow<'a, str> {
        match self {
            Self::At(place) => text.get(place.clone()).unwrap_or_default().into(),
            Self::Says(said) => said.as_str().into(),
        }
    }
}

/// Fields as they stand in the payload, `null` included; none where the field is absent.
#[derive(Default, Deserialize)]
#[serde(default)]
struct LabelFields<'a> {
    #[serde(borrow, deserialize_with = "present")]
    conversation_id: Option<&'a RawValue>,
    #[serde(borrow, deserialize_with = "present")]
    role: Option<&'a RawValue>,
    #[serde(borrow, deserialize_with = "present")]
    speaker: Option<&'a RawValue>,
    #[serde(borrow, deserialize_with = "present")]
    content: Option<&'a RawValue>,
    #[serde(borrow, deserialize_with = "present")]
    text: Option<&'a RawValue>,
}

fn present<'a, D: Deserializer<'a>>(field: D) -> Result<Option<&'a RawValue>, D::Error> {
    Deserialize::deserialize(field).map(Some)
}

/// The field's text, if it is one.
fn string(field: Option<&RawValue>) -> Option<Cow<'_, str>> {
    let quoted = field?.get();
    let plain = quoted.strip_prefix('"')?.strip_suffix('"')?;
    if plain.contains('\\') {
        return serde_json::from_str(quoted).ok().map(Cow::Owned);
    }
    Some(plain.into())
}
