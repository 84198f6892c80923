//! Records of every other surface as the contract's data.

use std::str::FromStr;

use baton_contract::{
    ErrorCode, RecordHistoryEntry, RecordHistoryPage, RecordHistoryRequest, RecordPage, RecordText, RecordTextRequest,
    RecordView, RecordsRequest, RunStatus, RunView, SurfaceView,
};
use baton_engine::{
    HistoryPage, IntentStatus, RecordCursor, RecordName, RecordPlace, RecordQuery, RecordSummary, Surface,
    SurfaceCount, parse_surface,
};
use baton_sync_loop::LoopState;

use super::{Answer, error, pages};

pub(super) fn surface(count: SurfaceCount) -> SurfaceView {
    SurfaceView {
        surface: count.surface,
        records: small(count.records),
        more: count.more,
    }
}

pub(super) fn query(request: RecordsRequest) -> Answer<RecordQuery> {
    Ok(RecordQuery {
        surface: read_surface(&request.surface)?,
        starts_with: request.starts_with,
        contains: request.contains,
        after: request.after.map(|after| read(&after)).transpose()?,
        limit: pages::limit(request.limit),
    })
}

pub(super) fn history_query(request: RecordHistoryRequest) -> Answer<(RecordName, Option<RecordCursor>, u32)> {
    let name = RecordName {
        surface: read_surface(&request.surface)?,
        agent: request.agent,
        key: request.key,
    };
    let before = request.before.map(|before| read(&before)).transpose()?;
    Ok((name, before, pages::limit(request.limit)))
}

pub(super) fn text_query(request: &RecordTextRequest) -> Answer<(RecordPlace, u64)> {
    Ok((read(&request.place)?, u64::from(request.start)))
}

fn read_surface(tag: &str) -> Answer<Surface> {
    parse_surface(tag).map_err(|cause| error::refused(ErrorCode::BadRequest, cause.to_string(), ""))
}

/// Fails for a cursor that never was one.
fn read<T: FromStr>(text: &str) -> Answer<T> {
    T::from_str(text).map_err(|_| error::refused(ErrorCode::BadRequest, "That is no place in a list.", ""))
}

pub(super) fn page(page: baton_engine::RecordPage, state: &LoopState) -> RecordPage {
    RecordPage {
        records: page.records.into_iter().map(|one| record(one, state)).collect(),
        next: page.next.map(|next| next.to_string()),
        examined: small(page.examined),
    }
}

pub(super) fn history(page: HistoryPage, state: &LoopState) -> RecordHistoryPage {
    let entries = page.entries.into_iter().map(|entry| RecordHistoryEntry {
        record: record(entry.record, state),
        counts: entry.counts,
    });
    RecordHistoryPage {
        entries: entries.collect(),
        next: page.next.map(|next| next.to_string()),
        dropped_before_ms: page.dropped_before_ms,
    }
}

fn record(summary: RecordSummary, state: &LoopState) -> RecordView {
    RecordView {
        place: summary.place.to_string(),
        agent: summary.agent,
        key: summary.key,
        op_id: summary.op_id.to_string(),
        device_name: state.device_name(summary.device_id.as_str()).to_owned(),
        at_ms: summary.at_ms,
        org: summary.org,
        bytes: small(summary.bytes),
        preview: summary.preview,
        run: summary.run.map(|run| RunView {
            status: status(run.status),
            epoch: run.epoch.get(),
            committed_twice: run.committed_twice,
        }),
    }
}

fn status(status: IntentStatus) -> RunStatus {
    match status {
        IntentStatus::Pending => RunStatus::Pending,
        IntentStatus::Committed => RunStatus::Committed,
        IntentStatus::Failed => RunStatus::Failed,
    }
}

pub(super) fn text(piece: baton_engine::RecordText) -> RecordText {
    RecordText {
        text: piece.text,
        end: small(piece.end),
        total: small(piece.total),
    }
}

/// Counts and lengths of what is bounded by far less.
fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
