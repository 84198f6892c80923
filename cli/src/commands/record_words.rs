//! Records in words.

use baton_engine::{HistoryPage, IntentStatus, RecordQuery, RecordSummary, SurfaceCount};
use serde_json::Value;

use crate::clock;
use crate::guest::{indented, one_line, shortened};
use crate::names::Names;
use crate::table::{facts, table};

/// What each surface holds.
pub fn surfaces(counts: &[SurfaceCount]) -> String {
    let row = |count: &SurfaceCount| {
        let more = if count.more { "more than " } else { "" };
        [
            one_line(&count.surface),
            format!("{more}{}", count.records),
            meaning(&count.surface).to_owned(),
        ]
    };
    let rows: Vec<_> = counts.iter().map(row).collect();
    table(["SURFACE", "RECORDS", "WHAT IT HOLDS"], &rows)
}

fn meaning(surface: &str) -> &'static str {
    match surface {
        "knowledge" => "what your agents know",
        "skill" => "what they can do",
        "trajectory" => "how they went about a task",
        "run" => "what they did",
        "intent" => "which run was begun, done or given up, so that none happens twice",
        "declagent" => "how each agent is set up",
        "routing" => "which way requests went",
        _ => "a list of settings your agents share",
    }
}

/// A page of records.
pub fn list(records: &[RecordSummary], query: &RecordQuery, next: Option<&str>, names: &Names) -> String {
    let surface = query.surface.to_string();
    let listed = match records {
        [] if next.is_some() => "Nothing was found so far.\n".to_owned(),
        [] if query.contains.is_empty() && query.starts_with.is_empty() => format!("There is nothing in {surface}.\n"),
        [] => format!("Nothing in {surface} matches.\n"),
        [first, ..] if first.run.is_some() => runs(records, names),
        _ => values(records, names),
    };
    listed + &go_on(next)
}

fn values(records: &[RecordSummary], names: &Names) -> String {
    let row = |record: &RecordSummary| [shown_key(record), by(record, names), when(record), value(record)];
    let rows: Vec<_> = records.iter().map(row).collect();
    table(["KEY", "WRITTEN BY", "WHEN", "VALUE"], &rows)
}

fn runs(records: &[RecordSummary], names: &Names) -> String {
    let row = |record: &RecordSummary| {
        let (agent, key) = (shortened(&record.agent, 32), shown_key(record));
        [agent, key, status(record), by(record, names), when(record)]
    };
    let rows: Vec<_> = records.iter().map(row).collect();
    table(["AGENT", "RUN", "STATUS", "WRITTEN BY", "WHEN"], &rows)
}

fn status(record: &RecordSummary) -> String {
    let Some(run) = &record.run else {
        return String::new();
    };
    let word = match (run.status, run.committed_twice) {
        (IntentStatus::Pending, _) => "begun, not ended",
        (IntentStatus::Committed, false) => "done",
        (IntentStatus::Committed, true) => "done TWICE",
        (IntentStatus::Failed, _) => "failed",
    };
    format!("{word} (epoch {})", run.epoch)
}

fn shown_key(record: &RecordSummary) -> String {
    shortened(&record.key, 48)
}

fn by(record: &RecordSummary, names: &Names) -> String {
    shortened(&names.name(record.device_id.as_str()), 32)
}

fn when(record: &RecordSummary) -> String {
    clock::local(record.at_ms)
}

fn value(record: &RecordSummary) -> String {
    shortened(&record.preview, 60)
}

fn go_on(next: Option<&str>) -> String {
    next.map_or_else(String::new, |next| {
        format!(
            "\nThere is more: add --after '{}'.",
            one_line(next).replace('\'', r"'\''")
        )
    })
}

/// One record, and what it holds.
pub fn record(record: &RecordSummary, value: &Value, names: &Names) -> String {
    let shared = record.org.as_deref().unwrap_or("your devices");
    let mut about = vec![
        ("Key", one_line(&record.key)),
        ("Written by", by(record, names)),
        ("When", when(record)),
        ("For", one_line(shared)),
        ("Change", record.op_id.to_string()),
    ];
    if record.run.is_some() {
        about.insert(1, ("Agent", one_line(&record.agent)));
        about.insert(2, ("Status", status(record)));
    }
    format!("{}\n{}", facts(&about), indented(&format!("{value:#}"), ""))
}

/// What was written at a record's place.
pub fn history(page: &HistoryPage, next: Option<&str>, names: &Names) -> String {
    let row = |entry: &baton_engine::HistoryEntry| {
        let record = &entry.record;
        let counts = if entry.counts { "counts" } else { "" };
        let what = if record.run.is_some() {
            status(record)
        } else {
            value(record)
        };
        [when(record), by(record, names), counts.to_owned(), what]
    };
    let rows: Vec<_> = page.entries.iter().map(row).collect();
    let dropped = page.dropped_before_ms.map_or_else(String::new, |ms| {
        format!(
            "\nWhat had been replaced by {} may be gone: this device's log starts from a checkpoint.",
            clock::local(ms)
        )
    });
    format!(
        "Written here, the newest first:\n{}{dropped}{}",
        table(["WHEN", "BY", "", "WHAT"], &rows),
        go_on(next)
    )
}
