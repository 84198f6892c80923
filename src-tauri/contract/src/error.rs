use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the UI is told when a command fails. It switches on `code`, and shows the texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IpcError {
    /// What kind of failure.
    pub code: ErrorCode,
    /// One sentence: what could not be done, and why.
    pub message: String,
    /// One sentence: what the person can do about it; empty when there is nothing to do.
    pub hint: String,
}

/// The kinds of failure the UI tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The relay folder is missing, unmounted, emptied, or not ours.
    FolderUnavailable,
    /// The relay folder cannot be written: permission, read-only, or disk full.
    FolderNotWritable,
    /// No relay folder was chosen yet.
    NotSetUp,
    /// The lease is asked for, and waits for the votes of other devices.
    LeasePending,
    /// The lease moved on since the person looked.
    LeaseMovedOn,
    /// The agent holds no lease (any more).
    LeaseNotHeld,
    /// Syncing is paused.
    Paused,
    /// The arguments make no sense: an unknown conversation, a cursor of another list.
    BadRequest,
    /// The local store failed: damaged, disk full, not permitted.
    Store,
    /// Anything else; the message says what.
    Internal,
}
