use std::sync::Arc;

use baton_contract::{
    ErrorCode, RecordHistoryPage, RecordHistoryRequest, RecordPage, RecordText, RecordTextRequest, RecordsRequest,
    SurfaceView,
};
use tauri::State;

use super::{Answer, ask, error, record_view as view};
use crate::host::Host;

type Shared<'a> = State<'a, Arc<Host>>;

#[tauri::command]
pub(super) async fn record_surfaces(host: Shared<'_>) -> Answer<Vec<SurfaceView>> {
    let counts = ask(&host, |sync_loop, reply| {
        sync_loop.query(|subsystem| subsystem.record_surfaces(), reply);
    });
    Ok(counts.await?.into_iter().map(view::surface).collect())
}

#[tauri::command]
pub(super) async fn records(host: Shared<'_>, request: RecordsRequest) -> Answer<RecordPage> {
    let query = view::query(request)?;
    let page = ask(&host, |sync_loop, reply| {
        sync_loop.query(move |subsystem| subsystem.record_page(&query), reply);
    });
    Ok(view::page(page.await?, &host.state()))
}

#[tauri::command]
pub(super) async fn record_history(host: Shared<'_>, request: RecordHistoryRequest) -> Answer<RecordHistoryPage> {
    let (name, before, limit) = view::history_query(request)?;
    let page = ask(&host, |sync_loop, reply| {
        let read =
            move |subsystem: &mut baton_engine::SyncSubsystem| subsystem.record_history(&name, before.as_ref(), limit);
        sync_loop.query(read, reply);
    });
    Ok(view::history(page.await?, &host.state()))
}

#[tauri::command]
pub(super) async fn record_text(host: Shared<'_>, request: RecordTextRequest) -> Answer<RecordText> {
    let (place, start) = view::text_query(&request)?;
    let text = ask(&host, |sync_loop, reply| {
        let read = move |subsystem: &mut baton_engine::SyncSubsystem| {
            subsystem.record_text(place, start, baton_contract::MAX_RECORD_CHARS)
        };
        sync_loop.query(read, reply);
    });
    text.await?.map(view::text).ok_or_else(|| {
        error::refused(
            ErrorCode::BadRequest,
            "This value is not held here any more: it was replaced, and then tidied away.",
            "Look at the list again.",
        )
    })
}
