use baton_engine::{ErrorKind, SyncError};

/// What kind of failure; never told by its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// The engine says so.
    Engine(ErrorKind),
    /// The loop itself broke down: nothing is synced until a restart.
    Defect,
}

/// A failure, as the loop remembers and reports it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// What kind.
    pub kind: FailureKind,
    /// What is said about it: "area: action: cause".
    pub message: String,
}

impl From<SyncError> for Failure {
    fn from(error: SyncError) -> Self {
        Self {
            kind: FailureKind::Engine(error.kind()),
            message: error.to_string(),
        }
    }
}

/// Why a command to the loop was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoopError {
    /// A person paused syncing.
    #[error("sync: syncing is paused")]
    Paused,
    /// The loop has ended.
    #[error("sync: the sync loop has ended")]
    Ended,
    /// The engine failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl From<SyncError> for LoopError {
    fn from(error: SyncError) -> Self {
        Self::Failed(error.into())
    }
}

/// A failure in a few words, for a headline or a line of activity.
pub fn failure_title(kind: FailureKind) -> &'static str {
    let FailureKind::Engine(kind) = kind else {
        return "Syncing broke down: restart Baton";
    };
    match kind {
        ErrorKind::FolderUnavailable => "Folder unavailable",
        ErrorKind::FolderNotWritable => "Folder cannot be written",
        ErrorKind::Store => "Local data cannot be used",
        ErrorKind::DeviceId => "Device id cannot be used",
        ErrorKind::Relay => "Sync failed",
        ErrorKind::LeaseHeld => "Lease is held",
        ErrorKind::LeasePending => "Lease waits for other devices",
        ErrorKind::LeaseLost => "Lease was lost",
        ErrorKind::LeaseMovedOn => "Lease moved on",
        ErrorKind::BadInput => "Request refused",
    }
}
