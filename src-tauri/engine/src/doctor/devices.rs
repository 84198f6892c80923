//! The devices: who is silent, joining or retired, and who wrote two histories.

use super::{
    Finding, FindingCode, Severity,
    device_dir::DeviceDir,
    gather::View,
    words::{number, sentences, span},
};
use crate::{op::DeviceId, store::Peer};

/// Whoever was not heard of for this long holds up the others, and may be gone.
const SILENT_MS: u64 = 30 * 24 * 60 * 60 * 1000;

pub(super) fn findings(view: &View<'_>) -> Vec<Finding> {
    let mut findings: Vec<_> = match view.known {
        Some(_) => view.others().filter_map(|peer| of_peer(view, peer)).collect(),
        None => view.survey.devices.iter().filter_map(|dir| of_dir(view, dir)).collect(),
    };
    findings.extend(forks(view));
    findings
}

/// As the store knows it: by this device's own clock.
fn of_peer(view: &View<'_>, peer: &Peer) -> Option<Finding> {
    let name = view.name(&peer.device);
    let silent = peer.seen_ms.map(|seen| view.now_ms.saturating_sub(seen));
    if peer.retired {
        return Some(retired(&name));
    }
    if peer.tip_number.is_none() {
        return Some(joining(&name, &peer.device));
    }
    let silent = silent.filter(|age| *age > SILENT_MS)?;
    let heard = format!(
        "Nothing new was heard from it for {} (by this device's clock).",
        span(silent)
    );
    Some(silence(Severity::Warning, &name, &peer.device, &heard))
}

/// As the folder alone shows it: by the device's own clock.
fn of_dir(view: &View<'_>, dir: &DeviceDir) -> Option<Finding> {
    let device = dir.device.as_ref()?;
    let name = dir.called();
    let Some(tip) = &dir.tip else {
        return Some(joining(&name, device));
    };
    let is_out = |number: &u64| *number >= tip.number;
    if view.tips().any(|other| other.retired.get(device).is_some_and(is_out)) {
        return Some(retired(&name));
    }
    let age = view.now_ms.saturating_sub(tip.wall_ms);
    let heard = format!("By its own clock it last said something {} ago.", span(age));
    (age > SILENT_MS).then(|| silence(Severity::Note, &name, device, &heard))
}

fn retired(name: &str) -> Finding {
    Finding::new(FindingCode::RetiredDevice, Severity::Note, format!("{name} is retired"))
        .detail("A person took it out: nothing waits for it. Should it come back, it counts again and loses nothing.")
}

fn joining(name: &str, device: &DeviceId) -> Finding {
    Finding::new(
        FindingCode::JoiningDevice,
        Severity::Note,
        format!("{name} has not said yet what it holds"),
    )
    .detail("Until it has, no checkpoint is published and no old file is removed.")
    .advice(format!("Sync on it. If it never will: `baton retire {device}`."))
}

fn silence(severity: Severity, name: &str, device: &DeviceId, heard: &str) -> Finding {
    Finding::new(FindingCode::SilentDevice, severity, format!("{name} is silent"))
        .detail(format!("{heard} Checkpoints and the removal of old files wait for it."))
        .advice(format!(
            "Start Baton there. If the device is gone for good, `baton retire {device}` ends the waiting; it would lose \
             nothing should it come back."
        ))
}

fn forks(view: &View<'_>) -> Option<Finding> {
    let forks = &view.known?.forks;
    let told: Vec<_> = forks
        .iter()
        .map(|fork| {
            let name = view.name(&fork.device);
            format!(
                "Change {} of {name} exists twice: {} is held, {} was offered and is ignored.",
                fork.seq.get() + 1,
                fork.held,
                fork.other
            )
        })
        .collect();
    let count = forks.len() as u64;
    let verb = if count == 1 { "exists" } else { "exist" };
    let title = format!("{} {verb} twice", number(count, "change"));
    (!forks.is_empty()).then(|| {
        Finding::new(FindingCode::Fork, Severity::Error, title)
            .detail(sentences(&told))
            .advice("That device's data was probably copied or restored from a backup. Set it up anew under a new id: delete its file `device-id`.")
    })
}
