use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for a piece of a turn's whole text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TurnTextRequest {
    /// The conversation.
    pub conversation_id: String,
    /// The turn's cursor.
    pub cursor: String,
    /// Which text of the turn.
    pub part: TurnPart,
    /// Where the piece starts: 0, or `next` of an earlier answer.
    #[ts(type = "number")]
    pub offset: u64,
}

/// A text of a turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum TurnPart {
    /// What was said.
    Content,
    /// What a tool was called with, as JSON for people.
    Arguments {
        /// Which call, from 0.
        call: u32,
    },
}

/// A piece of a turn's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TurnText {
    /// At most [`MAX_PIECE_BYTES`] of it.
    pub text: String,
    /// Where the next piece starts; `null` after the last.
    #[ts(type = "number | null")]
    pub next: Option<u64>,
}

/// The most of a text that is sent at once, in bytes.
pub const MAX_PIECE_BYTES: usize = 256 << 10;

/// A conversation as the message list that a model provider accepts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResumeText {
    /// The list, as JSON.
    pub json: String,
    /// How many messages.
    #[ts(type = "number")]
    pub messages: u64,
}

/// A longer conversation than this cannot be copied as one text, in turns.
pub const MAX_COPIED_TURNS: u64 = 5_000;

/// Asks for a conversation in a file, which the person chooses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportRequest {
    /// The conversation.
    pub conversation_id: String,
    /// How it is written.
    pub format: ExportFormat,
}

/// How a conversation can be written to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// For people.
    Markdown,
    /// One JSON list of turns.
    Json,
    /// A line of JSON per turn.
    Jsonl,
}

/// How far an export has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportProgress {
    /// Turns written.
    #[ts(type = "number")]
    pub written: u64,
    /// Turns there are.
    #[ts(type = "number")]
    pub total: u64,
}

/// What an export wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportOutcome {
    /// The file.
    pub path: String,
    /// Turns in it.
    #[ts(type = "number")]
    pub turns: u64,
}
