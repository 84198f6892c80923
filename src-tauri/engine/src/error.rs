use thiserror::Error;

use crate::{
    lease::LeaseError,
    op::PayloadError,
    relay::{Damage, RelayError},
    store::{KeepError, StoreError},
};

/// Why something could not be done. Prints as `area: action: cause`, and nothing was changed unless it says so.
#[derive(Debug, Error)]
pub enum SyncError {
    /// The local store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The relay folder.
    #[error(transparent)]
    Relay(#[from] RelayError),
    /// A file of this device's own could not be made.
    #[error("relay: encode: {0}")]
    Encode(#[from] Damage),
    /// A lease.
    #[error("lease: {action}: {source}")]
    Lease {
        /// What was attempted.
        action: &'static str,
        /// The answer.
        source: LeaseError,
    },
    /// Input that makes no sense.
    #[error("{area}: {action}: {reason}")]
    Input {
        /// Where.
        area: &'static str,
        /// What was attempted.
        action: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A turn of a batch that makes no sense; nothing of the batch was recorded.
    #[error("sync: record turns: turn {index}: {reason}; nothing of this batch was recorded")]
    BadTurn {
        /// Which, from 0.
        index: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// The id of this device cannot be used.
    #[error("device: read id: {path}: {reason}", path = path.display())]
    DeviceId {
        /// The file.
        path: std::path::PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A text that names nothing.
    #[error("unknown {what} '{text}'")]
    Unknown {
        /// What it should have named.
        what: &'static str,
        /// The text.
        text: String,
    },
}

impl From<KeepError> for SyncError {
    fn from(error: KeepError) -> Self {
        Self::Input {
            area: "retention",
            action: "set",
            reason: error.to_string(),
        }
    }
}

/// The kinds of failure a caller may want to tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The relay folder is missing, emptied, or not ours.
    FolderUnavailable,
    /// The relay folder cannot be written.
    FolderNotWritable,
    /// The relay folder cannot be read, or a file of ours could not be made.
    Relay,
    /// Somebody holds the lease.
    LeaseHeld,
    /// The lease waits for votes.
    LeasePending,
    /// The caller does not hold the lease.
    LeaseLost,
    /// The lease changed since the person looked.
    LeaseMovedOn,
    /// The input makes no sense.
    BadInput,
    /// The local store failed.
    Store,
    /// The device's id cannot be used.
    DeviceId,
}

impl SyncError {
    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Store(_)
            | Self::Lease {
                source: LeaseError::Backend(_),
                ..
            } => ErrorKind::Store,
            Self::Relay(RelayError::Unavailable { .. } | RelayError::NotOurs { .. }) => ErrorKind::FolderUnavailable,
            Self::Relay(RelayError::NotWritable { .. }) => ErrorKind::FolderNotWritable,
            Self::Relay(RelayError::Read { .. }) | Self::Encode(_) => ErrorKind::Relay,
            Self::Lease {
                source: LeaseError::Held { .. },
                ..
            } => ErrorKind::LeaseHeld,
            Self::Lease {
                source: LeaseError::Pending { .. },
                ..
            } => ErrorKind::LeasePending,
            Self::Lease {
                source: LeaseError::Lost { .. } | LeaseError::NotHeld { .. },
                ..
            } => ErrorKind::LeaseLost,
            Self::Lease {
                source: LeaseError::MovedOn { .. },
                ..
            } => ErrorKind::LeaseMovedOn,
            Self::Lease {
                source: LeaseError::Exhausted { .. } | LeaseError::Viewer { .. } | LeaseError::NoHandOver { .. },
                ..
            }
            | Self::Input { .. }
            | Self::BadTurn { .. }
            | Self::Unknown { .. } => ErrorKind::BadInput,
            Self::DeviceId { .. } => ErrorKind::DeviceId,
        }
    }

    /// What cannot be recorded.
    pub(crate) fn payload(error: &PayloadError) -> Self {
        Self::Input {
            area: "sync",
            action: "append",
            reason: error.to_string(),
        }
    }
}
