use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A cloud-drive folder found on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FolderSuggestion {
    /// The product: "Dropbox", "Nextcloud", …
    pub vendor: String,
    /// The folder that Baton would use, inside the drive.
    pub path: String,
    /// Bytes that are free on this machine's side of it; `null` where nobody knows.
    #[ts(type = "number | null")]
    pub free_bytes: Option<u64>,
}

/// What is in a folder a person is about to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FolderInspection {
    /// The folder.
    pub path: String,
    /// What it holds.
    pub kind: FolderKind,
    /// Names of the devices that already use it.
    pub device_names: Vec<String>,
    /// What will be written there, one line each.
    pub will_write: Vec<String>,
    /// For a folder with other files: the one inside of it that can be used instead; else `null`.
    pub inside: Option<FolderInside>,
}

/// A folder of Baton's own, inside of one that holds other files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FolderInside {
    /// The folder.
    pub path: String,
    /// Is it a Baton relay already?
    pub is_relay: bool,
    /// Names of the devices that already use it.
    pub device_names: Vec<String>,
}

/// What a folder holds, seen from Baton.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FolderKind {
    /// Does not exist; it would be created.
    Missing,
    /// Exists and is empty.
    Empty,
    /// Already a Baton relay.
    Relay,
    /// Holds other files: cannot be used as it is.
    Foreign,
    /// Cannot be written.
    NotWritable,
    /// Is the relay folder already.
    Current,
    /// Lies inside the relay folder.
    Nested,
}

/// The person's choice at first start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SetUpRequest {
    /// The relay folder.
    pub relay_path: String,
    /// This device's human name.
    pub device_name: String,
}

/// Goes on in another relay folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MoveRequest {
    /// The folder.
    pub path: String,
    /// The person agreed to join the devices that already use it.
    pub join: bool,
}

/// What moving did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MoveOutcome {
    /// Own changes written there.
    #[ts(type = "number")]
    pub sent: u64,
    /// Changes of others received there.
    #[ts(type = "number")]
    pub received: u64,
    /// The folder used before, which is left as it is.
    pub old_path: String,
}
