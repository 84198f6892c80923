//! This device's own files: damaged ones, missing ones, and those on their way.

use std::path::Path;

use super::{
    Finding, FindingCode, Severity,
    coverage::count,
    damaged::{paths, why},
    device_dir::{Damaged, DeviceDir},
    gather::{Known, View},
    words::{is, number},
};
use crate::{
    op::{DeviceId, Seq, uncovered},
    session::Session,
};

pub(super) fn findings(view: &View<'_>) -> Vec<Finding> {
    let (Some(known), Some(own)) = (view.known, view.own) else {
        return Vec::new();
    };
    let dir = view.dir(own);
    let mut findings: Vec<_> = dir.map(|dir| damaged(dir, known)).unwrap_or_default();
    // Where this device never put anything, nothing is missing.
    if !view.survey.relay_ids.is_empty() {
        findings.extend(missing(view, own, dir, known));
    }
    findings
}

fn damaged(dir: &DeviceDir, known: &Known) -> Vec<Finding> {
    let damaged = dir.damaged.iter().filter(|file| !file.newer);
    let (mut again, mut covered, mut beyond) = (Vec::new(), Vec::new(), Vec::new());
    for file in damaged {
        match file.name.ops() {
            Some((_, last)) if known.head.is_none_or(|head| head < last) => beyond.push(file),
            Some((_, last)) if known.base.is_some_and(|base| last <= base) => covered.push(file),
            _ => again.push(file),
        }
    }
    [
        (again, writable as fn(&[&Damaged]) -> Finding),
        (covered, superfluous),
        (beyond, unknown),
    ]
    .into_iter()
    .filter(|(files, _)| !files.is_empty())
    .map(|(files, finding)| finding(&files))
    .collect()
}

fn writable(files: &[&Damaged]) -> Finding {
    let count = number(files.len() as u64, "damaged file");
    Finding::new(
        FindingCode::DamagedOwnFiles,
        Severity::Warning,
        format!("{count} of this device"),
    )
    .detail(format!(
        "{} Nothing is lost: this device's journal holds the content, but other devices cannot read it from here.",
        why(files)
    ))
    .advice("Repair: `baton doctor --repair`, or the button in the app.")
    .paths(paths(files))
    .repair(format!(
        "Takes {count} of this device out of the relay folder and writes the content again from its journal."
    ))
}

fn superfluous(files: &[&Damaged]) -> Finding {
    let count = number(files.len() as u64, "damaged old file");
    Finding::new(
        FindingCode::DamagedFiles,
        Severity::Note,
        format!("{count} of this device"),
    )
    .detail("What they hold is in a checkpoint; they go away by themselves once every device has it.")
    .paths(paths(files))
}

fn unknown(files: &[&Damaged]) -> Finding {
    let count = number(files.len() as u64, "file");
    Finding::new(
        FindingCode::DamagedFiles,
        Severity::Warning,
        format!("{count} of this device cannot be used"),
    )
    .detail(format!("{} This device's own data does not reach that far.", why(files)))
    .advice("Was this device's data restored from a backup? Wait until the drive has caught up; Baton then reads its own history back.")
    .paths(paths(files))
}

/// What this device wrote and the folder does not offer. Damaged files are told of elsewhere.
fn missing(view: &View<'_>, own: &DeviceId, dir: Option<&DeviceDir>, known: &Known) -> Vec<Finding> {
    let Some(head) = known.head else { return Vec::new() };
    let mut here = view.survey.offered(own);
    here.extend(dir.into_iter().flat_map(damaged_ranges));
    let (gone, new): (Vec<_>, Vec<_>) = uncovered((Seq(0), head), here)
        .into_iter()
        .partition(|(first, _)| known.published.is_some_and(|published| *first <= published));
    let mut findings = Vec::new();
    if !gone.is_empty() {
        findings.push(gone_from_folder(count(&gone)));
    }
    if !new.is_empty() {
        findings.push(not_handed_out(count(&new)));
    }
    findings
}

fn damaged_ranges(dir: &DeviceDir) -> impl Iterator<Item = (Seq, Seq)> {
    dir.damaged.iter().filter_map(|file| file.name.ops())
}

fn gone_from_folder(count: u64) -> Finding {
    let changes = number(count, "change");
    Finding::new(
        FindingCode::OwnFilesMissing,
        Severity::Warning,
        format!("{changes} of this device {} gone from the folder", is(count)),
    )
    .detail("This device had put them there. Nothing is lost: its journal holds them.")
    .advice("Was the folder rewound or cleaned up? The next sync writes them again.")
    .repair(format!("Writes {changes} into the relay folder again."))
}

fn not_handed_out(count: u64) -> Finding {
    let title = format!(
        "{} of this device {} not in the folder yet",
        number(count, "change"),
        is(count)
    );
    Finding::new(FindingCode::NotHandedOut, Severity::Note, title)
        .detail("They were recorded since the last sync.")
        .advice("Sync: `baton pump`, or the app.")
}

/// Files that a process that died left on their way into the relay.
pub(super) fn staging(device_dir: &Path) -> Option<Finding> {
    let left = Session::staging_leftovers(device_dir);
    let count = number(left.len() as u64, "file");
    (!left.is_empty()).then(|| {
        Finding::new(
            FindingCode::StagingLeftovers,
            Severity::Note,
            format!("{count} left half-staged"),
        )
        .detail(
            "A Baton that was ended in the middle was on its way into the relay folder with it. It only takes space.",
        )
        .advice("The next start removes them.")
        .paths(left.iter().map(|path| path.display().to_string()).collect())
        .repair(format!(
            "Removes {count} from this device's own data folder; what they hold is in the journal."
        ))
    })
}
