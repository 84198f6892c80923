//! Clocks, and how long news took. No two machines' clocks are compared for anything but telling a person.

use super::{
    Finding, FindingCode, Severity,
    gather::View,
    look::fine,
    words::{sentences, span},
};
use crate::store::Peer;

/// 2020-01-01: no Baton ran before.
const YEAR_2020_MS: u64 = 1_577_836_800_000;

/// A difference that clocks set by the network never have.
const AHEAD_MS: u64 = 5 * 60 * 1000;

/// A difference that makes things sort wrongly for everybody to see.
const FAR_AHEAD_MS: u64 = 60 * 60 * 1000;

/// This device's own clock.
pub(super) fn own(now_ms: u64) -> Option<Finding> {
    (now_ms < YEAR_2020_MS).then(|| {
        Finding::new(
            FindingCode::ClockUnset,
            Severity::Warning,
            "This device's clock is not set",
        )
        .detail("It reads a time before 2020.")
        .advice(
            "Set it by the network. What is recorded meanwhile keeps its order here but sorts early on other devices.",
        )
    })
}

pub(super) fn findings(view: &View<'_>) -> Vec<Finding> {
    let mut findings: Vec<_> = view
        .survey
        .devices
        .iter()
        .filter_map(|dir| ahead(view, &dir.dir))
        .collect();
    findings.extend(propagation(view));
    findings
}

/// What was written before now cannot bear a later time: one of the two clocks is wrong.
fn ahead(view: &View<'_>, dir: &str) -> Option<Finding> {
    let dir = view.survey.devices.iter().find(|found| found.dir == dir)?;
    let stamped = dir
        .tip
        .as_ref()
        .map_or(0, |tip| tip.wall_ms.saturating_sub(view.now_ms));
    let peer = view
        .peers()
        .iter()
        .find(|peer| Some(&peer.device) == dir.device.as_ref());
    let ahead = stamped.max(peer.map_or(0, |peer| peer.skew_ms));
    let severity = match ahead {
        0..AHEAD_MS => return None,
        AHEAD_MS..FAR_AHEAD_MS => Severity::Note,
        _ => Severity::Warning,
    };
    let name = if view.is_own(dir) {
        "this device".to_owned()
    } else {
        dir.called()
    };
    let title = format!("The clock of {name} is or was ahead");
    Some(
        Finding::new(FindingCode::ClockSkew, severity, title)
            .detail(format!(
                "What {name} wrote bears a time at least {} later than this device's clock reads now.",
                span(ahead)
            ))
            .advice("Set the clocks of both devices by the network. Nothing is lost; what was written sorts late until then."),
    )
}

/// When news was written by the writer's clock, and when this device first saw it by its own.
fn propagation(view: &View<'_>) -> Option<Finding> {
    let told: Vec<_> = view.others().filter_map(|peer| delay(view, peer)).collect();
    let note = "It counts the time in which this device did not look, and the clocks' difference.".to_owned();
    (!told.is_empty()).then(|| {
        let detail = sentences(&[told, vec![note]].concat());
        fine(
            FindingCode::Propagation,
            "How long the newest news took to get here",
            detail,
        )
    })
}

fn delay(view: &View<'_>, peer: &Peer) -> Option<String> {
    let tip = view.dir(&peer.device)?.tip.as_ref()?;
    let seen = peer.seen_ms.filter(|_| peer.tip_number == Some(tip.number))?;
    let name = view.name(&peer.device);
    Some(match seen.checked_sub(tip.wall_ms) {
        Some(delay) => format!(
            "{name}: {} from its writing, by their clock, to here, by this one's.",
            span(delay)
        ),
        None => format!(
            "{name}: by their clock it was written {} after it was seen here, so the clocks differ.",
            span(tip.wall_ms - seen)
        ),
    })
}
