use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for a page of the conversation list, most recently active first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConversationsRequest {
    /// How many to skip.
    pub offset: u32,
    /// At most this many (capped at 200).
    pub limit: u32,
}

/// A page of the conversation list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConversationPage {
    /// The conversations.
    pub conversations: Vec<ConversationView>,
    /// How many there are in all.
    pub total: u32,
}

/// One conversation of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConversationView {
    /// Its id; the empty string is the unnamed conversation.
    pub id: String,
    /// First words of its first user turn; may be empty.
    pub title: String,
    /// How many turns.
    #[ts(type = "number")]
    pub turns: u64,
    /// Stamp of its newest turn.
    #[ts(type = "number")]
    pub last_activity_ms: u64,
}

/// Asks for a page of one transcript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TurnsRequest {
    /// The conversation.
    pub conversation_id: String,
    /// Where to start.
    pub from: TurnsFrom,
    /// At most this many (capped at 200).
    pub limit: u32,
}

/// Where a page of a transcript starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "at", rename_all = "camelCase")]
pub enum TurnsFrom {
    /// The oldest turns.
    Start,
    /// The newest turns.
    End,
    /// The turns just older than this one.
    Before {
        /// Cursor of a turn of an earlier answer.
        cursor: String,
    },
    /// The turns just newer than this one.
    After {
        /// Cursor of a turn of an earlier answer.
        cursor: String,
    },
    /// This turn, with as many older as newer ones around it.
    Around {
        /// Cursor of a turn.
        cursor: String,
    },
    /// The first turn recorded at this time or later, with turns around it; the newest turns when there is none.
    Time {
        /// The time.
        #[serde(rename = "atMs")]
        #[ts(type = "number")]
        at_ms: u64,
    },
}

/// A page of a transcript, always oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TurnPage {
    /// Title of the conversation, from its latest turn; may be empty.
    pub title: String,
    /// The turns, oldest first.
    pub turns: Vec<TurnView>,
    /// Are there older turns than the first?
    pub has_older: bool,
    /// Are there newer turns than the last?
    pub has_newer: bool,
    /// How many turns the conversation has.
    #[ts(type = "number")]
    pub total: u64,
    /// How many turns are older than the first; `null` where nobody counted: on pages before and after a turn.
    #[ts(type = "number | null")]
    pub older: Option<u64>,
}

/// One turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TurnView {
    /// Names the turn's place; opaque.
    pub cursor: String,
    /// The op that recorded it; unique.
    pub op_id: String,
    /// Who speaks.
    pub role: TurnRole,
    /// The text, at most [`MAX_CONTENT_CHARS`] of it; hostile until proven otherwise.
    pub content: String,
    /// How many characters were left out of `content`.
    #[ts(type = "number")]
    pub clipped_chars: u64,
    /// Calls the assistant made.
    pub tool_calls: Vec<ToolCallView>,
    /// The call a tool result answers.
    pub tool_use_id: Option<String>,
    /// When it was said: the recorded timestamp, or the op's stamp when none was recorded.
    #[ts(type = "number")]
    pub at_ms: u64,
    /// When it was recorded: the wall clock of its op's stamp.
    #[ts(type = "number")]
    pub recorded_ms: u64,
    /// The device that recorded it.
    pub device_id: String,
    /// Human name of the device that recorded it.
    pub device_name: String,
}

/// Longest text of a turn that is sent to the UI, in characters.
pub const MAX_CONTENT_CHARS: usize = 20_000;

/// Who speaks a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TurnRole {
    /// The person.
    User,
    /// The agent.
    Assistant,
    /// A tool's result.
    Tool,
}

/// One tool call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ToolCallView {
    /// The call's id, when it has one.
    pub id: Option<String>,
    /// The tool's name.
    pub name: String,
    /// The arguments, a JSON object.
    #[ts(type = "unknown")]
    pub arguments: serde_json::Value,
}
