use serde::Serialize;

use super::FindingCode;
use crate::op::DeviceId;

/// What the doctor found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checkup {
    /// What was looked at and what is the case, the worst first.
    pub findings: Vec<Finding>,
    /// How much each device has in the relay folder.
    pub files_by_device: Vec<FilesOfDevice>,
    /// Is nothing worse than a note?
    pub healthy: bool,
}

/// One device's directory in the relay folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FilesOfDevice {
    /// The device; none if no file there tells.
    pub device_id: Option<DeviceId>,
    /// Its human name, else its id, else its directory.
    pub name: String,
    /// The directory inside the relay folder.
    pub directory: String,
    /// How many files of Baton's it holds.
    pub files: u64,
    /// Their size in bytes.
    pub bytes: u64,
}

/// One thing the doctor looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it is about.
    pub code: FindingCode,
    /// How bad it is.
    pub severity: Severity,
    /// A few words.
    pub title: String,
    /// What is the case.
    pub detail: String,
    /// What to do; empty when there is nothing to do.
    pub advice: String,
    /// The files it is about, inside the relay folder, or else full paths.
    pub paths: Vec<String>,
    /// What repairing would do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repair: Option<String>,
    /// What repairing did about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repaired: Option<String>,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// As it should be.
    Ok,
    /// Worth knowing; nothing is wrong.
    Note,
    /// Something is not as it should be; nothing is lost.
    Warning,
    /// Something does not work until a person acts.
    Error,
}

impl Finding {
    /// A finding that says no more than its title.
    pub(super) fn new(code: FindingCode, severity: Severity, title: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            title: title.into(),
            detail: String::new(),
            advice: String::new(),
            paths: Vec::new(),
            repair: None,
            repaired: None,
        }
    }

    /// Says what is the case.
    pub(super) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// Says what to do.
    pub(super) fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = advice.into();
        self
    }

    /// Names the files.
    pub(super) fn paths(mut self, paths: Vec<String>) -> Self {
        self.paths = paths;
        self
    }

    /// Says what repairing would do.
    pub(super) fn repair(mut self, repair: impl Into<String>) -> Self {
        self.repair = Some(repair.into());
        self
    }
}

impl Checkup {
    /// Puts the worst first.
    pub(super) fn new(mut findings: Vec<Finding>, files_by_device: Vec<FilesOfDevice>) -> Self {
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let healthy = findings.iter().all(|finding| finding.severity <= Severity::Note);
        Self {
            findings,
            files_by_device,
            healthy,
        }
    }

    /// The finding of this kind, if there is one.
    pub fn finding(&self, code: FindingCode) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.code == code)
    }

    /// Is there anything that repairing would do?
    pub fn is_repairable(&self) -> bool {
        self.findings.iter().any(|finding| finding.repair.is_some())
    }
}
