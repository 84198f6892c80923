use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One agent's lease, as the Leases view lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LeaseView {
    /// The agent.
    pub agent_id: String,
    /// Device id of the holder; `null` when nobody holds it.
    pub holder: Option<String>,
    /// Human name of the holder; empty when nobody holds it.
    pub holder_name: String,
    /// Is it held by this device?
    pub is_ours: bool,
    /// The fencing token: the last epoch that was granted.
    #[ts(type = "number")]
    pub epoch: u64,
    /// When it may be granted to somebody else; `null` when nobody holds it.
    #[ts(type = "number | null")]
    pub expires_at_ms: Option<u64>,
    /// Runs recorded as pending and not finished.
    pub pending_runs: Vec<PendingRunView>,
}

/// A run that was started and has not reported an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PendingRunView {
    /// The run.
    pub run_id: String,
    /// Epoch it was recorded under.
    #[ts(type = "number")]
    pub epoch: u64,
    /// When it was recorded.
    #[ts(type = "number")]
    pub since_ms: u64,
    /// Human name of the device that recorded it.
    pub device_name: String,
}

/// What the confirmation of "Release stuck lease" says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReleasePreview {
    /// The lease as it is now; its epoch is the one to confirm.
    pub lease: LeaseView,
    /// When the holder was last heard of, on our clock.
    #[ts(type = "number | null")]
    pub holder_last_seen_ms: Option<u64>,
    /// Has its time run out?
    pub expired: bool,
}
