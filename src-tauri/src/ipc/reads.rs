use std::sync::Arc;

use baton_contract::{
    ActivityEntry, ActivityKind, ConversationPage, ConversationsRequest, ExchangeView, Snapshot, TurnPage, TurnsRequest,
};
use baton_engine::{SyncError, SyncSubsystem};
use baton_sync_loop::{Activity, Exchange, LoopState};
use tauri::State;

use super::{Answer, ask, lease_view, pages, problems, roster};
use crate::host::Host;

type Shared<'a> = State<'a, Arc<Host>>;

#[tauri::command]
pub(super) async fn snapshot(host: Shared<'_>) -> Answer<Snapshot> {
    let revision = host.revision();
    Ok(snapshot_of(&host, revision, &host.state()))
}

/// Everything at a glance, where the loop knows this.
pub(super) fn snapshot_of(host: &Host, revision: u64, state: &LoopState) -> Snapshot {
    let overview = state.overview.as_ref();
    Snapshot {
        revision,
        now_ms: host.now_ms(),
        set_up: host.is_set_up(),
        status: roster::status(host, state),
        device_id: overview
            .map(|overview| overview.device_id.to_string())
            .unwrap_or_default(),
        device_name: host.device_name(),
        relay_path: host.relay_dir().map(|dir| dir.to_string_lossy().into_owned()),
        state_hash: overview.map(|overview| overview.state_hash.clone()).unwrap_or_default(),
        base_checkpoint: overview.and_then(|overview| overview.base_checkpoint.clone()),
        stable_frontier: overview
            .and_then(|overview| overview.stable_frontier.as_ref())
            .map(roster::frontier),
        turns: overview.map_or(0, |overview| overview.turns),
        conversations: overview.map_or(0, |overview| overview.conversations),
        devices: roster::devices(state),
        leases: state
            .leases
            .iter()
            .map(|entry| lease_view::lease(entry, state))
            .collect(),
        voters: state.voters.as_ref().map(|voters| lease_view::voters(voters, state)),
        problems: problems::of(host, state),
        paused: state.is_paused(),
        has_tray: host.has_tray(),
        tray_note: host.owes_tray_note(),
    }
}

#[tauri::command]
pub(super) async fn conversations(host: Shared<'_>, request: ConversationsRequest) -> Answer<ConversationPage> {
    conversations_of(&host, request).await
}

pub(super) async fn conversations_of(host: &Host, request: ConversationsRequest) -> Answer<ConversationPage> {
    let ConversationsRequest { offset, limit } = request;
    let limit = pages::limit(limit);
    let page = ask(host, |sync_loop, reply| {
        sync_loop.query(move |subsystem| subsystem.conversation_page(offset, limit), reply);
    });
    page.await.map(pages::conversations)
}

#[tauri::command]
pub(super) async fn turns(host: Shared<'_>, request: TurnsRequest) -> Answer<TurnPage> {
    turns_of(&host, request).await
}

pub(super) async fn turns_of(host: &Host, request: TurnsRequest) -> Answer<TurnPage> {
    let from = pages::page_from(&request.from)?;
    let limit = pages::limit(request.limit);
    let read = move |subsystem: &mut SyncSubsystem| {
        let title = subsystem.conversation(&request.conversation_id)?.title;
        let page = subsystem.turn_page(&request.conversation_id, from, limit)?;
        Ok::<_, SyncError>((title, page))
    };
    let (title, page) = ask(host, |sync_loop, reply| sync_loop.query(read, reply)).await?;
    Ok(pages::turns(title, page, &host.state()))
}

/// Most exchanges that one answer holds.
const MOST_EXCHANGES: usize = 300;

#[tauri::command]
pub(super) async fn exchanges(host: Shared<'_>) -> Answer<Vec<ExchangeView>> {
    Ok(exchanges_of(&host))
}

pub(super) fn exchanges_of(host: &Host) -> Vec<ExchangeView> {
    let (state, sync_loop) = (host.state(), host.sync_loop());
    let exchanges = sync_loop.map(|sync_loop| sync_loop.exchanges()).unwrap_or_default();
    let view = |exchange: Exchange| ExchangeView {
        device_name: state.device_name(exchange.device_id.as_str()).to_owned(),
        device_id: exchange.device_id.to_string(),
        at_ms: exchange.at_ms,
        received: exchange.received,
        picked_up: exchange.picked_up,
    };
    exchanges.into_iter().take(MOST_EXCHANGES).map(view).collect()
}

#[tauri::command]
pub(super) async fn activity(host: Shared<'_>) -> Answer<Vec<ActivityEntry>> {
    Ok(activity_of(&host))
}

pub(super) fn activity_of(host: &Host) -> Vec<ActivityEntry> {
    let lines = host
        .sync_loop()
        .map(|sync_loop| sync_loop.activity())
        .unwrap_or_default();
    lines.into_iter().map(activity_entry).collect()
}

fn activity_entry(line: Activity) -> ActivityEntry {
    let times = match line.times {
        0 | 1 => String::new(),
        times => format!(" ({times} times in a row)"),
    };
    ActivityEntry {
        number: line.number,
        at_ms: line.at_ms,
        kind: kind(line.kind),
        message: format!("{}{times}", line.message),
        detail: line.detail,
    }
}

fn kind(kind: baton_sync_loop::ActivityKind) -> ActivityKind {
    match kind {
        baton_sync_loop::ActivityKind::Sync => ActivityKind::Sync,
        baton_sync_loop::ActivityKind::Checkpoint => ActivityKind::Checkpoint,
        baton_sync_loop::ActivityKind::Lease => ActivityKind::Lease,
        baton_sync_loop::ActivityKind::Setting => ActivityKind::Setting,
        baton_sync_loop::ActivityKind::Error => ActivityKind::Error,
    }
}
