//! The other devices' names, as headlines say them.

use baton_engine::{DeviceStatus, Overview, RosterEntry};

use crate::words::{clip, list_names};

const LONGEST_NAME: usize = 32;

/// " · with MacBook and Mini": the devices that take part; empty without any.
pub(crate) fn active(lead: &str, overview: &Overview) -> String {
    phrase(lead, overview, |entry| entry.status == DeviceStatus::Active)
}

/// " from MacBook": the devices of which changes are announced and not here.
pub(crate) fn announcing(lead: &str, overview: &Overview) -> String {
    phrase(lead, overview, |entry| entry.awaited > 0)
}

/// " by MacBook": the devices that have not picked up everything; those taken out of the quorum need not.
pub(crate) fn lagging(lead: &str, overview: &Overview) -> String {
    phrase(lead, overview, |entry| {
        entry.behind > 0 && entry.status != DeviceStatus::Retired
    })
}

/// A name that came from elsewhere, short enough for a menu line.
pub(crate) fn short(name: &str) -> &str {
    clip(name, LONGEST_NAME)
}

fn phrase(lead: &str, overview: &Overview, counts: impl Fn(&RosterEntry) -> bool) -> String {
    let peers = overview.roster.iter().filter(|entry| !entry.is_self && counts(entry));
    let names: Vec<_> = peers.map(shown_name).collect();
    if names.is_empty() {
        return String::new();
    }
    format!("{lead}{}", list_names(&names))
}

fn shown_name(entry: &RosterEntry) -> &str {
    let named = !entry.name.is_empty();
    short(if named { &entry.name } else { entry.device_id.as_str() })
}
