//! The doctor, asked by the window. It works beside the loop, so that syncing and reading go on meanwhile, and so that it can
//! look at data that the loop could not open.

use std::{path::Path, sync::Arc};

use baton_contract::{
    CheckupView, DeviceFilesView, ErrorCode, FindingCode, FindingSeverity, FindingView, MAX_FINDING_PATHS,
};
use baton_engine::{Checkup, FilesOfDevice, Finding, FindingCode as Engine, Severity, SyncError};
use baton_sync_loop::LoopError;
use tauri::{State, async_runtime::spawn_blocking};

use super::{Answer, error};
use crate::host::Host;

type Shared<'a> = State<'a, Arc<Host>>;

/// Looks at data and relay folder.
type Doctor = fn(&Path, &Path) -> Result<Checkup, SyncError>;

#[tauri::command]
pub(super) async fn examine(host: Shared<'_>) -> Answer<CheckupView> {
    ask(&host, baton_engine::examine_device).await
}

/// Repairing includes a round with the relay, so it waits while syncing is paused.
#[tauri::command]
pub(super) async fn repair(host: Shared<'_>) -> Answer<CheckupView> {
    if host.state().is_paused() {
        return Err(error::of_loop(&LoopError::Paused));
    }
    let found = ask(&host, baton_engine::repair_device).await;
    // What the loop shows may have changed.
    if let Some(sync_loop) = host.sync_loop() {
        sync_loop.nudge();
    }
    found
}

async fn ask(host: &Host, doctor: Doctor) -> Answer<CheckupView> {
    let relay = host.relay_dir().ok_or_else(error::not_set_up)?;
    let root = host.place().root.clone();
    let found = spawn_blocking(move || doctor(&root, &relay)).await;
    let found = found.map_err(|cause| error::refused(ErrorCode::Internal, cause.to_string(), ""))?;
    found.map(view).map_err(|cause| error::of_failure(&cause.into()))
}

pub(super) fn view(checkup: Checkup) -> CheckupView {
    CheckupView {
        findings: checkup.findings.into_iter().map(finding).collect(),
        files_by_device: checkup.files_by_device.into_iter().map(files).collect(),
        healthy: checkup.healthy,
    }
}

fn files(device: FilesOfDevice) -> DeviceFilesView {
    DeviceFilesView {
        directory: device.directory,
        name: device.name,
        files: device.files,
        bytes: device.bytes,
    }
}

fn finding(mut finding: Finding) -> FindingView {
    let more_paths = finding.paths.len().saturating_sub(MAX_FINDING_PATHS) as u64;
    finding.paths.truncate(MAX_FINDING_PATHS);
    FindingView {
        code: code(finding.code),
        severity: severity(finding.severity),
        title: finding.title,
        detail: finding.detail,
        advice: finding.advice,
        paths: finding.paths,
        more_paths,
        repair: finding.repair,
        repaired: finding.repaired,
    }
}

fn severity(severity: Severity) -> FindingSeverity {
    match severity {
        Severity::Ok => FindingSeverity::Ok,
        Severity::Note => FindingSeverity::Note,
        Severity::Warning => FindingSeverity::Warning,
        Severity::Error => FindingSeverity::Error,
    }
}

fn code(code: Engine) -> FindingCode {
    match code {
        Engine::FolderMissing => FindingCode::FolderMissing,
        Engine::FolderUnreadable => FindingCode::FolderUnreadable,
        Engine::NoRelay => FindingCode::NoRelay,
        Engine::OtherRelay => FindingCode::OtherRelay,
        Engine::FilesProven => FindingCode::FilesProven,
        Engine::DamagedOwnFiles => FindingCode::DamagedOwnFiles,
        Engine::DamagedFiles => FindingCode::DamagedFiles,
        Engine::NewerFormat => FindingCode::NewerFormat,
        Engine::Litter => FindingCode::Litter,
        Engine::ConflictedCopies => FindingCode::ConflictedCopies,
        Engine::BackupCopies => FindingCode::BackupCopies,
        Engine::Placeholders => FindingCode::Placeholders,
        Engine::UnknownFiles => FindingCode::UnknownFiles,
        Engine::TooManyFiles => FindingCode::TooManyFiles,
        Engine::NothingAwaited => FindingCode::NothingAwaited,
        Engine::AwaitedChanges => FindingCode::AwaitedChanges,
        Engine::AwaitedFiles => FindingCode::AwaitedFiles,
        Engine::NotTakenIn => FindingCode::NotTakenIn,
        Engine::NotHandedOut => FindingCode::NotHandedOut,
        Engine::OwnFilesMissing => FindingCode::OwnFilesMissing,
        Engine::ClockSkew => FindingCode::ClockSkew,
        Engine::ClockUnset => FindingCode::ClockUnset,
        Engine::Propagation => FindingCode::Propagation,
        Engine::Fork => FindingCode::Fork,
        Engine::SilentDevice => FindingCode::SilentDevice,
        Engine::JoiningDevice => FindingCode::JoiningDevice,
        Engine::RetiredDevice => FindingCode::RetiredDevice,
        Engine::NoData => FindingCode::NoData,
        Engine::StoreSound => FindingCode::StoreSound,
        Engine::StoreDamaged => FindingCode::StoreDamaged,
        Engine::StoreUnreadable => FindingCode::StoreUnreadable,
        Engine::StoreNewer => FindingCode::StoreNewer,
        Engine::StateDiffers => FindingCode::StateDiffers,
        Engine::BrokenChain => FindingCode::BrokenChain,
        Engine::SearchDamaged => FindingCode::SearchDamaged,
        Engine::StagingLeftovers => FindingCode::StagingLeftovers,
        Engine::RepairFailed => FindingCode::RepairFailed,
    }
}
