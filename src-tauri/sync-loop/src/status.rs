use baton_engine::{DeviceStatus, ErrorKind, Overview, Problem, ProblemKind};

use crate::{
    FailureKind, LoopState,
    words::{changes, clip, first_sentence, list_names},
};

/// Longest text of a headline that comes from elsewhere; it has to fit a menu line.
const LONGEST_QUOTE: usize = 60;
const LONGEST_NAME: usize = 32;

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
    matches!(problem.kind, ProblemKind::Fork | ProblemKind::ClockSkew)
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
        ErrorKind::LeaseLost => "Lease was lost",
        ErrorKind::LeaseMovedOn => "Lease moved on",
        ErrorKind::BadInput => "Request refused",
    }
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
    let agent = clip(state.stuck_agents.first()?, LONGEST_NAME);
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
        let names = names_where(overview, |awaited, _| awaited > 0);
        format!("Waiting for {}{}", changes(overview.awaited), phrase(" from ", &names))
    } else if overview.unpublished > 0 {
        format!("{} not sent yet", changes(overview.unpublished))
    } else if overview.unacknowledged > 0 {
        let names = names_where(overview, |_, behind| behind > 0);
        let lagging = phrase(" by ", &names);
        format!("{} not picked up yet{lagging}", changes(overview.unacknowledged))
    } else if has_unreadable_file(overview) {
        "Waiting for a file in the folder that cannot be read yet".to_owned()
    } else {
        return None;
    };
    Some(Status::new(StatusKind::Waiting, headline))
}

fn has_unreadable_file(overview: &Overview) -> bool {
    overview.problems.iter().any(|problem| problem.kind == ProblemKind::DamagedFile)
}

fn up_to_date(state: &LoopState, clock_text: &dyn Fn(u64) -> String) -> Status {
    let names = state.overview.as_ref().map(active_peers).unwrap_or_default();
    let when = state.last_synced_ms.map(|at| format!(", {}", clock_text(at))).unwrap_or_default();
    let with = match names.is_empty() {
        true => " · no other device yet".to_owned(),
        false => phrase(" · with ", &names),
    };
    Status::new(StatusKind::UpToDate, format!("Up to date{when}{with}"))
}

fn active_peers(overview: &Overview) -> Vec<&str> {
    let peers = overview.roster.iter().filter(|entry| !entry.is_self && entry.status == DeviceStatus::Active);
    peers.map(|entry| shown_name(&entry.name, entry.device_id.as_str())).collect()
}

fn names_where(overview: &Overview, holds: impl Fn(u64, u64) -> bool) -> Vec<&str> {
    let peers = overview.roster.iter().filter(|entry| !entry.is_self && holds(entry.awaited, entry.behind));
    peers.map(|entry| shown_name(&entry.name, entry.device_id.as_str())).collect()
}

fn shown_name<'a>(name: &'a str, device_id: &'a str) -> &'a str {
    clip(if name.is_empty() { device_id } else { name }, LONGEST_NAME)
}

fn phrase(lead: &str, names: &[&str]) -> String {
    match names {
        [] => String::new(),
        names => format!("{lead}{}", list_names(names)),
    }
}

#[cfg(test)]
#[path = "status_tests.rs"]
mod tests;
