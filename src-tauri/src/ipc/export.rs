//! A conversation in a file of the person's choice. It is read a page at a time, so that syncing goes on meanwhile.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use baton_contract::{ErrorCode, ExportFormat, ExportOutcome, ExportProgress, ExportRequest, IpcError};
use baton_engine::{ConversationSummary, DeviceId, Export, PageFrom, TurnPage};
use baton_sync_loop::local_stamp;
use tauri::{AppHandle, State, ipc::Channel};
use tauri_plugin_dialog::DialogExt;
use tempfile::NamedTempFile;
use tokio::sync::oneshot;

use super::{Answer, ask, error};
use crate::host::Host;

/// Turns read at once.
const PAGE: u32 = 200;

#[tauri::command]
pub(super) async fn export_conversation(
    app: AppHandle,
    host: State<'_, Arc<Host>>,
    request: ExportRequest,
    progress: Channel<ExportProgress>,
) -> Answer<Option<ExportOutcome>> {
    let ExportRequest {
        conversation_id,
        format,
    } = request;
    let summary = ask(&host, |sync_loop, reply| {
        sync_loop.query(move |subsystem| subsystem.conversation(&conversation_id), reply);
    });
    let summary = summary.await?;
    let Some(path) = pick_file(&app, &summary, format).await else {
        return Ok(None);
    };
    write(&host, &summary, format, &path, &progress).await.map(Some)
}

async fn pick_file(app: &AppHandle, summary: &ConversationSummary, format: ExportFormat) -> Option<PathBuf> {
    let (name, extension) = kind(format);
    let (reply, answer) = oneshot::channel();
    app.dialog()
        .file()
        .set_title("Export the conversation")
        .set_file_name(file_name(&summary.title, extension))
        .add_filter(name, &[extension])
        .save_file(move |picked| {
            if reply.send(picked).is_err() {
                tracing::debug!("nobody waits for the file any more");
            }
        });
    answer.await.unwrap_or_default()?.into_path().ok()
}

fn kind(format: ExportFormat) -> (&'static str, &'static str) {
    match format {
        ExportFormat::Markdown => ("Markdown", "md"),
        ExportFormat::Json => ("JSON", "json"),
        ExportFormat::Jsonl => ("JSON lines", "jsonl"),
    }
}

/// A name that every file system takes, from the conversation's title.
fn file_name(title: &str, extension: &str) -> String {
    const MOST_CHARS: usize = 60;
    let words = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let name: String = words.collect::<Vec<_>>().join(" ").chars().take(MOST_CHARS).collect();
    let name = name.trim();
    format!("{}.{extension}", if name.is_empty() { "conversation" } else { name })
}

/// Writes beside the file and puts it into its place in the end: no half of a conversation looks like a whole one.
pub(super) async fn write(
    host: &Host,
    summary: &ConversationSummary,
    format: ExportFormat,
    path: &Path,
    progress: &Channel<ExportProgress>,
) -> Answer<ExportOutcome> {
    let failed = |cause: io::Error| not_written(path, &cause);
    let mut file = NamedTempFile::new_in(path.parent().unwrap_or(Path::new("."))).map_err(failed)?;
    let mut export = export(host, format);
    file.write_all(export.head(&summary.title).as_bytes()).map_err(failed)?;
    let mut from = Some(PageFrom::Start);
    while let Some(place) = from {
        let page = page(host, summary.id.clone(), place).await?;
        let text: String = page.turns.iter().map(|paged| export.turn(&paged.turn)).collect();
        file.write_all(text.as_bytes()).map_err(failed)?;
        tell(progress, export.written(), page.total);
        from = page.next();
    }
    file.write_all(export.tail().as_bytes()).map_err(failed)?;
    file.persist(path).map_err(|failure| failed(failure.error))?;
    Ok(ExportOutcome {
        path: path.to_string_lossy().into_owned(),
        turns: export.written(),
    })
}

async fn page(host: &Host, conversation_id: String, from: PageFrom) -> Answer<TurnPage> {
    let read = ask(host, move |sync_loop, reply| {
        sync_loop.query(
            move |subsystem| subsystem.turn_page(&conversation_id, from, PAGE),
            reply,
        );
    });
    read.await
}

fn export(host: &Host, format: ExportFormat) -> Export {
    let state = host.state();
    let format = match format {
        ExportFormat::Markdown => baton_engine::ExportFormat::Markdown,
        ExportFormat::Json => baton_engine::ExportFormat::Json,
        ExportFormat::Jsonl => baton_engine::ExportFormat::Jsonl,
    };
    let device = Box::new(move |id: &DeviceId| state.device_name(id.as_str()).to_owned());
    Export::new(format, device, Box::new(|ms| local_stamp(*ms)))
}

fn tell(progress: &Channel<ExportProgress>, written: u64, total: u64) {
    if progress.send(ExportProgress { written, total }).is_err() {
        tracing::debug!("nobody watches the export any more");
    }
}

fn not_written(path: &Path, cause: &io::Error) -> IpcError {
    error::refused(
        ErrorCode::FolderNotWritable,
        format!("{} could not be written: {cause}", path.display()),
        "Choose another place, or free some space, and export again.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_has_nothing_in_it_that_a_file_system_refuses() {
        assert_eq!(
            file_name("Why did \"it\" run: a/b\\c?", "md"),
            "Why did it run a b c.md"
        );
        assert_eq!(file_name("../..", "json"), "conversation.json");
        assert!(file_name(&"é".repeat(500), "md").chars().count() < 70);
    }
}
