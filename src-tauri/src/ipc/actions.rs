use std::{path::Path, sync::Arc};

use baton_contract::{CheckpointOutcome, ErrorCode, PauseLength, SyncOutcome};
use baton_sync_loop::Pause;
use tauri::{AppHandle, State, Url};

use super::{Answer, ask, error};
use crate::host::Host;

type Shared<'a> = State<'a, Arc<Host>>;

#[tauri::command]
pub(super) async fn sync_now(host: Shared<'_>) -> Answer<SyncOutcome> {
    sync(&host).await
}

#[tauri::command]
pub(super) async fn checkpoint(host: Shared<'_>) -> Answer<CheckpointOutcome> {
    publish_checkpoint(&host).await
}

#[tauri::command]
pub(super) async fn set_pause(host: Shared<'_>, length: Option<PauseLength>) -> Answer<()> {
    pause(&host, length).await
}

/// The person read that this desktop shows no tray icons.
#[tauri::command]
pub(super) async fn dismiss_tray_note(host: Shared<'_>) -> Answer<()> {
    host.tray_note_was_read().map_err(|cause| error::of_settings(&cause))
}

#[tauri::command]
pub(super) async fn quit(app: AppHandle) -> Answer<()> {
    crate::app::quit(&app);
    Ok(())
}

#[tauri::command]
pub(super) async fn open_relay_folder(host: Shared<'_>) -> Answer<()> {
    open_folder(&host)
}

/// Shows this device's data in the person's file manager.
#[tauri::command]
pub(super) async fn open_data_folder(host: Shared<'_>) -> Answer<()> {
    show(&host.place().root)
}

/// Opens a link of a transcript in the person's browser, after the window asked them.
#[tauri::command]
pub(super) async fn open_link(url: String) -> Answer<()> {
    let url = web_address(&url)?;
    tauri_plugin_opener::open_url(url.as_str(), None::<&str>).map_err(|cause| cannot_open("the link", &cause))
}

/// One round with the relay.
pub(crate) async fn sync(host: &Host) -> Answer<SyncOutcome> {
    let report = ask(host, |sync_loop, reply| sync_loop.sync_now(reply)).await?;
    Ok(SyncOutcome {
        pushed: report.pushed,
        folded: report.folded,
    })
}

/// A round and a checkpoint.
pub(crate) async fn publish_checkpoint(host: &Host) -> Answer<CheckpointOutcome> {
    let report = ask(host, |sync_loop, reply| sync_loop.checkpoint(reply)).await?;
    Ok(CheckpointOutcome {
        checkpoint_hash: report.name,
        reason: report.reason,
    })
}

/// Pauses for so long, or goes on, now and after the next start.
pub(crate) async fn pause(host: &Host, length: Option<PauseLength>) -> Answer<()> {
    let now_ms = host.now_ms();
    let pause = length.map(|length| match length {
        PauseLength::Hour => Pause::for_an_hour(now_ms),
        PauseLength::Tomorrow => Pause::until_tomorrow(now_ms),
        PauseLength::Resumed => Pause::until_resumed(now_ms),
    });
    ask(host, |sync_loop, reply| sync_loop.set_pause(pause, reply)).await?;
    host.remember_pause(pause).map_err(|cause| error::of_settings(&cause))
}

/// Shows the relay folder in the person's file manager.
pub(crate) fn open_folder(host: &Host) -> Answer<()> {
    let folder = host.relay_dir().ok_or_else(error::not_set_up)?;
    if !folder.is_dir() {
        let message = format!("The folder {} is not there.", folder.display());
        return Err(error::refused(
            ErrorCode::FolderUnavailable,
            message,
            "Check that its drive is there.",
        ));
    }
    show(&folder)
}

fn show(folder: &Path) -> Answer<()> {
    tauri_plugin_opener::open_path(folder, None::<&str>).map_err(|cause| cannot_open("the folder", &cause))
}

/// Transcripts are hostile: only addresses for a browser or a mail program are opened.
fn web_address(text: &str) -> Answer<Url> {
    let url = Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https" | "mailto"));
    url.ok_or_else(|| {
        error::refused(
            ErrorCode::BadRequest,
            "That link is no web address.",
            "It is not opened.",
        )
    })
}

fn cannot_open(what: &str, cause: &dyn std::fmt::Display) -> baton_contract::IpcError {
    error::refused(ErrorCode::Internal, format!("Cannot open {what}: {cause}"), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_opened() {
        for good in [
            "https://example.org/a?b#c",
            "http://example.org",
            "mailto:someone@example.org",
        ] {
            assert!(web_address(good).is_ok(), "{good}");
        }
        for bad in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "/usr/bin/true",
            "-h",
            "smb://host/x",
            "data:text/html,x",
            "",
        ] {
            assert_eq!(web_address(bad).unwrap_err().code, ErrorCode::BadRequest, "{bad}");
        }
    }
}
