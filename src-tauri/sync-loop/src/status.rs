//! The one status that tray, tooltip, window and command line share.

use baton_engine::{ErrorKind, Overview, Problem, ProblemKind};

use crate::{FailureKind, LoopState, peers, words::first_sentence};

/// Longest text of a headline that comes from elsewhere; it has to fit a menu line.
const LONGEST_QUOTE: usize = 60;

/// How things stand: what the icon shows, and what a headline needs to say it. The worst that holds wins, and it is never
/// greener than the facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Everything known is here, and everything of ours is acknowledged, or there is nobody else yet.
    UpToDate {
        /// When the last round succeeded, in milliseconds since 1970.
        synced_ms: Option<u64>,
        /// Names of the other devices that take part.
        with: Vec<String>,
    },
    /// A round is running, and nothing is known to hold anything up.
    Syncing {
        /// Own ops on their way into the relay.
        unsent: u64,
    },
    /// No round was ever made, and none is running.
    NeverSynced,
    /// Ops are announced and not here.
    WaitingForFiles {
        /// How many; 0 when it is not known what lies in a file that cannot be read yet.
        changes: u64,
        /// Names of their writers.
        from: Vec<String>,
    },
    /// Ops of ours are in the relay, and somebody does not have them yet.
    WaitingForPickUp {
        /// How many ops of ours the slowest device lacks.
        changes: u64,
        /// Names of the devices that lack some.
        by: Vec<String>,
    },
    /// Ops of ours are not in the relay, and no round is running.
    NotSent {
        /// How many.
        changes: u64,
    },
    /// A person paused syncing.
    Paused {
        /// When it ends by itself, in milliseconds since 1970.
        until_ms: Option<u64>,
        /// Own ops that are not in the relay.
        unsent: u64,
    },
    /// The relay folder is gone, emptied, not ours, or cannot be written.
    FolderUnavailable {
        /// What exactly.
        failure: FailureKind,
    },
    /// Something waits for a person.
    NeedsYou(Need),
    /// Syncing fails.
    Error {
        /// Why.
        failure: FailureKind,
    },
}

/// What waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// No relay folder was chosen yet.
    RelayFolder,
    /// A problem that does not go away by itself, in one sentence.
    Problem(String),
    /// The lease of this agent ran out during a run.
    StuckLease(String),
}

/// What the icon shows, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Something waits for a person.
    NeedsYou,
    /// Syncing fails.
    Error,
}

impl StatusKind {
    /// Every kind, best first.
    pub const ALL: [Self; 8] = [
        Self::UpToDate,
        Self::Syncing,
        Self::WaitingForPickUp,
        Self::WaitingForFiles,
        Self::Paused,
        Self::FolderUnavailable,
        Self::NeedsYou,
        Self::Error,
    ];

    /// Its name in JSON and in file names: "up_to_date".
    pub fn name(self) -> &'static str {
        match self {
            Self::UpToDate => "up_to_date",
            Self::Syncing => "syncing",
            Self::WaitingForFiles => "waiting_for_files",
            Self::WaitingForPickUp => "waiting_for_pick_up",
            Self::Paused => "paused",
            Self::FolderUnavailable => "folder_unavailable",
            Self::NeedsYou => "needs_you",
            Self::Error => "error",
        }
    }
}

impl Status {
    /// The status of a loop.
    pub fn of(state: &LoopState) -> Self {
        let overview = state.overview.as_ref();
        let found = [
            error(state),
            needs_you(state),
            folder_unavailable(state),
            paused(state),
            overview.and_then(waiting_for_files),
            overview.and_then(|overview| waiting_for_pick_up(state, overview)),
            syncing(state),
        ];
        found.into_iter().flatten().next().unwrap_or_else(|| up_to_date(state))
    }

    /// What the icon shows.
    pub fn kind(&self) -> StatusKind {
        match self {
            Self::UpToDate { .. } => StatusKind::UpToDate,
            Self::Syncing { .. } | Self::NeverSynced => StatusKind::Syncing,
            Self::WaitingForFiles { .. } => StatusKind::WaitingForFiles,
            Self::WaitingForPickUp { .. } | Self::NotSent { .. } => StatusKind::WaitingForPickUp,
            Self::Paused { .. } => StatusKind::Paused,
            Self::FolderUnavailable { .. } => StatusKind::FolderUnavailable,
            Self::NeedsYou(_) => StatusKind::NeedsYou,
            Self::Error { .. } => StatusKind::Error,
        }
    }
}

/// Does this problem need a person? A file that cannot be read may still be on its way, and foreign files do no harm.
pub fn needs_person(problem: &Problem) -> bool {
    matches!(
        problem.kind,
        ProblemKind::Fork | ProblemKind::ClockSkew | ProblemKind::DoubleRun
    )
}

/// Is it the relay folder that fails, and not Baton?
pub fn is_about_folder(failure: FailureKind) -> bool {
    matches!(
        failure,
        FailureKind::Engine(ErrorKind::FolderUnavailable | ErrorKind::FolderNotWritable)
    )
}

fn error(state: &LoopState) -> Option<Status> {
    let failure = state.failure.as_ref()?.kind;
    (!is_about_folder(failure)).then_some(Status::Error { failure })
}

fn needs_you(state: &LoopState) -> Option<Status> {
    let mut problems = state.overview.iter().flat_map(|overview| &overview.problems);
    let problem = problems.find(|problem| needs_person(problem));
    let problem = problem.map(|problem| Need::Problem(first_sentence(&problem.message, LONGEST_QUOTE)));
    let stuck = || state.stuck_agents.first().cloned().map(Need::StuckLease);
    problem.or_else(stuck).map(Status::NeedsYou)
}

fn folder_unavailable(state: &LoopState) -> Option<Status> {
    let failure = state.failure.as_ref()?.kind;
    is_about_folder(failure).then_some(Status::FolderUnavailable { failure })
}

fn paused(state: &LoopState) -> Option<Status> {
    let until_ms = state.pause?.until_ms;
    let unsent = state.overview.as_ref().map_or(0, |overview| overview.unpublished);
    Some(Status::Paused { until_ms, unsent })
}

/// What is not sent yet is on its way while a round runs; what is sent and not picked up waits in any case.
fn waiting_for_pick_up(state: &LoopState, overview: &Overview) -> Option<Status> {
    let (changes, unsent) = (overview.unacknowledged, overview.unpublished);
    if changes > unsent {
        let by = peers::lagging(overview);
        return Some(Status::WaitingForPickUp { changes, by });
    }
    (unsent > 0 && !state.syncing).then_some(Status::NotSent { changes: unsent })
}

fn waiting_for_files(overview: &Overview) -> Option<Status> {
    let changes = overview.awaited;
    let waits = changes > 0 || overview.problems.iter().any(is_unreadable_file);
    waits.then(|| Status::WaitingForFiles {
        changes,
        from: peers::announcing(overview),
    })
}

fn is_unreadable_file(problem: &Problem) -> bool {
    matches!(problem.kind, ProblemKind::DamagedFile | ProblemKind::InTheCloud)
}

fn syncing(state: &LoopState) -> Option<Status> {
    if state.syncing {
        let unsent = state.overview.as_ref().map_or(0, |overview| overview.unpublished);
        return Some(Status::Syncing { unsent });
    }
    state.last_synced_ms.is_none().then_some(Status::NeverSynced)
}

fn up_to_date(state: &LoopState) -> Status {
    Status::UpToDate {
        synced_ms: state.last_synced_ms,
        with: state.overview.as_ref().map(peers::active).unwrap_or_default(),
    }
}

#[cfg(test)]
#[path = "status_tests.rs"]
mod tests;
