use std::path::Path;

use super::{
    Checkup, Finding, FindingCode, Severity, awaited, clocks, devices, folder,
    gather::{Known, View},
    integrity, own, strangers,
};
use crate::{op::DeviceId, store::Store};

/// What the doctor is shown.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The relay folder.
    pub relay: &'a Path,
    /// Who looks.
    pub who: Who<'a>,
    /// This device's clock, in milliseconds since 1970.
    pub now_ms: u64,
}

/// Who looks at a relay folder.
#[derive(Debug, Clone, Copy)]
pub enum Who<'a> {
    /// Anybody: there is nothing but the folder.
    Anybody,
    /// Somebody whose data will be in this folder, and is not yet.
    NewDevice(&'a Path),
    /// This device, whose data is in this folder.
    Device(&'a DeviceId, &'a Path),
}

impl<'a> Scene<'a> {
    /// The device and its data folder, if there is one.
    pub(super) fn device(&self) -> Option<(&'a DeviceId, &'a Path)> {
        match self.who {
            Who::Device(device, dir) => Some((device, dir)),
            Who::Anybody | Who::NewDevice(_) => None,
        }
    }
}

/// Looks at everything; writes nothing. What cannot be looked at is a finding.
pub fn look(scene: &Scene<'_>) -> Checkup {
    let mut findings = Vec::new();
    if let Who::NewDevice(root) = scene.who {
        findings.push(integrity::no_data(root));
    }
    let store = scene
        .device()
        .and_then(|(device, dir)| integrity::open(device, dir, &mut findings));
    let known = store.as_ref().and_then(|store| know(store, &mut findings));
    let survey = folder::survey(scene, store.as_ref(), &mut findings);
    if let Some(survey) = &survey {
        let view = View {
            survey,
            known: known.as_ref(),
            own: scene.device().map(|(device, _)| device),
            now_ms: scene.now_ms,
        };
        findings.extend(of_folder(&view));
    }
    findings.extend(clocks::own(scene.now_ms));
    findings.extend(store.iter().flat_map(integrity::check));
    findings.extend(scene.device().and_then(|(_, dir)| own::staging(dir)));
    Checkup::new(
        findings,
        survey.as_ref().map(folder::files_by_device).unwrap_or_default(),
    )
}

fn of_folder(view: &View<'_>) -> Vec<Finding> {
    let mut findings = folder::findings(view);
    findings.extend(own::findings(view));
    findings.extend(awaited::findings(view));
    findings.extend(strangers::findings(view.survey));
    findings.extend(devices::findings(view));
    findings.extend(clocks::findings(view));
    findings
}

/// What the store knows; that it cannot be read is said by its own check, but for what only reading shows.
fn know(store: &Store, findings: &mut Vec<Finding>) -> Option<Known> {
    let known = Known::of(store);
    known.map_err(|error| findings.push(integrity::unusable(&error))).ok()
}

/// A finding without anything wrong.
pub(super) fn fine(code: FindingCode, title: &str, detail: impl Into<String>) -> Finding {
    Finding::new(code, Severity::Ok, title).detail(detail)
}
