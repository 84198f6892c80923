use baton_engine::{ErrorKind, SyncError, SyncSubsystem};

use crate::lease_words::with_names;

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

impl Failure {
    /// What `engine` answered; of other devices it speaks by their names.
    pub(crate) fn of(error: &SyncError, engine: &mut SyncSubsystem) -> Self {
        let overview = matches!(error, SyncError::Lease { .. }).then(|| engine.overview());
        let named = overview
            .and_then(Result::ok)
            .and_then(|overview| with_names(error, &overview));
        Self {
            kind: FailureKind::Engine(error.kind()),
            message: named.unwrap_or_else(|| error.to_string()),
        }
    }

    /// What is wrong, as a sentence for people: without where in the engine it arose, which is for logs.
    pub fn sentence(&self) -> String {
        let (area, said) = self.message.split_once(": ").unwrap_or(("", &self.message));
        let cause = match self.kind {
            FailureKind::Engine(_) => said.split_once(": ").map_or(said, |(_, cause)| cause),
            FailureKind::Defect => said,
        };
        // What is wrong with a lease begins with the agent's name, which is to stay as it is.
        ended(if area == "lease" {
            cause.to_owned()
        } else {
            capital(cause)
        })
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

fn ended(sentence: String) -> String {
    if sentence.ends_with(['.', '?', '!', '…']) {
        return sentence;
    }
    sentence + "."
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

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(kind: ErrorKind, message: &str) -> String {
        let failure = Failure {
            kind: FailureKind::Engine(kind),
            message: message.to_owned(),
        };
        failure.sentence()
    }

    #[test]
    fn a_person_is_told_the_cause_in_a_sentence_and_not_where_in_the_engine_it_arose() {
        assert_eq!(
            sentence(
                ErrorKind::FolderUnavailable,
                "relay: open: folder /cloud is unavailable: it does not exist"
            ),
            "Folder /cloud is unavailable: it does not exist."
        );
        assert_eq!(
            sentence(ErrorKind::Store, "store: open: /data/baton.db is damaged"),
            "/data/baton.db is damaged."
        );
        assert_eq!(sentence(ErrorKind::Relay, "was it moved?"), "Was it moved?");
        let broken = Failure {
            kind: FailureKind::Defect,
            message: "sync: the sync loop ended by a defect: restart Baton".to_owned(),
        };
        assert_eq!(broken.sentence(), "The sync loop ended by a defect: restart Baton.");
    }

    #[test]
    fn an_agent_that_a_failure_begins_with_keeps_its_name() {
        assert_eq!(
            sentence(
                ErrorKind::LeaseMovedOn,
                "lease: take over: planner moved on from epoch 1 to 2"
            ),
            "planner moved on from epoch 1 to 2."
        );
        assert_eq!(
            sentence(ErrorKind::BadInput, "lease: acquire: planner cannot be held here"),
            "planner cannot be held here."
        );
    }
}
