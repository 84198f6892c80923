use serde::Serialize;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
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
