use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::TurnRole;

/// Asks for a page of the turns that match, best first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchRequest {
    /// Words, "phrases", and filters such as `device:laptop role:user tool:bash after:2026-11-01 before:2026-12-01`.
    pub text: String,
    /// Where to go on: `next` of an earlier answer to the same text; `null` for the first page.
    pub from: Option<String>,
    /// At most this many (capped at 200).
    pub limit: u32,
}

/// A page of the turns that were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchPage {
    /// The turns, best first.
    pub hits: Vec<SearchHit>,
    /// How many there are in all, counted no further than a thousand.
    #[ts(type = "number")]
    pub total: u64,
    /// Are there more than `total`?
    pub has_uncounted: bool,
    /// Where the next page starts; `null` after the last.
    pub next: Option<String>,
    /// The filters among the words.
    pub filters: Vec<SearchFilter>,
    /// Turns that cannot be found yet, since they were not looked at so far.
    #[ts(type = "number")]
    pub unsearchable: u64,
}

/// A turn that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchHit {
    /// Its conversation; the empty string is the unnamed one.
    pub conversation_id: String,
    /// First words of the conversation; may be empty.
    pub title: String,
    /// Names the turn's place.
    pub cursor: String,
    /// The op that recorded it; unique.
    pub op_id: String,
    /// Who speaks.
    pub role: TurnRole,
    /// Names of the tools it calls, each once.
    pub tools: Vec<String>,
    /// When it was said.
    #[ts(type = "number")]
    pub at_ms: u64,
    /// Human name of the device that recorded it.
    pub device_name: String,
    /// The part of its text that shows the words; hostile until proven otherwise.
    pub snippet: Vec<SnippetPart>,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SnippetPart {
    /// The piece.
    pub text: String,
    /// Is it one of the words that were searched for?
    pub is_match: bool,
}

/// A filter among the words of a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchFilter {
    /// What it is about.
    pub kind: SearchFilterKind,
    /// What is wanted.
    pub value: String,
    /// As it was typed; taking it out of the text takes the filter away.
    pub typed: String,
    /// Why it was not used, in a sentence; `null` if it was.
    pub problem: Option<String>,
}

/// What a search can be filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SearchFilterKind {
    /// The device that recorded it.
    Device,
    /// Who speaks.
    Role,
    /// A tool that is called.
    Tool,
    /// Said on this day or later.
    After,
    /// Said before this day.
    Before,
}
