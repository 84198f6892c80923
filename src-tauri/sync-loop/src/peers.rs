//! The other devices' names, as headlines say them.

use baton_engine::{DeviceStatus, Overview, RosterEntry};

use crate::words::clip;

const LONGEST_NAME: usize = 32;

/// The devices that take part.
pub(crate) fn active(overview: &Overview) -> Vec<String> {
    names(overview, |entry| entry.status == DeviceStatus::Active)
}

/// The devices of which changes are announced and not here.
pub(crate) fn announcing(overview: &Overview) -> Vec<String> {
    names(overview, |entry| entry.awaited > 0)
}

/// The devices that lack changes of this one; those taken out of the quorum need not have them.
pub(crate) fn lagging(overview: &Overview) -> Vec<String> {
    let own = &overview.device_id;
    let head = overview.journal_frontier.get(own);
    names(overview, |entry| {
        entry.status != DeviceStatus::Retired && entry.acknowledged.get(own) < head
    })
}

/// A name that came from elsewhere, short enough for a menu line.
pub(crate) fn short(name: &str) -> &str {
    clip(name, LONGEST_NAME)
}

fn names(overview: &Overview, counts: impl Fn(&RosterEntry) -> bool) -> Vec<String> {
    let peers = overview.roster.iter().filter(|entry| !entry.is_self && counts(entry));
    peers.map(shown_name).collect()
}

fn shown_name(entry: &RosterEntry) -> String {
    let named = !entry.name.is_empty();
    let name = if named { &entry.name } else { entry.device_id.as_str() };
    name.to_owned()
}
