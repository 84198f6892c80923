use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{ErrorCode, LeaseView, VotersView};

/// Everything the window shows at a glance; small, and independent of how much history there is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// Rises with every change; the `state` event carries the newest.
    #[ts(type = "number")]
    pub revision: u64,
    /// The backend's clock when the snapshot was taken.
    #[ts(type = "number")]
    pub now_ms: u64,
    /// False until a relay folder was chosen: the UI shows the first-start view.
    pub set_up: bool,
    /// The one status that tray, tooltip, window and command line share.
    pub status: StatusView,
    /// This device's id.
    pub device_id: String,
    /// This device's name, as its person gave it.
    pub device_name: String,
    /// The relay folder's path, `null` until chosen.
    pub relay_path: Option<String>,
    /// Digest of the folded state: equal on devices that hold the same ops.
    pub state_hash: String,
    /// The checkpoint the local log starts from.
    pub base_checkpoint: Option<String>,
    /// What every active device has durably folded: device id to sequence number; `null` while some device never said.
    pub stable_frontier: Option<FrontierView>,
    /// How many turns and conversations are held.
    #[ts(type = "number")]
    pub turns: u64,
    /// How many conversations are held.
    #[ts(type = "number")]
    pub conversations: u64,
    /// The roster, this device first.
    pub devices: Vec<DeviceView>,
    /// Every agent that has or had a lease.
    pub leases: Vec<LeaseView>,
    /// Who votes on leases; `null` where they are kept on this device alone.
    pub voters: Option<VotersView>,
    /// What needs a person's eye, worst first.
    pub problems: Vec<ProblemView>,
    /// Did a person pause syncing? Something worse may be what the status says.
    pub paused: bool,
    /// Does this desktop show Baton's tray icon? Without one, the window is where a person quits.
    pub has_tray: bool,
    /// The person was not told yet that there is no tray icon.
    pub tray_note: bool,
}

/// Per device id, the highest sequence number held or acknowledged.
pub type FrontierView = std::collections::BTreeMap<String, u32>;

/// One row of the roster and of the frontier matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeviceView {
    /// The device's id.
    pub id: String,
    /// Its human name; its id when it never said one.
    pub name: String,
    /// `linux`, `macos`, `windows`; empty when unknown.
    pub platform: String,
    /// Version of Baton on that device; empty when unknown.
    pub app_version: String,
    /// Is this the device we run on?
    pub is_self: bool,
    /// Whether it counts for the stable frontier.
    pub standing: DeviceStanding,
    /// When this device last heard anything new from it, on our clock; `null` when never.
    #[ts(type = "number | null")]
    pub last_seen_ms: Option<u64>,
    /// Highest sequence number it says it wrote; `null` when it wrote nothing.
    pub head: Option<u32>,
    /// What it said it has durably folded, of everybody: its row of the frontier matrix. Empty when it never said.
    pub acknowledged: FrontierView,
    /// How many ops that we hold it has not acknowledged yet: "behind".
    #[ts(type = "number")]
    pub behind: u64,
    /// How many of its ops we know of and do not hold yet.
    #[ts(type = "number")]
    pub awaited: u64,
}

/// Whether a device takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DeviceStanding {
    /// Counts for the stable frontier.
    Active,
    /// Seen, but has acknowledged nothing yet.
    Joining,
    /// Taken out of the quorum by a person.
    Retired,
}

/// The one status value, never greener than the facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StatusView {
    /// What the icon shows.
    pub kind: StatusKind,
    /// A short sentence for a menu line: "Up to date, 14:02 · with MacBook".
    pub headline: String,
    /// When the last round with the relay succeeded.
    #[ts(type = "number | null")]
    pub last_synced_ms: Option<u64>,
    /// Own ops that no other device has acknowledged yet.
    #[ts(type = "number")]
    pub unacknowledged: u64,
    /// Ops of others that are announced but not here yet.
    #[ts(type = "number")]
    pub awaited: u64,
}

/// The states of the tray icon, best first; the worst that holds wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StatusKind {
    /// Everything known is here, and everything of ours is acknowledged, or there is nobody else yet.
    UpToDate,
    /// A round is running, or the first has not come yet.
    Syncing,
    /// Ops of ours are not with every device.
    WaitingForPickUp,
    /// Ops are announced and not here: what is shown may be old.
    WaitingForFiles,
    /// A person paused syncing.
    Paused,
    /// The relay folder is gone, emptied, not ours, or cannot be written.
    FolderUnavailable,
    /// Something waits for a person: see the problems.
    NeedsYou,
    /// Syncing fails.
    Error,
}

/// How long syncing is paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PauseLength {
    /// For an hour.
    Hour,
    /// Until the next morning.
    Tomorrow,
    /// Until the person goes on.
    Resumed,
}

/// One thing that is wrong, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProblemView {
    /// What kind.
    pub code: ProblemCode,
    /// The error code when the problem is a failed command, else `null`.
    pub error: Option<ErrorCode>,
    /// One sentence: what is wrong.
    pub message: String,
    /// One sentence: what to do.
    pub hint: String,
}

/// The kinds of problems the engine reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// The last round failed.
    SyncFailed,
    /// Two different ops claim one place in a device's chain.
    Fork,
    /// They do, in a chain that nobody writes any more.
    SettledFork,
    /// A file in the relay folder cannot be read yet, or is damaged.
    DamagedFile,
    /// A device's clock is far ahead of ours, or ours is not set.
    ClockSkew,
    /// Files in the relay folder that are not ours.
    ForeignFiles,
    /// This device goes on with a new chain: its data was an older copy, or a copy is in use elsewhere.
    NewIdentity,
    /// A device that is heard of keeps lacking what this one wrote.
    HeldBack,
    /// Files whose content is still in the cloud only.
    InTheCloud,
    /// A lease expired while its agent had a run pending.
    StuckLease,
    /// A run took effect twice.
    DoubleRun,
}
