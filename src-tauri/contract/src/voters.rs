use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::AwaitedDeviceView;

/// The devices that vote on leases, as this device knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VotersView {
    /// Counts the changes of who votes.
    #[ts(type = "number")]
    pub number: u64,
    /// Who votes, this device first.
    pub members: Vec<VoterView>,
    /// What this device is to them.
    pub standing: VoterStandingView,
    /// Whose acknowledgement a change of who votes waits for; empty when nothing changes.
    pub waiting_for: Vec<AwaitedDeviceView>,
}

/// A device that votes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VoterView {
    /// The device.
    pub device_id: String,
    /// Its human name.
    pub name: String,
    /// Is it this device?
    pub is_self: bool,
}

/// What a device is to those that vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VoterStandingView {
    /// It votes.
    Voter,
    /// It will vote once those who do have acknowledged it.
    Joining,
    /// It announced that it is away, and does not vote.
    Away,
    /// It is set to run no agents, so it does not vote.
    Viewer,
}
