use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One line of the Activity view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityEntry {
    /// Rises by one; unique while the app runs.
    #[ts(type = "number")]
    pub number: u64,
    /// When.
    #[ts(type = "number")]
    pub at_ms: u64,
    /// What kind, for the icon.
    pub kind: ActivityKind,
    /// What happened, in words.
    pub message: String,
    /// More about it; empty when there is nothing more to say.
    pub detail: String,
}

/// The kinds of activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ActivityKind {
    /// Ops were sent or received.
    Sync,
    /// A checkpoint was published or adopted.
    Checkpoint,
    /// A lease changed hands, was asked for, or was lost.
    Lease,
    /// Paused, resumed, set up.
    Setting,
    /// Something failed.
    Error,
}

/// What "Sync now" did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncOutcome {
    /// Own ops sent.
    #[ts(type = "number")]
    pub pushed: u64,
    /// Ops of others received.
    #[ts(type = "number")]
    pub folded: u64,
}

/// What "Checkpoint" did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckpointOutcome {
    /// The checkpoint's hash; `null` when none was published.
    pub checkpoint_hash: Option<String>,
    /// Why none was published; empty otherwise.
    pub reason: String,
}

/// What one round brought to light about another device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeView {
    /// The other device.
    pub device_id: String,
    /// Its human name.
    pub device_name: String,
    /// When, on our clock.
    #[ts(type = "number")]
    pub at_ms: u64,
    /// How many of its changes arrived here.
    #[ts(type = "number")]
    pub received: u64,
    /// How many of ours it said that it now holds.
    #[ts(type = "number")]
    pub picked_up: u64,
}
