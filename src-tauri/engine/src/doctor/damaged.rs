//! Files of Baton's that cannot be used.

use super::{
    Finding, FindingCode, Severity,
    device_dir::{Damaged, DeviceDir},
    gather::View,
    words::number,
};

pub(super) fn findings(view: &View<'_>, dir: &DeviceDir) -> Vec<Finding> {
    let (newer, damaged): (Vec<_>, Vec<_>) = dir.damaged.iter().partition(|file| file.newer);
    let mut findings = Vec::new();
    if !newer.is_empty() {
        findings.push(of_newer(dir, &newer));
    }
    // This device's own are another matter: it can write them again.
    let ours = view.is_own(dir) && view.known.is_some();
    if !damaged.is_empty() && !ours {
        findings.push(of_others(dir, &damaged));
    }
    findings
}

fn of_newer(dir: &DeviceDir, files: &[&Damaged]) -> Finding {
    let title = format!("{} writes a newer format", dir.called());
    Finding::new(FindingCode::NewerFormat, Severity::Warning, title)
        .detail(format!(
            "{} made by a newer Baton cannot be read here.",
            number(files.len() as u64, "file")
        ))
        .advice("Update Baton on this device.")
        .paths(paths(files))
}

fn of_others(dir: &DeviceDir, files: &[&Damaged]) -> Finding {
    let count = number(files.len() as u64, "file");
    let name = dir.called();
    Finding::new(
        FindingCode::DamagedFiles,
        Severity::Warning,
        format!("{count} of {name} cannot be used"),
    )
    .detail(format!(
        "{} Such a file counts as not here yet; everything else works.",
        why(files)
    ))
    .advice(format!(
        "The drive may still be delivering: let it catch up, then look again. If that changes nothing, run `baton doctor \
             --repair` on {name}, which alone may write its files again."
    ))
    .paths(paths(files))
}

/// The different reasons, each once.
pub(super) fn why(files: &[&Damaged]) -> String {
    let mut reasons: Vec<_> = files.iter().map(|file| file.why.as_str()).collect();
    reasons.sort_unstable();
    reasons.dedup();
    let mut said = reasons.join("; ");
    if let Some(first) = said.get(..1).map(str::to_uppercase) {
        said.replace_range(..1, &first);
    }
    said + "."
}

pub(super) fn paths(files: &[&Damaged]) -> Vec<String> {
    files.iter().map(|file| file.path.clone()).collect()
}
