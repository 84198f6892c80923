use rusqlite::Row;

use super::{RecordPlace, RecordSummary, RunState};
use crate::{
    fold::IntentStatus,
    op::{Scope, Surface},
    store::{
        columns::stamp,
        journal::{OP, op},
    },
};

/// Longest start of a value that a list shows, in characters.
const PREVIEW_CHARS: usize = 240;

/// The ops that count at the slots of `r`: of a run that was committed once, that commit.
pub(super) const COUNTING: &str = "FROM record r
    LEFT JOIN record c ON r.kind = 'intent' AND c.kind = 'intent.committed' AND c.agent = r.agent AND c.key = r.key
    JOIN op o ON o.row = coalesce(c.op, r.op) JOIN device d ON d.no = o.device";

/// The ops written last at the slots of `r`.
pub(super) const LATEST: &str = "FROM record r JOIN op o ON o.row = r.op JOIN device d ON d.no = o.device";

/// The columns [`summary`] reads: those of an op, its id, its place, and the agent and key given.
pub(super) fn columns(agent: &str, key: &str) -> String {
    format!("{OP}, o.id, o.row, {agent}, {key}")
}

/// The value as it is kept.
pub(super) fn payload<'a>(row: &'a Row<'_>) -> rusqlite::Result<&'a str> {
    Ok(row.get_ref(4)?.as_str()?)
}

/// The agent and the key.
pub(super) fn slot<'a>(row: &'a Row<'_>) -> rusqlite::Result<(&'a str, &'a str)> {
    Ok((row.get_ref(10)?.as_str()?, row.get_ref(11)?.as_str()?))
}

pub(super) fn summary(row: &Row<'_>) -> rusqlite::Result<RecordSummary> {
    let (surface, hlc): (Surface, _) = (row.get(3)?, stamp(row, 5)?);
    let ((agent, key), payload) = (slot(row)?, payload(row)?);
    let org = match row.get(2)? {
        Scope::Personal => None,
        Scope::Shared { org } => Some(org),
    };
    Ok(RecordSummary {
        surface: surface.to_string(),
        agent: agent.to_owned(),
        key: key.to_owned(),
        op_id: row.get(8)?,
        place: RecordPlace(row.get(9)?),
        device_id: hlc.device_id,
        at_ms: hlc.wall_ms,
        org,
        bytes: payload.len() as u64,
        preview: payload.chars().take(PREVIEW_CHARS).collect(),
        run: run(row, &surface)?,
    })
}

fn run(row: &Row<'_>, surface: &Surface) -> rusqlite::Result<Option<RunState>> {
    if *surface != Surface::Intent {
        return Ok(None);
    }
    Ok(IntentStatus::of(&op(row)?).map(|(status, epoch)| RunState {
        status,
        epoch,
        committed_twice: false,
    }))
}
