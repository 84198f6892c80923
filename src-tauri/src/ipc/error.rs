use std::io;

use baton_contract::{ErrorCode, IpcError};
use baton_engine::ErrorKind;
use baton_sync_loop::{Failure, FailureKind, LoopError, failure_title};

/// An error with its code, a sentence what is wrong, and one what to do.
pub(super) fn refused(code: ErrorCode, message: impl Into<String>, hint: impl Into<String>) -> IpcError {
    IpcError {
        code,
        message: message.into(),
        hint: hint.into(),
    }
}

pub(super) fn not_set_up() -> IpcError {
    refused(
        ErrorCode::NotSetUp,
        "No folder to sync through was chosen yet.",
        "Choose one in the window.",
    )
}

pub(super) fn of_loop(error: &LoopError) -> IpcError {
    match error {
        LoopError::Paused => refused(ErrorCode::Paused, "Syncing is paused.", "Resume it first."),
        LoopError::Ended => refused(ErrorCode::Internal, "Syncing has ended.", "Restart Baton."),
        LoopError::Failed(failure) => of_failure(failure),
    }
}

pub(super) fn of_failure(failure: &Failure) -> IpcError {
    let (kind, sentence) = (failure.kind, failure.sentence());
    let message = match kind {
        // The cause is the system's words, and the code says nothing of what was tried.
        FailureKind::Engine(ErrorKind::Relay) => format!("{}: {sentence}", failure_title(kind)),
        _ => sentence,
    };
    refused(code(kind), message, hint(kind))
}

pub(super) fn of_settings(error: &io::Error) -> IpcError {
    refused(
        ErrorCode::Store,
        format!("The settings could not be saved: {error}."),
        "Check that the data folder can be written and the disk is not full.",
    )
}

fn code(kind: FailureKind) -> ErrorCode {
    let FailureKind::Engine(kind) = kind else {
        return ErrorCode::Internal;
    };
    match kind {
        ErrorKind::FolderUnavailable => ErrorCode::FolderUnavailable,
        ErrorKind::FolderNotWritable => ErrorCode::FolderNotWritable,
        ErrorKind::LeasePending => ErrorCode::LeasePending,
        ErrorKind::LeaseHeld | ErrorKind::LeaseMovedOn => ErrorCode::LeaseMovedOn,
        ErrorKind::LeaseLost => ErrorCode::LeaseNotHeld,
        ErrorKind::BadInput => ErrorCode::BadRequest,
        ErrorKind::Store | ErrorKind::DeviceId => ErrorCode::Store,
        ErrorKind::Relay => ErrorCode::Internal,
    }
}

/// What a person can do about it.
fn hint(kind: FailureKind) -> &'static str {
    let FailureKind::Engine(kind) = kind else {
        return "Restart Baton; nothing that was recorded is lost.";
    };
    match kind {
        ErrorKind::FolderUnavailable => {
            "Check that the drive is there and its app is running; Baton tries again by itself."
        }
        ErrorKind::FolderNotWritable => "Check the folder's permissions and the free space on its drive.",
        ErrorKind::LeasePending => {
            "It is granted as soon as enough of them answered: wake them, or go on without one that is gone for good."
        }
        ErrorKind::LeaseHeld | ErrorKind::LeaseMovedOn => "Look at the lease again: it changed since you opened it.",
        ErrorKind::LeaseLost => "It is not held any more: there is nothing to release or to take over.",
        ErrorKind::Store => "Check the free space and the permissions of the data folder.",
        ErrorKind::DeviceId => "Check the file `device-id` in the data folder.",
        ErrorKind::Relay => "Baton tries again by itself.",
        ErrorKind::BadInput => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(kind: ErrorKind) -> IpcError {
        of_failure(&Failure {
            kind: FailureKind::Engine(kind),
            message: "what happened".to_owned(),
        })
    }

    #[test]
    fn a_cause_that_the_system_names_says_what_could_not_be_done_where_the_code_does_not() {
        let of = |kind| Failure {
            kind: FailureKind::Engine(kind),
            message: "relay: read d/a: Input/output error (os error 5)".to_owned(),
        };
        let read = of_failure(&of(ErrorKind::Relay));
        assert_eq!(read.code, ErrorCode::Internal);
        assert_eq!(read.message, "Sync failed: Input/output error (os error 5).");
        let written = of_failure(&of(ErrorKind::FolderNotWritable));
        assert_eq!(written.message, "Input/output error (os error 5).");
    }

    #[test]
    fn a_lease_that_waits_for_votes_is_not_said_to_have_moved_on() {
        let (pending, moved_on) = (told(ErrorKind::LeasePending), told(ErrorKind::LeaseMovedOn));
        assert_eq!(pending.code, ErrorCode::LeasePending);
        assert_eq!(moved_on.code, ErrorCode::LeaseMovedOn);
        assert_ne!(pending.hint, moved_on.hint);
    }
}
