use baton_engine::{Overview, Problem, ProblemKind};

use crate::{
    LoopState, failure_title, peers,
    words::{changes, first_sentence},
};

/// Longest text of a headline that comes from elsewhere; it has to fit a menu line.
const LONGEST_QUOTE: usize = 60;

/// The states of the tray icon, best first; the worst that holds wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusKind {
    /// Everything known is here, and everything of ours is acknowledged, or there is nobody else yet.
    UpToDate,
    /// Ops are on their way: announced and not here, or ours and not picked up yet.
    Waiting,
    /// A round is running.
    Syncing,
    /// A person paused syncing.
    Paused,
    /// Something needs a person.
    NeedsAttention,
}

/// The one status that tray, window and command line share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// What the icon shows.
    pub kind: StatusKind,
    /// A short sentence for a menu line: "Up to date, 14:02 · with MacBook".
    pub headline: String,
}

impl Status {
    fn new(kind: StatusKind, headline: impl Into<String>) -> Self {
        Self {
            kind,
            headline: headline.into(),
        }
    }

    /// The status before a relay folder was chosen.
    pub fn not_set_up() -> Self {
        Self::new(StatusKind::NeedsAttention, "Choose a folder to sync through")
    }

    /// The status of a loop, never greener than the facts. `clock_text` says a time for people, such as "14:02".
    pub fn of(state: &LoopState, clock_text: &dyn Fn(u64) -> String) -> Self {
        attention(state)
            .or_else(|| paused(state))
            .or_else(|| syncing(state))
            .or_else(|| state.overview.as_ref().and_then(waiting))
            .unwrap_or_else(|| up_to_date(state, clock_text))
    }
}

/// Does this problem need a person? A file that cannot be read may still be on its way, and foreign files do no harm.
pub fn needs_person(problem: &Problem) -> bool {
    matches!(
        problem.kind,
        ProblemKind::Fork | ProblemKind::ClockSkew | ProblemKind::DoubleRun
    )
}

fn attention(state: &LoopState) -> Option<Status> {
    let headline = state
        .failure
        .as_ref()
        .map(|failure| failure_title(failure.kind).to_owned())
        .or_else(|| state.overview.as_ref().and_then(worst_problem))
        .or_else(|| stuck_lease(state))?;
    Some(Status::new(StatusKind::NeedsAttention, headline))
}

fn worst_problem(overview: &Overview) -> Option<String> {
    let problem = overview.problems.iter().find(|problem| needs_person(problem))?;
    Some(first_sentence(&problem.message, LONGEST_QUOTE))
}

fn stuck_lease(state: &LoopState) -> Option<String> {
    let agent = peers::short(state.stuck_agents.first()?);
    Some(format!("Lease of {agent} ran out during a run"))
}

fn paused(state: &LoopState) -> Option<Status> {
    let unsent = state.overview.as_ref().map_or(0, |overview| overview.unpublished);
    let headline = match unsent {
        0 => "Paused".to_owned(),
        unsent => format!("Paused · {} not sent", changes(unsent)),
    };
    state.paused.then(|| Status::new(StatusKind::Paused, headline))
}

fn syncing(state: &LoopState) -> Option<Status> {
    let first_round = state.last_synced_ms.is_none();
    (state.syncing || first_round).then(|| Status::new(StatusKind::Syncing, "Syncing…"))
}

fn waiting(overview: &Overview) -> Option<Status> {
    let headline = if overview.awaited > 0 {
        let whence = peers::announcing(" from ", overview);
        format!("Waiting for {}{whence}", changes(overview.awaited))
    } else if overview.unpublished > 0 {
        format!("{} not sent yet", changes(overview.unpublished))
    } else if overview.unacknowledged > 0 {
        let by_whom = peers::lagging(" by ", overview);
        format!("{} not picked up yet{by_whom}", changes(overview.unacknowledged))
    } else if has_unreadable_file(overview) {
        "Waiting for a file in the folder that cannot be read yet".to_owned()
    } else {
        return None;
    };
    Some(Status::new(StatusKind::Waiting, headline))
}

fn has_unreadable_file(overview: &Overview) -> bool {
    overview
        .problems
        .iter()
        .any(|problem| matches!(problem.kind, ProblemKind::DamagedFile | ProblemKind::InTheCloud))
}

fn up_to_date(state: &LoopState, clock_text: &dyn Fn(u64) -> String) -> Status {
    let last = state.last_synced_ms;
    let when = last.map(|at| format!(", {}", clock_text(at))).unwrap_or_default();
    let overview = state.overview.as_ref();
    let with = overview.map(|overview| peers::active(" · with ", overview));
    let with = with.filter(|with| !with.is_empty());
    let with = with.unwrap_or_else(|| " · no other device yet".to_owned());
    Status::new(StatusKind::UpToDate, format!("Up to date{when}{with}"))
}

#[cfg(test)]
#[path = "status_tests.rs"]
mod tests;
