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
    /// How strongly it excludes everybody else; `null` when nobody holds it.
    pub grade: Option<LeaseGrade>,
    /// Runs recorded as pending and not finished.
    pub pending_runs: Vec<PendingRunView>,
    /// This device asked for it and waits for votes; `null` when it does not.
    pub asking: Option<AskingView>,
    /// This device keeps it, or keeps asking for it, until it is released here.
    pub wanted_here: bool,
    /// Human names of the other devices that asked the holder to hand it over.
    pub wanted_by: Vec<String>,
    /// Its last epochs, newest first.
    pub history: Vec<PastLeaseView>,
}

/// How strongly a lease excludes everybody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LeaseGrade {
    /// One register decides.
    Exclusive,
    /// A majority of the devices that vote agreed.
    Voted,
}

/// A lease that this device asked for and was not granted yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AskingView {
    /// The epoch it asked for.
    #[ts(type = "number")]
    pub epoch: u64,
    /// Since when.
    #[ts(type = "number")]
    pub since_ms: u64,
    /// The devices that have not answered.
    pub waiting_for: Vec<AwaitedDeviceView>,
}

/// A device whose answer is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AwaitedDeviceView {
    /// The device.
    pub device_id: String,
    /// Its human name.
    pub name: String,
    /// When it was last heard of, on our clock; `null` when never.
    #[ts(type = "number | null")]
    pub last_seen_ms: Option<u64>,
}

/// One epoch of an agent, as far as this device heard of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PastLeaseView {
    /// The epoch.
    #[ts(type = "number")]
    pub epoch: u64,
    /// Human name of the device that held it.
    pub holder_name: String,
    /// Was it this device?
    pub is_ours: bool,
    /// When this device learned of it.
    #[ts(type = "number")]
    pub since_ms: u64,
    /// How it ended; `null` while it lasts.
    pub end: Option<LeaseEndView>,
    /// When this device learned of the end.
    #[ts(type = "number | null")]
    pub ended_ms: Option<u64>,
}

/// How a lease ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LeaseEndView {
    /// Its holder gave it back.
    Released,
    /// Its time ran out.
    Lapsed,
    /// A person took it over.
    TakenOver,
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

/// What the confirmation of "Take over" says.
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
