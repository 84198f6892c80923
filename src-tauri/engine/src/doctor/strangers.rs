//! What lies in the folder and is not Baton's. None of it does harm, and none of it is ever touched.

use std::collections::BTreeMap;

use super::{
    Finding, FindingCode, Severity,
    foreign::{Foreign, Vendor},
    survey::Survey,
    words::number,
};

pub(super) fn findings(survey: &Survey) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(conflicted(survey));
    findings.extend(some(survey, Foreign::BackupCopy, backups));
    findings.extend(some(survey, Foreign::Placeholder, placeholders));
    findings.extend(some(survey, Foreign::Unknown, unknown));
    findings.extend(some(survey, Foreign::Litter, litter));
    findings
}

fn some(survey: &Survey, kind: Foreign, finding: fn(u64) -> Finding) -> Option<Finding> {
    let of_kind = survey.foreign.iter().filter(|(_, found)| *found == kind);
    let paths: Vec<_> = of_kind.map(|(path, _)| path.clone()).collect();
    (!paths.is_empty()).then(|| finding(paths.len() as u64).paths(paths))
}

fn conflicted(survey: &Survey) -> Option<Finding> {
    let mut makers: BTreeMap<Vendor, u64> = BTreeMap::new();
    let mut paths = Vec::new();
    for (path, kind) in &survey.foreign {
        if let Foreign::ConflictedCopy(vendor) = kind {
            *makers.entry(*vendor).or_default() += 1;
            paths.push(path.clone());
        }
    }
    let said: Vec<_> = makers
        .iter()
        .map(|(vendor, count)| format!("{count} as {} names them", vendor.name()))
        .collect();
    let finding = |count: u64| {
        Finding::new(
            FindingCode::ConflictedCopies,
            Severity::Note,
            copies(count, "conflicted copy"),
        )
        .detail(format!(
            "A cloud drive made them: {}. Baton never writes one file from two devices, so nothing was overwritten; \
                 whatever is useful in them is used.",
            said.join(", ")
        ))
        .advice("Sync once on every device; then you may delete them.")
    };
    (!paths.is_empty()).then(|| finding(paths.len() as u64).paths(paths))
}

fn copies(count: u64, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {}", one.replace("copy", "copies")),
    }
}

fn backups(count: u64) -> Finding {
    Finding::new(
        FindingCode::BackupCopies,
        Severity::Note,
        format!("{} of Baton's own files", copies(count, "copy")),
    )
    .detail("Somebody copied the relay folder, or a part of it, into itself. Baton does not look into them.")
    .advice("They do no harm. Move them elsewhere if you want to keep them, else you may delete them.")
}

fn placeholders(count: u64) -> Finding {
    Finding::new(
        FindingCode::Placeholders,
        Severity::Note,
        format!("{} not downloaded", number(count, "file")),
    )
    .detail("The drive keeps their content elsewhere until somebody asks for it; Baton waits for them.")
    .advice("Tell the drive to keep the relay folder on this device.")
}

fn unknown(count: u64) -> Finding {
    Finding::new(FindingCode::UnknownFiles, Severity::Note, number(count, "other file"))
        .detail("Not Baton's, and nothing tells where from. Such files do no harm; Baton leaves them alone.")
        .advice("Keep files of your own elsewhere: this folder is for Baton alone.")
}

fn litter(count: u64) -> Finding {
    Finding::new(
        FindingCode::Litter,
        Severity::Note,
        format!("{} of your desktop or drive", number(count, "file")),
    )
    .detail("Files like `.DS_Store` or `desktop.ini` do no harm; Baton leaves them alone.")
}
