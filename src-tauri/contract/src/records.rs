use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How much one surface holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SurfaceView {
    /// Its tag: `knowledge`, `skill`, `trajectory`, `run`, `intent`, `declagent`, `routing`, or `registry:` and a name.
    pub surface: String,
    /// How many records it has, or up to how many were counted.
    pub records: u32,
    /// There are more than that.
    pub more: bool,
}

/// Asks for a page of a surface's records: by key, runs by agent and key, routing with the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordsRequest {
    /// The surface's tag.
    pub surface: String,
    /// Only records whose key, or for a run whose agent, starts like this; empty for all, and always for routing.
    pub starts_with: String,
    /// Only records with this text in key, agent or value; empty for all.
    pub contains: String,
    /// `next` of an earlier answer; `null` for the first page.
    pub after: Option<String>,
    /// At most this many (capped at 200).
    pub limit: u32,
}

/// A page of records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordPage {
    /// The records; a search may find none on a page and some on the next.
    pub records: Vec<RecordView>,
    /// Where to go on; `null` at the end.
    pub next: Option<String>,
    /// How many records were looked at.
    pub examined: u32,
}

/// One op on a surface, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordView {
    /// Names where it is kept; opaque.
    pub place: String,
    /// For a run, whose it is; else empty.
    pub agent: String,
    /// `id:` and the id it was given, `h:` and a digest of its value where it has none, `op:` and the op's id for routing.
    pub key: String,
    /// The op that wrote it.
    pub op_id: String,
    /// Human name of the device that wrote it.
    pub device_name: String,
    /// When, on that device's clock.
    #[ts(type = "number")]
    pub at_ms: u64,
    /// The organisation it is shared with; `null` when it is personal.
    pub org: Option<String>,
    /// Length of its value, in bytes.
    pub bytes: u32,
    /// Start of its value, as JSON without white space; hostile until proven otherwise.
    pub preview: String,
    /// For a run, how far it has come.
    pub run: Option<RunView>,
}

/// How far a run has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunView {
    /// Where it stands.
    pub status: RunStatus,
    /// Under which epoch.
    #[ts(type = "number")]
    pub epoch: u64,
    /// It was committed more than once.
    pub committed_twice: bool,
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    /// Announced, not finished.
    Pending,
    /// Done: it never runs again.
    Committed,
    /// Ended without effect.
    Failed,
}

/// Asks for what was written at a record's place, newest first. Routing has no such places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordHistoryRequest {
    /// The surface's tag.
    pub surface: String,
    /// The record's agent.
    pub agent: String,
    /// The record's key.
    pub key: String,
    /// `next` of an earlier answer; `null` for the newest.
    pub before: Option<String>,
    /// At most this many (capped at 200).
    pub limit: u32,
}

/// A page of a record's history, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordHistoryPage {
    /// What was written.
    pub entries: Vec<RecordHistoryEntry>,
    /// Where to go on; `null` at the end.
    pub next: Option<String>,
    /// This device's log starts from a checkpoint: what had been replaced by then is not held any more; else `null`.
    #[ts(type = "number | null")]
    pub dropped_before_ms: Option<u64>,
}

/// One op of a record's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordHistoryEntry {
    /// The op.
    pub record: RecordView,
    /// Is it the one that counts?
    pub counts: bool,
}

/// Asks for a piece of a record's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordTextRequest {
    /// Where the record is kept.
    pub place: String,
    /// From which character on.
    pub start: u32,
}

/// A piece of a record's value, at most [`MAX_RECORD_CHARS`] long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordText {
    /// Some of the value, as JSON with one field a line; hostile until proven otherwise.
    pub text: String,
    /// Where the piece ends, in characters from the start.
    pub end: u32,
    /// How many characters the whole has.
    pub total: u32,
}

/// Longest piece of a record's value that is sent to the UI, in characters.
pub const MAX_RECORD_CHARS: u32 = 40_000;
