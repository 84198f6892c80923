use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the doctor found in the relay folder and in this device's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckupView {
    /// What was looked at, the worst first.
    pub findings: Vec<FindingView>,
    /// How much each device has in the relay folder.
    pub files_by_device: Vec<DeviceFilesView>,
    /// Is nothing worse than a note?
    pub healthy: bool,
}

/// One device's directory in the relay folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeviceFilesView {
    /// The directory inside the relay folder; unique.
    pub directory: String,
    /// Human name of the device.
    pub name: String,
    /// How many files it has there.
    #[ts(type = "number")]
    pub files: u64,
    /// Their size.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// One thing the doctor looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingView {
    /// What it is about.
    pub code: FindingCode,
    /// How bad it is.
    pub severity: FindingSeverity,
    /// A few words.
    pub title: String,
    /// What is the case.
    pub detail: String,
    /// What to do; empty when there is nothing to do.
    pub advice: String,
    /// The first files it is about, at most [`MAX_FINDING_PATHS`].
    pub paths: Vec<String>,
    /// How many more files it is about.
    #[ts(type = "number")]
    pub more_paths: u64,
    /// What repairing would do about it; `null` when it would do nothing.
    pub repair: Option<String>,
    /// What repairing did about it; `null` when it did nothing.
    pub repaired: Option<String>,
}

/// A finding names no more files than this to the UI.
pub const MAX_FINDING_PATHS: usize = 50;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FindingSeverity {
    /// As it should be.
    Ok,
    /// Worth knowing; nothing is wrong.
    Note,
    /// Something is not as it should be; nothing is lost.
    Warning,
    /// Something does not work until a person acts.
    Error,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FindingCode {
    /// The relay folder is not there.
    FolderMissing,
    /// The relay folder cannot be read.
    FolderUnreadable,
    /// The folder is no relay, or not one any more.
    NoRelay,
    /// The folder is another relay than the one this device used there.
    OtherRelay,
    /// Every file of Baton's in the folder is whole.
    FilesProven,
    /// Files of this device are damaged.
    DamagedOwnFiles,
    /// Files of another device are damaged, or have not arrived completely.
    DamagedFiles,
    /// Files were made by a newer Baton.
    NewerFormat,
    /// What drives and desktops drop into every folder.
    Litter,
    /// Conflicted copies that a cloud drive made.
    ConflictedCopies,
    /// Copies of the folder or of parts of it.
    BackupCopies,
    /// Files the drive has not downloaded.
    Placeholders,
    /// Other files that are not Baton's.
    UnknownFiles,
    /// A device has very many files.
    TooManyFiles,
    /// Everything that was announced is here.
    NothingAwaited,
    /// Changes were announced that are not here.
    AwaitedChanges,
    /// Files of a checkpoint were announced that are not here.
    AwaitedFiles,
    /// Changes are in the folder that this device has not taken in.
    NotTakenIn,
    /// Changes of this device are not in the folder yet.
    NotHandedOut,
    /// Files that this device had put into the folder are gone from it.
    OwnFilesMissing,
    /// A device's clock is ahead.
    ClockSkew,
    /// This device's clock is not set.
    ClockUnset,
    /// How long news took to get here.
    Propagation,
    /// Two different changes claim one place.
    Fork,
    /// A device has not been heard of for long.
    SilentDevice,
    /// A device has not said yet what it holds.
    JoiningDevice,
    /// Nobody waits for a device any more.
    RetiredDevice,
    /// This device has no data yet.
    NoData,
    /// The store is whole.
    StoreSound,
    /// The store's file is damaged.
    StoreDamaged,
    /// The store cannot be read.
    StoreUnreadable,
    /// The store was written by a newer Baton.
    StoreNewer,
    /// What is kept of the state does not agree with the journal.
    StateDiffers,
    /// A chain of changes in the journal is broken.
    BrokenChain,
    /// The search index is damaged.
    SearchDamaged,
    /// A process that died left files behind on their way into the relay.
    StagingLeftovers,
    /// Repairing failed.
    RepairFailed,
}
