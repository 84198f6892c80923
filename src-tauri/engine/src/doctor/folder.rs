//! The relay folder as a whole: is it there, is it ours, are its files whole?

use super::{
    FilesOfDevice, Finding, FindingCode, Scene, Severity, Who, damaged, device_dir::DeviceDir, foreign::Foreign,
    gather::View, look::fine, survey::Survey, words::number,
};
use crate::{
    relay::{FolderFiles, RelayError},
    store::Store,
};

/// Fewer files than this a device are no burden for any drive.
const MANY_FILES: usize = 100;

/// Looks at the folder; whatever keeps it from being one of ours is a finding.
pub(super) fn survey(scene: &Scene<'_>, store: Option<&Store>, findings: &mut Vec<Finding>) -> Option<Survey> {
    let mut files = FolderFiles::new(scene.relay, scene.relay);
    let place = scene.relay.display().to_string();
    // A device that never used this place has nothing to miss there.
    let used = store.and_then(|store| store.relay_ids(&place).ok()).unwrap_or_default();
    let fresh = used.is_empty() && !matches!(scene.who, Who::Anybody);
    let survey = match Survey::of(&mut files) {
        Ok(Some(survey)) => survey,
        Ok(None) => {
            findings.push(missing(&place, fresh));
            return None;
        }
        Err(error) => {
            findings.push(unreadable(&place, &error));
            return None;
        }
    };
    if survey.relay_ids.is_empty() {
        let empty = survey.devices.is_empty() && survey.foreign.iter().all(|(_, kind)| *kind == Foreign::Litter);
        findings.push(no_relay(&place, fresh && empty));
        // What else lies in a folder that is none of ours is nobody's business.
        if survey.devices.is_empty() {
            return None;
        }
    } else if !used.is_empty() && survey.relay_ids.is_disjoint(&used) {
        findings.push(other_relay(&place));
    }
    Some(survey)
}

fn missing(place: &str, fresh: bool) -> Finding {
    let severity = if fresh { Severity::Note } else { Severity::Error };
    let advice = if fresh {
        "It is created with the first sync."
    } else {
        "Was it moved or renamed, or is its drive not mounted or its app not running? Baton goes on by itself once it is \
         back, and deletes nothing meanwhile."
    };
    Finding::new(FindingCode::FolderMissing, severity, "The relay folder is not there")
        .detail(format!("{place} does not exist."))
        .advice(advice)
}

fn unreadable(place: &str, error: &RelayError) -> Finding {
    Finding::new(
        FindingCode::FolderUnreadable,
        Severity::Error,
        "The relay folder cannot be read",
    )
    .detail(match error {
        RelayError::Read { path, source } => format!("{place}/{path}: {source}."),
        other => format!("{other}."),
    })
    .advice("Check that it is a folder, that your user may read it, and that its drive works.")
}

fn no_relay(place: &str, fresh: bool) -> Finding {
    let (severity, advice) = if fresh {
        (Severity::Note, "It becomes one with the first sync.")
    } else {
        let advice = "If it was one: was it emptied, or is its drive not mounted? Baton leaves it alone until its files are \
            back. If not: name the folder that holds `relay-….json`.";
        (Severity::Error, advice)
    };
    Finding::new(FindingCode::NoRelay, severity, "The folder is no Baton relay")
        .detail(format!("{place} lacks the file that marks a relay."))
        .advice(advice)
}

fn other_relay(place: &str) -> Finding {
    Finding::new(
        FindingCode::OtherRelay,
        Severity::Error,
        "The folder is another relay than before",
    )
    .detail(format!(
        "{place} is marked as another Baton relay than the one this device used there."
    ))
    .advice("Is another account or drive mounted there? Put the old folder back, or choose the folder anew in the app.")
}

/// How much each device has in the folder.
pub(super) fn files_by_device(survey: &Survey) -> Vec<FilesOfDevice> {
    let count = |dir: &DeviceDir| FilesOfDevice {
        device_id: dir.device.clone(),
        name: dir.called(),
        directory: dir.dir.clone(),
        files: dir.listed.len() as u64,
        bytes: dir.bytes,
    };
    survey.devices.iter().map(count).collect()
}

pub(super) fn findings(view: &View<'_>) -> Vec<Finding> {
    let damaged = |dir: &&DeviceDir| !dir.damaged.is_empty();
    let mut findings: Vec<_> = view
        .survey
        .devices
        .iter()
        .filter(damaged)
        .flat_map(|dir| damaged::findings(view, dir))
        .collect();
    // Damaged files of this device are told of elsewhere.
    if !view.survey.devices.iter().any(|dir| damaged(&dir)) {
        findings.push(all_whole(view.survey));
    }
    findings.extend(view.survey.devices.iter().filter_map(many_files));
    findings
}

fn all_whole(survey: &Survey) -> Finding {
    let files = survey.devices.iter().map(|dir| dir.listed.len() as u64).sum();
    let devices = number(survey.devices.len() as u64, "device");
    let detail = format!(
        "{} of {devices} were read to the last byte; each proves itself.",
        number(files, "file")
    );
    fine(FindingCode::FilesProven, "Every file is whole", detail)
}

fn many_files(dir: &DeviceDir) -> Option<Finding> {
    let files = dir.listed.len();
    let title = format!("{} has {files} files", dir.called());
    (files > MANY_FILES).then(|| {
        Finding::new(FindingCode::TooManyFiles, Severity::Warning, title)
            .detail("Cloud drives get slow with very many small files. Baton merges them by itself as far as it may.")
            .advice("Publish a checkpoint (`baton checkpoint`, or the button in the app) once every device has synced; retire devices that are gone.")
            .paths(vec![dir.dir.clone()])
    })
}
