//! What a person is to be told of at once, read off two states that follow each other.

use baton_engine::{Epoch, LeaseEnd, LeaseOverview, Problem, ProblemKind};

use crate::{ActivityKind, Failure, LoopState, changes, failure_title, list_names, report::Line};

/// Something that cannot wait until somebody looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alert {
    /// A lease of this device ended, and this device neither gave it back nor asks for it again.
    LeaseLost {
        /// The agent.
        agent_id: String,
        /// The epoch that ended.
        epoch: u64,
        /// Human name of the device that holds it now.
        holder: Option<String>,
    },
    /// Other devices ask for an agent that this one holds.
    LeaseWanted {
        /// The agent.
        agent_id: String,
        /// Their human names.
        by: Vec<String>,
    },
    /// The relay folder stays unavailable.
    FolderUnavailable {
        /// What the last round says about it.
        failure: Failure,
    },
    /// This device's data is a copy, or an older state of itself, so it goes on under a new id.
    CopiedData {
        /// What happened.
        message: String,
        /// What to do.
        hint: String,
    },
    /// A lease ran out while one of its runs was pending.
    StuckLease {
        /// The agent.
        agent_id: String,
        /// Does this device hold it?
        is_ours: bool,
    },
    /// A device was not heard of for days.
    SilentDevice {
        /// Its human name.
        name: String,
        /// For how many days.
        days: u64,
        /// Did it ever say anything? If not, the days count from when this device first saw it.
        spoke: bool,
        /// How many of the ops that are here it lacks, as far as this device knows.
        missing: u64,
    },
    /// Two devices ran the same thing.
    DoubleRun {
        /// What is wrong.
        message: String,
        /// What to do.
        hint: String,
    },
}

impl Alert {
    /// What happened, in a line.
    pub fn title(&self) -> String {
        match self {
            Self::LeaseLost { agent_id, .. } => format!("This device lost the lease of {agent_id}"),
            Self::LeaseWanted { agent_id, by } => {
                let names: Vec<_> = by.iter().map(String::as_str).collect();
                let verb = if by.len() == 1 { "asks" } else { "ask" };
                format!("{} {verb} for {agent_id}", list_names(&names))
            }
            Self::FolderUnavailable { failure } => failure_title(failure.kind).to_owned(),
            Self::CopiedData { .. } => "This device goes on under a new id".to_owned(),
            Self::StuckLease { agent_id, .. } => format!("The lease of {agent_id} ran out during a run"),
            Self::SilentDevice { name, spoke: false, .. } => format!("{name} has never been heard from"),
            Self::SilentDevice { name, days, .. } => format!("{name} was not heard from for {}", span(*days)),
            Self::DoubleRun { message, .. } => message.clone(),
        }
    }

    /// What it means.
    pub fn words(&self) -> String {
        match self {
            Self::LeaseLost { epoch, holder, .. } => {
                let by = holder.as_ref().map(|name| format!(" {name} holds it now."));
                format!(
                    "What still runs here under epoch {epoch} is refused: stop it.{}",
                    by.unwrap_or_default()
                )
            }
            Self::LeaseWanted { .. } => "This device holds it. Release it under Leases to hand it over now.".to_owned(),
            Self::FolderUnavailable { failure } => {
                format!("Nothing is sent or received until it is back. {}", failure.sentence())
            }
            Self::CopiedData { message, hint } => format!("{message} {hint}"),
            Self::StuckLease { is_ours: true, .. } => {
                "Release it under Leases once you know that its run has ended.".to_owned()
            }
            Self::StuckLease { is_ours: false, .. } => {
                "Take it over under Leases if its holder will not come back.".to_owned()
            }
            Self::SilentDevice { days, spoke: false, .. } => format!(
                "It was first seen in the folder {} ago, and has said nothing since. Start Baton there and let it sync. If \
                 the device is gone for good, stop waiting for it under Devices.",
                span(*days)
            ),
            Self::SilentDevice { missing, .. } => format!(
                "{} Look whether it is on and its cloud drive works. If it is gone for good, stop waiting for it under \
                 Devices.",
                missing_words(*missing)
            ),
            Self::DoubleRun { hint, .. } => hint.clone(),
        }
    }

    pub(crate) fn line(&self) -> Line {
        let kind = match self {
            Self::DoubleRun { .. } | Self::FolderUnavailable { .. } => ActivityKind::Error,
            Self::LeaseLost { .. } | Self::LeaseWanted { .. } | Self::StuckLease { .. } => ActivityKind::Lease,
            Self::CopiedData { .. } | Self::SilentDevice { .. } => ActivityKind::Sync,
        };
        Line::new(kind, self.title(), self.words())
    }
}

