use std::{collections::BTreeSet, sync::Arc};

use baton_contract::{ErrorCode, SearchFilter, SearchFilterKind, SearchHit, SearchPage, SearchRequest, SnippetPart};
use baton_engine::{FilterKind, FilterWord, Hit, SearchAnswer, SearchCursor};
use baton_sync_loop::{LoopState, local_day_start};
use tauri::State;

use super::{Answer, ask, error, pages};
use crate::host::Host;

#[tauri::command]
pub(super) async fn search(host: State<'_, Arc<Host>>, request: SearchRequest) -> Answer<SearchPage> {
    found(&host, request).await
}

/// The turns that match.
pub(super) async fn found(host: &Host, request: SearchRequest) -> Answer<SearchPage> {
    let from = request.from.as_deref().map(read_cursor).transpose()?;
    let limit = pages::limit(request.limit);
    let answer = ask(host, |sync_loop, reply| {
        sync_loop.query(
            move |subsystem| subsystem.search(&request.text, &local_day_start, from, limit),
            reply,
        );
    });
    Ok(page(answer.await?, &host.state()))
}

fn read_cursor(text: &str) -> Answer<SearchCursor> {
    text.parse()
        .map_err(|_| error::refused(ErrorCode::BadRequest, "That is no place in a search.", ""))
}

/// The engine's answer as the contract's data.
fn page(answer: SearchAnswer, state: &LoopState) -> SearchPage {
    let SearchAnswer { filters, found } = answer;
    SearchPage {
        hits: found.hits.into_iter().map(|found| hit(found, state)).collect(),
        total: found.total,
        has_uncounted: found.has_uncounted,
        next: found.next.map(|cursor| cursor.to_string()),
        filters: filters.into_iter().map(filter).collect(),
        unsearchable: found.unsearchable,
    }
}

fn hit(hit: Hit, state: &LoopState) -> SearchHit {
    let tools: BTreeSet<_> = hit.turn.tool_calls.into_iter().map(|call| call.name).collect();
    SearchHit {
        conversation_id: hit.turn.conversation_id,
        title: hit.title,
        cursor: hit.cursor.to_string(),
        op_id: hit.turn.op_id.to_string(),
        role: pages::role(hit.turn.role),
        tools: tools.into_iter().take(MOST_TOOLS).collect(),
        at_ms: hit.said_ms,
        device_name: state.device_name(hit.turn.hlc.device_id.as_str()).to_owned(),
        snippet: hit.snippet.into_iter().map(part).collect(),
    }
}

/// A hit names no more tools than this.
const MOST_TOOLS: usize = 8;

fn part(part: baton_engine::SnippetPart) -> SnippetPart {
    SnippetPart {
        text: part.text,
        is_match: part.is_match,
    }
}

fn filter(word: FilterWord) -> SearchFilter {
    SearchFilter {
        kind: kind(word.kind),
        value: word.value,
        typed: word.typed,
        problem: word.problem,
    }
}

fn kind(kind: FilterKind) -> SearchFilterKind {
    match kind {
        FilterKind::Device => SearchFilterKind::Device,
        FilterKind::Role => SearchFilterKind::Role,
        FilterKind::Tool => SearchFilterKind::Tool,
        FilterKind::After => SearchFilterKind::After,
        FilterKind::Before => SearchFilterKind::Before,
    }
}
