//! The store: is its file whole, and does everything in it agree?

use std::path::Path;

use super::{Finding, FindingCode, Severity, look::fine, words::number};
use crate::{
    op::DeviceId,
    store::{BrokenLink, Recomputed, Soundness, Store, StoreError},
};

const MOVE_ASIDE: &str = "Let other devices sync first. Then end Baton here and move the store aside, together with its -wal \
    and -shm files: Baton reads everything back from the relay folder. Keep what you moved: changes that were never \
    synced are in it alone.";

/// Opens the store for looking; what keeps it from being opened is a finding.
pub(super) fn open(device: &DeviceId, dir: &Path, findings: &mut Vec<Finding>) -> Option<Store> {
    match Store::open_to_read(dir, device.clone()) {
        Ok(Some(store)) => Some(store),
        Ok(None) => {
            findings.push(no_data(dir));
            None
        }
        Err(error) => {
            findings.push(unusable(&error));
            None
        }
    }
}

/// That this device has no data.
pub(super) fn no_data(dir: &Path) -> Finding {
    Finding::new(FindingCode::NoData, Severity::Note, "This device has no data here yet")
        .detail(format!("There is no store in {}.", dir.display()))
        .advice("It is created with the first command that records or syncs. If there should be one, check --root.")
}

/// Why a store cannot be used.
pub(super) fn unusable(error: &StoreError) -> Finding {
    let (code, title, advice) = match error {
        StoreError::TooNew { .. } => (
            FindingCode::StoreNewer,
            "The store was written by a newer Baton",
            "Update Baton on this device.",
        ),
        StoreError::Damaged { .. } => (FindingCode::StoreDamaged, "The store is damaged", MOVE_ASIDE),
        _ => (
            FindingCode::StoreUnreadable,
            "The store cannot be read",
            "Check the free space, and that your user may read and write the data folder.",
        ),
    };
    let path = match error {
        StoreError::Damaged { path, .. }
        | StoreError::TooNew { path, .. }
        | StoreError::Sql { path, .. }
        | StoreError::Io { path, .. } => vec![path.display().to_string()],
        StoreError::DiskFull { .. } => Vec::new(),
    };
    let detail = match error {
        StoreError::Damaged { source, .. } => format!("SQLite says: {source}."),
        other => format!("{other}."),
    };
    Finding::new(code, Severity::Error, title)
        .detail(detail)
        .advice(advice)
        .paths(path)
}

/// Looks at every page, folds everything once more, and walks along every chain.
pub(super) fn check(store: &Store) -> Vec<Finding> {
    match checked(store) {
        Ok(findings) => findings,
        Err(error) => vec![unusable(&error)],
    }
}

fn checked(store: &Store) -> Result<Vec<Finding>, StoreError> {
    let Soundness { complaints, search } = store.soundness()?;
    if !complaints.is_empty() {
        return Ok(vec![damaged(&complaints)]);
    }
    let (state, broken) = (store.recompute()?, store.broken_links()?);
    let mut findings = Vec::new();
    if !search.is_empty() {
        findings.push(search_damaged(&search));
    }
    if !broken.is_empty() {
        findings.push(broken_chains(&broken));
    }
    if !state.agrees() {
        findings.push(state_differs(&state));
    }
    if findings.is_empty() {
        findings.push(sound(store)?);
    }
    Ok(findings)
}

fn sound(store: &Store) -> Result<Finding, StoreError> {
    let changes = store.frontier()?.values().map(|seq| seq.get() + 1).sum();
    let detail = format!(
        "Every page is whole, no chain has a break ({} in all), and the state computed anew is the one kept.",
        number(changes, "change")
    );
    Ok(fine(FindingCode::StoreSound, "This device's store is whole", detail))
}

fn damaged(complaints: &[String]) -> Finding {
    let said: Vec<_> = complaints.iter().take(3).map(String::as_str).collect();
    Finding::new(FindingCode::StoreDamaged, Severity::Error, "The store is damaged")
        .detail(format!("SQLite says: {}.", said.join("; ").replace('\n', " ")))
        .advice(MOVE_ASIDE)
}

fn search_damaged(complaints: &[String]) -> Finding {
    Finding::new(
        FindingCode::SearchDamaged,
        Severity::Warning,
        "The search index is damaged",
    )
    .detail(format!(
        "Searching may find too little. What was recorded is not affected. SQLite says: {}.",
        complaints.first().map(String::as_str).unwrap_or_default()
    ))
    .advice("Repair: `baton doctor --repair`, or the button in the app.")
    .repair("Makes the search index anew from the journal.")
}

fn broken_chains(broken: &[BrokenLink]) -> Finding {
    let said = broken
        .iter()
        .map(|link| format!("Change {} of {}: {}.", link.seq.get() + 1, link.device, link.why));
    let title = format!("{} broken in the journal", number(broken.len() as u64, "chain"));
    Finding::new(FindingCode::BrokenChain, Severity::Error, title)
        .detail(said.collect::<Vec<_>>().join(" "))
        .advice(MOVE_ASIDE)
}

fn state_differs(state: &Recomputed) -> Finding {
    let of_journal = state
        .of_journal
        .map_or_else(|| "none".to_owned(), |hash| hash.to_string());
    Finding::new(
        FindingCode::StateDiffers,
        Severity::Error,
        "What is shown is not what the journal says",
    )
    .detail(format!(
        "Kept: {}. Of the records: {}. Of the journal: {of_journal}. {} of {} can be listed.",
        state.kept,
        state.of_records,
        state.listed_turns,
        number(state.turns, "turn")
    ))
    .advice(MOVE_ASIDE)
}
