//! Moving to another relay folder. The loop does it; here is what has to hold before, and what is kept after.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use baton_contract::{ErrorCode, FolderKind, IpcError, MoveOutcome, MoveRequest};
use baton_engine::{PumpReport, RelayKind};
use tauri::State;

use super::{
    Answer, ask, error,
    set_up::{absolute, beside, make, not_creatable, usable},
};
use crate::host::Host;

#[tauri::command]
pub(super) async fn move_relay(host: State<'_, Arc<Host>>, request: MoveRequest) -> Answer<MoveOutcome> {
    go_on_in(&host, request).await
}

/// Goes on in another relay folder.
pub(super) async fn go_on_in(host: &Host, request: MoveRequest) -> Answer<MoveOutcome> {
    let old = host.relay_dir().ok_or_else(error::not_set_up)?;
    let new = absolute(&request.path)?;
    movable(host)?;
    apart(&new, &old)?;
    joined(usable(&new)?, request.join)?;
    let was_there = new.is_dir();
    make(&new).map_err(|cause| not_creatable(&new, &cause))?;
    match relocate(host, new.clone()).await {
        Ok(report) => keep(host, new, old, &report).await,
        Err(cause) => {
            // Only what was made for this, and only if nothing got into it.
            if !was_there && fs::remove_dir(&new).is_err() {
                tracing::debug!("the new folder is left: it is not empty");
            }
            Err(stayed(&old, cause))
        }
    }
}

async fn relocate(host: &Host, relay: PathBuf) -> Answer<PumpReport> {
    let open = host.opener(relay);
    ask(host, |sync_loop, reply| sync_loop.relocate(open, reply)).await
}

/// A choice that cannot be kept would lead back to the old folder with the next start, so it leads back now.
async fn keep(host: &Host, new: PathBuf, old: PathBuf, report: &PumpReport) -> Answer<MoveOutcome> {
    if let Err(cause) = host.choose(|settings| settings.relay_path = Some(new)) {
        if let Err(refusal) = relocate(host, old.clone()).await {
            tracing::error!(error = %refusal.message, "syncing goes on in a folder that could not be kept as the chosen one");
        }
        return Err(stayed(&old, error::of_settings(&cause)));
    }
    Ok(MoveOutcome {
        sent: report.pushed,
        received: report.folded,
        old_path: old.to_string_lossy().into_owned(),
    })
}

fn movable(host: &Host) -> Answer<()> {
    if host.place().relay.is_none() {
        return Ok(());
    }
    Err(error::refused(
        ErrorCode::BadRequest,
        "The relay folder was given when Baton was started.",
        "Start Baton without the option --relay to choose it here.",
    ))
}

fn apart(new: &Path, old: &Path) -> Answer<()> {
    let message = match beside(new, old) {
        Some(FolderKind::Current) => "That is the relay folder already.",
        Some(_) => "That folder lies inside the relay folder, which is Baton's own.",
        None => return Ok(()),
    };
    Err(error::refused(ErrorCode::BadRequest, message, "Choose another folder."))
}

fn joined(found: RelayKind, agreed: bool) -> Answer<()> {
    if agreed || found != RelayKind::Relay {
        return Ok(());
    }
    Err(error::refused(
        ErrorCode::BadRequest,
        "Other devices use that folder already.",
        "Confirm that this device shall join them.",
    ))
}

fn stayed(old: &Path, cause: IpcError) -> IpcError {
    let message = format!("{} This device goes on in {}.", cause.message, old.display());
    IpcError { message, ..cause }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_other_devices_is_joined_only_on_purpose() {
        let dir = tempfile::tempdir().unwrap();
        let joins = |agreed| joined(usable(dir.path())?, agreed);
        assert!(joins(false).is_ok());
        fs::write(dir.path().join("relay-aaaaaaaaaaaaaaaa.json"), "{}").unwrap();
        assert_eq!(joins(false).unwrap_err().code, ErrorCode::BadRequest);
        assert!(joins(true).is_ok());
    }
}