/// "a day", "14 days".
fn span(days: u64) -> String {
    match days {
        1 => "a day".to_owned(),
        _ => format!("{days} days"),
    }
}

fn missing_words(missing: u64) -> String {
    match missing {
        0 => "What it recorded since then is not here.".to_owned(),
        _ => format!("It is missing {}.", changes(missing)),
    }
}

/// What became alarming between two states. What the first look shows is no news.
pub fn alerts(before: &LoopState, after: &LoopState) -> Vec<Alert> {
    if before.overview.is_none() || after.overview.is_none() {
        return Vec::new();
    }
    let lost = before.leases.iter().filter_map(|entry| lost(entry, before, after));
    let wanted = after.leases.iter().filter_map(|entry| wanted(entry, before, after));
    let double_runs = news(before, after, is_double_run);
    lost.chain(wanted).chain(double_runs).collect()
}

/// It was ours and is not any more, though nobody released it here. One whose time ran out is lost only once this device does
/// not ask for it any more, or another one got it.
fn lost(entry: &LeaseOverview, before: &LoopState, after: &LoopState) -> Option<Alert> {
    let agent_id = &entry.agent_id;
    let epoch = own_epoch(entry, before)?;
    let now = after.lease(agent_id)?;
    if after.is_ours(agent_id) || asked_again(now, after) == Some(epoch) || was_released(now, epoch) {
        return None;
    }
    Some(Alert::LeaseLost {
        agent_id: agent_id.clone(),
        epoch: epoch.0,
        holder: after.holder(agent_id).map(str::to_owned),
    })
}

/// The epoch that this device has not lost so far.
fn own_epoch(entry: &LeaseOverview, state: &LoopState) -> Option<Epoch> {
    let held = entry.lease.as_ref().filter(|_| state.is_ours(&entry.agent_id));
    held.map(|lease| lease.epoch).or_else(|| asked_again(entry, state))
}

/// Did an epoch of this device end by being given back?
fn was_released(now: &LeaseOverview, epoch: Epoch) -> bool {
    let past = now.situation.history.iter().find(|past| past.epoch == epoch);
    match past.and_then(|past| past.end) {
        Some(end) => end == LeaseEnd::Released,
        // A register keeps no history: taking over uses an epoch up, releasing does not.
        None => now.lease.is_none() && now.last_epoch <= epoch,
    }
}

/// The epoch of this device whose time ran out, while it asks for the next one and nobody holds the agent.
fn asked_again(entry: &LeaseOverview, state: &LoopState) -> Option<Epoch> {
    let situation = &entry.situation;
    let waits = entry.lease.is_none() && (situation.asking.is_some() || situation.wanted_here);
    let last = situation.history.first().filter(|_| waits)?;
    let own = state.overview.as_ref().map(|overview| &overview.device_id);
    (Some(&last.holder) == own && last.end == Some(LeaseEnd::Lapsed)).then_some(last.epoch)
}

/// Somebody asks for ours, and nobody did before.
fn wanted(entry: &LeaseOverview, before: &LoopState, after: &LoopState) -> Option<Alert> {
    let agent_id = &entry.agent_id;
    let was_wanted = |old: &LeaseOverview| !old.situation.wanted_by.is_empty();
    let is_old = before.is_ours(agent_id) && before.lease(agent_id).is_some_and(was_wanted);
    if entry.situation.wanted_by.is_empty() || is_old || !after.is_ours(agent_id) {
        return None;
    }
    let by = entry.situation.wanted_by.iter();
    Some(Alert::LeaseWanted {
        agent_id: agent_id.clone(),
        by: by.map(|device| after.device_name(device.as_str()).to_owned()).collect(),
    })
}

/// The problems of a kind that were not there before.
fn news(before: &LoopState, after: &LoopState, is_meant: fn(&Problem) -> bool) -> Vec<Alert> {
    let problems = |state: &LoopState| -> Vec<Problem> {
        let all = state.overview.iter().flat_map(|overview| overview.problems.clone());
        all.filter(is_meant).collect()
    };
    let known = problems(before);
    let fresh = problems(after).into_iter().filter(|problem| !known.contains(problem));
    let alert = |Problem { message, hint, .. }| Alert::DoubleRun { message, hint };
    fresh.map(alert).collect()
}

fn is_double_run(problem: &Problem) -> bool {
    problem.kind == ProblemKind::DoubleRun
}

#[cfg(test)]
#[path = "alerts_tests.rs"]
mod tests;
