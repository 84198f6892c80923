//! Repairing what can be repaired without losing anything.

use super::{Checkup, Finding, FindingCode, Scene, Severity, look::look, words::number};
use crate::{error::SyncError, session::Session};

/// What a round with the relay repairs.
const BY_A_ROUND: [FindingCode; 3] = [
    FindingCode::DamagedOwnFiles,
    FindingCode::OwnFilesMissing,
    FindingCode::AwaitedFiles,
];

/// Does what the findings of `before` say repairing would do, looks again, and says what came of it.
pub fn repair(session: &mut Session, scene: &Scene<'_>, before: Checkup) -> Checkup {
    let wanted = |codes: &[FindingCode]| {
        let mut repairable = before.findings.iter().filter(|finding| finding.repair.is_some());
        repairable.any(|finding| codes.contains(&finding.code))
    };
    let mut failures = Vec::new();
    if wanted(&[FindingCode::StagingLeftovers])
        && let Some((_, dir)) = scene.device()
    {
        Session::clear_staging(dir);
    }
    if wanted(&[FindingCode::SearchDamaged]) {
        failures.extend(session.rebuild_search().err());
    }
    if wanted(&BY_A_ROUND) {
        failures.extend(write_again(session, &before).err());
    }
    account(before, look(scene), failures.iter().map(failed).collect())
}

/// Says that nothing could be repaired.
pub(crate) fn refused(before: Checkup, error: &SyncError) -> Checkup {
    let Checkup {
        mut findings,
        files_by_device,
        ..
    } = before;
    findings.push(failed(error));
    Checkup::new(findings, files_by_device)
}

fn write_again(session: &mut Session, before: &Checkup) -> Result<(), SyncError> {
    let damaged = before.finding(FindingCode::DamagedOwnFiles);
    let paths = damaged.map(|finding| finding.paths.as_slice()).unwrap_or_default();
    let name = |path: &String| path.rsplit('/').next().unwrap_or_default().to_owned();
    session.doubt(&paths.iter().map(name).collect::<Vec<_>>())?;
    session.pump().map(drop)
}

fn failed(error: &SyncError) -> Finding {
    Finding::new(FindingCode::RepairFailed, Severity::Error, "Repairing failed")
        .detail(format!("{error}."))
        .advice("Nothing was lost. Do what the other findings say, then repair again.")
}

/// What was there before and is not any more was repaired.
fn account(before: Checkup, after: Checkup, failures: Vec<Finding>) -> Checkup {
    let mut findings = failures;
    for finding in before.findings.into_iter().filter(|finding| finding.repair.is_some()) {
        let left = after.finding(finding.code);
        let is_left = |path: &&String| left.is_some_and(|left| left.paths.contains(path));
        let gone: Vec<_> = finding.paths.iter().filter(|path| !is_left(path)).cloned().collect();
        if left.is_none() || !gone.is_empty() {
            findings.push(done(&finding, gone));
        }
    }
    findings.extend(after.findings);
    Checkup::new(findings, after.files_by_device)
}

fn done(finding: &Finding, paths: Vec<String>) -> Finding {
    let (files, damaged) = (
        number(paths.len() as u64, "file"),
        number(paths.len() as u64, "damaged file"),
    );
    let did = match finding.code {
        FindingCode::DamagedOwnFiles => {
            format!("Took {damaged} out of the relay folder and wrote the content again from this device's journal.")
        }
        FindingCode::OwnFilesMissing => "Wrote into the relay folder again what was gone from it.".to_owned(),
        FindingCode::AwaitedFiles => "Wrote the checkpoint's missing files again.".to_owned(),
        FindingCode::SearchDamaged => "Made the search index anew from the journal.".to_owned(),
        FindingCode::StagingLeftovers => format!("Removed {files} from this device's own data folder."),
        _ => "Done.".to_owned(),
    };
    Finding {
        severity: Severity::Ok,
        advice: String::new(),
        paths,
        repair: None,
        repaired: Some(did),
        ..finding.clone()
    }
}
