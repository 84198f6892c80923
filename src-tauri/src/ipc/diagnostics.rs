use std::{fs, path::PathBuf, sync::Arc};

use baton_contract::{ErrorCode, IpcError};
use baton_sync_loop::Subject;
use tauri::{AppHandle, State, async_runtime::spawn_blocking};
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;

use super::{Answer, error};
use crate::host::Host;

type Shared<'a> = State<'a, Arc<Host>>;

const PROGRAM: &str = concat!("baton-desktop ", env!("CARGO_PKG_VERSION"));
const FILE: &str = "baton-diagnostics.txt";

/// Made beside the loop, which goes on meanwhile.
#[tauri::command]
pub(super) async fn diagnostics(host: Shared<'_>) -> Answer<String> {
    report(&host).await
}

pub(super) async fn report(host: &Host) -> Answer<String> {
    let (root, relay, state, now_ms) = (host.place().root.clone(), host.relay_dir(), host.state(), host.now_ms());
    let report = spawn_blocking(move || {
        baton_sync_loop::diagnostics(&Subject {
            program: PROGRAM,
            root: &root,
            relay: relay.as_deref(),
            state: Some(&state),
            now_ms,
        })
    });
    let report = report.await;
    let report = report.map_err(|cause| error::refused(ErrorCode::Internal, cause.to_string(), ""))?;
    host.keep_report(report.clone());
    Ok(report)
}

/// Saves what the person was shown, and nothing else.
#[tauri::command]
pub(super) async fn save_diagnostics(app: AppHandle, host: Shared<'_>) -> Answer<Option<String>> {
    let Some(report) = host.report() else {
        return Err(error::refused(
            ErrorCode::BadRequest,
            "There is no report to save.",
            "Make one first.",
        ));
    };
    let Some(path) = choose(&app).await else {
        return Ok(None);
    };
    let written = {
        let path = path.clone();
        spawn_blocking(move || fs::write(path, report)).await
    };
    match written {
        Ok(Ok(())) => Ok(Some(path.to_string_lossy().into_owned())),
        Ok(Err(cause)) => Err(not_saved(&cause)),
        Err(cause) => Err(not_saved(&cause)),
    }
}

async fn choose(app: &AppHandle) -> Option<PathBuf> {
    let (reply, answer) = oneshot::channel();
    let dialog = app.dialog().file().set_title("Save the report").set_file_name(FILE);
    dialog.save_file(move |picked| {
        if reply.send(picked).is_err() {
            tracing::debug!("nobody waits for the file any more");
        }
    });
    answer.await.ok().flatten()?.into_path().ok()
}

fn not_saved(cause: &dyn std::fmt::Display) -> IpcError {
    error::refused(
        ErrorCode::Internal,
        format!("The report could not be saved: {cause}"),
        "Choose another place.",
    )
}
