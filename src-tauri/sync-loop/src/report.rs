//! What a round did, as lines of activity.

use baton_engine::{CheckpointReport, Frontier, PumpReport};

use crate::{
    ActivityKind, LoopState,
    activity::QUIET_ROUND,
    words::{changes, list_names},
};

/// A line of activity that is not numbered and dated yet.
pub(crate) struct Line {
    pub(crate) kind: ActivityKind,
    pub(crate) message: String,
    pub(crate) detail: String,
}

impl Line {
    pub(crate) fn new(kind: ActivityKind, message: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            detail: detail.into(),
        }
    }

    /// A round that found nothing new.
    pub(crate) fn quiet_round() -> Self {
        Self::new(ActivityKind::Sync, QUIET_ROUND, "")
    }
}

/// The lines of a round; none when it changed nothing.
pub(crate) fn of_round(report: &PumpReport, before: &LoopState, after: &LoopState) -> Vec<Line> {
    let mut lines = Vec::new();
    if report.folded > 0 {
        let senders = senders(before, after);
        let from = if senders.is_empty() {
            String::new()
        } else {
            format!(" from {senders}")
        };
        lines.push(Line::new(
            ActivityKind::Sync,
            format!("Received {}{from}", changes(report.folded)),
            "",
        ));
    }
    if report.pushed > 0 {
        lines.push(Line::new(
            ActivityKind::Sync,
            format!("Sent {}", changes(report.pushed)),
            "",
        ));
    }
    lines
}

/// The line of a checkpoint that a person asked for.
pub(crate) fn of_checkpoint(report: &CheckpointReport) -> Line {
    match &report.name {
        Some(hash) => Line::new(ActivityKind::Checkpoint, "Checkpoint published", hash.as_str()),
        None => Line::new(
            ActivityKind::Checkpoint,
            "No checkpoint published",
            report.reason.as_str(),
        ),
    }
}

/// The names of the devices of which more is held than before.
fn senders(before: &LoopState, after: &LoopState) -> String {
    let none = Frontier::new();
    let old = before
        .overview
        .as_ref()
        .map_or(&none, |overview| &overview.journal_frontier);
    let Some(overview) = &after.overview else {
        return String::new();
    };
    let grown = overview
        .journal_frontier
        .iter()
        .filter(|(device, seq)| **device != overview.device_id && old.get(device) < Some(seq))
        .map(|(device, _)| after.device_name(device.as_str()));
    list_names(&grown.collect::<Vec<_>>())
}
