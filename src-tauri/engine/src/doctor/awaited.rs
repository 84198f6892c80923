//! What was announced and is not here, and from whom.

use super::{
    Finding, FindingCode, Severity,
    coverage::count,
    device_dir::DeviceDir,
    gather::View,
    look::fine,
    words::{is, number, span},
};
use crate::{
    op::{DeviceId, Seq, SeqRange, uncovered},
    relay::FileName,
    store::Peer,
};

/// A drive that takes longer than this to deliver needs a look.
const PATIENCE_MS: u64 = 60 * 60 * 1000;

pub(super) fn findings(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for device in announced(view) {
        findings.extend(changes(view, &device));
    }
    findings.extend(view.survey.devices.iter().filter_map(|dir| files(view, dir)));
    let told = |finding: &Finding| matches!(finding.code, FindingCode::AwaitedChanges | FindingCode::AwaitedFiles);
    if !findings.iter().any(told) && view.tips().next().is_some() {
        let detail = "Every change and checkpoint that a device says it wrote can be read here.";
        findings.push(fine(FindingCode::NothingAwaited, "Nothing is awaited", detail));
    }
    findings
}

/// The other devices of which anything is known.
fn announced(view: &View<'_>) -> Vec<DeviceId> {
    let told = view.tips().map(|tip| &tip.device);
    let mut devices: Vec<_> = told.chain(view.others().map(|peer| &peer.device)).cloned().collect();
    devices.retain(|device| Some(device) != view.own || view.known.is_none());
    devices.sort_unstable();
    devices.dedup();
    devices
}

fn changes(view: &View<'_>, device: &DeviceId) -> Vec<Finding> {
    let peer = view.others().find(|peer| peer.device == *device);
    let tip = view.dir(device).and_then(|dir| dir.tip.as_ref());
    let told = tip.and_then(|tip| tip.head).map(|head| head.seq);
    let Some(head) = told.max(peer.and_then(|peer| peer.head).map(|(seq, _)| seq)) else {
        return Vec::new();
    };
    let first = peer.and_then(|peer| peer.held).map_or(Seq(0), |held| held.next());
    if first > head {
        return Vec::new();
    }
    let missing = uncovered((first, head), view.survey.offered(device));
    let here = head.get() - first.get() + 1 - count(&missing);
    let mut findings = Vec::new();
    if !missing.is_empty() {
        findings.push(not_here(view, device, &missing, peer));
    }
    if here > 0 && view.known.is_some() {
        findings.push(not_taken_in(view, device, here, !missing.is_empty()));
    }
    findings
}

/// While a drive may still be at work, that something is on its way is nothing to worry about.
fn not_here(view: &View<'_>, device: &DeviceId, missing: &[SeqRange], peer: Option<&Peer>) -> Finding {
    let (changes, name) = (count(missing), view.name(device));
    let heard = peer
        .and_then(|peer| peer.seen_ms)
        .map(|seen| view.now_ms.saturating_sub(seen));
    let fresh = heard.is_some_and(|age| age < PATIENCE_MS);
    let severity = if fresh { Severity::Note } else { Severity::Warning };
    let title = format!(
        "{} of {name} {} announced and not here",
        number(changes, "change"),
        is(changes)
    );
    let since = heard.map_or(String::new(), |age| {
        format!(" It was last heard from {} ago.", span(age))
    });
    Finding::new(FindingCode::AwaitedChanges, severity, title)
        .detail(format!("{name} says it wrote {}, and the folder does not hold them.{since}", places(missing)))
        .advice(format!(
            "The drive may still be delivering: let it finish here and on {name}, then look again. If {name} is gone, they \
             are on it alone."
        ))
}

/// Where the gaps are, in the counting of people.
fn places(missing: &[SeqRange]) -> String {
    const SHOWN: usize = 3;
    let place = |(first, last): &SeqRange| match (first.get() + 1, last.get() + 1) {
        (first, last) if first == last => format!("change {first}"),
        (first, last) => format!("changes {first} to {last}"),
    };
    let mut said: Vec<_> = missing.iter().take(SHOWN).map(place).collect();
    if missing.len() > SHOWN {
        said.push(format!("{} more gaps", missing.len() - SHOWN));
    }
    said.join(", ")
}

fn not_taken_in(view: &View<'_>, device: &DeviceId, here: u64, after_a_gap: bool) -> Finding {
    let title = format!(
        "{} of {} {} here and not taken in",
        number(here, "change"),
        view.name(device),
        is(here)
    );
    let detail = if after_a_gap {
        "They come after some that are not here yet, and wait for those."
    } else {
        "They arrived since the last sync."
    };
    Finding::new(FindingCode::NotTakenIn, Severity::Note, title)
        .detail(detail)
        .advice("The next sync takes them in, as far as nothing before them is missing.")
}

/// Files of a checkpoint that a device offers: the manifest, or parts of it.
fn files(view: &View<'_>, dir: &DeviceDir) -> Option<Finding> {
    let mut paths: Vec<_> = dir
        .manifests
        .iter()
        .flat_map(|manifest| dir.missing_parts(manifest, &dir.listed))
        .collect();
    if let Some(hash) = dir.tip.as_ref().and_then(|tip| tip.checkpoint) {
        let name = FileName::Checkpoint { hash };
        if !dir.listed.contains(&name) {
            paths.push(format!("{}/{name}", dir.dir));
        }
    }
    paths.sort_unstable();
    paths.dedup();
    (!paths.is_empty()).then(|| incomplete(view, dir, paths))
}

fn incomplete(view: &View<'_>, dir: &DeviceDir, paths: Vec<String>) -> Finding {
    let (files, name) = (paths.len() as u64, dir.called());
    let title = format!(
        "{} of a checkpoint of {name} {} not here",
        number(files, "file"),
        is(files)
    );
    let finding = Finding::new(FindingCode::AwaitedFiles, Severity::Note, title)
        .detail(
            "A device without history could not start from it yet. Devices that have the changes need no checkpoint.",
        )
        .paths(paths);
    if view.is_own(dir) && view.known.is_some() {
        return finding
            .advice("The next sync writes them again if nobody else offers what they hold.")
            .repair("Writes the checkpoint's missing files again if nobody else offers what they hold.");
    }
    finding.advice(format!(
        "The drive may still be delivering; else {name} writes them again when it syncs."
    ))
}
