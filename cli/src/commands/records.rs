//! `records`: everything that is not a conversation.

use baton_engine::{RecordCursor, RecordName, RecordQuery, RecordSummary, Surface, SyncError};
use clap::Args;
use serde_json::{Value, json};

use super::record_words as words;
use crate::error::CliError;
use crate::names::Names;
use crate::output;
use crate::parse;
use crate::session::Session;

const ABOUT: &str = "\
Examples:
  See what there is:
    baton records
  List what your agents know, of what starts with 'trip':
    baton records knowledge --starts-with trip
  Show one fact as it is, and everything that was written at its place:
    baton records knowledge --key trip-lisbon --history
  Show what became of a run:
    baton records intent --agent planner --key 2026-11-22 --history

A value that another one replaced is held until a checkpoint tidies it away; the history says where it begins.";

/// Options of `records`. Without a surface, it shows which there are and how much each holds.
#[derive(Debug, Args)]
#[command(after_help = ABOUT)]
pub struct Records {
    /// What to list: knowledge, skill, trajectory, run, intent, declagent, routing or registry:KIND
    #[arg(value_name = "SURFACE", value_parser = parse::surface)]
    surface: Option<Surface>,
    /// Show one record: its key as it is listed, or the id it was given
    #[arg(long, requires = "surface", allow_hyphen_values = true)]
    key: Option<String>,
    /// Whose run it is, for intents
    #[arg(long, requires = "key", default_value = "", allow_hyphen_values = true)]
    agent: String,
    /// Show what was written at this key, the newest first
    #[arg(long, requires = "key")]
    history: bool,
    /// Only records whose key starts like this; for intents, whose agent does
    #[arg(
        long,
        value_name = "TEXT",
        requires = "surface",
        default_value = "",
        allow_hyphen_values = true
    )]
    starts_with: String,
    /// Only records with this text in key, agent or value
    #[arg(
        long,
        value_name = "TEXT",
        requires = "surface",
        default_value = "",
        allow_hyphen_values = true
    )]
    search: String,
    /// Go on where an earlier answer ended: its `next`
    #[arg(long, value_name = "NEXT", requires = "surface")]
    after: Option<RecordCursor>,
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1000))]
    limit: u32,
}

/// Shows surfaces, the records of one, or one record.
pub fn run(wanted: Records, session: &mut Session) -> Result<(), CliError> {
    match (&wanted.surface, &wanted.key) {
        (None, _) => surfaces(session),
        (Some(surface), None) => list(surface.clone(), &wanted, session),
        (Some(surface), Some(key)) => one(
            RecordName {
                surface: surface.clone(),
                agent: wanted.agent.clone(),
                key: key.clone(),
            },
            &wanted,
            session,
        ),
    }
}

fn surfaces(session: &mut Session) -> Result<(), CliError> {
    let counts = session.engine.record_surfaces()?;
    if session.json {
        return output::document(&json!(counts));
    }
    output::text(&words::surfaces(&counts))
}

fn list(surface: Surface, wanted: &Records, session: &mut Session) -> Result<(), CliError> {
    let query = RecordQuery {
        surface,
        starts_with: wanted.starts_with.clone(),
        contains: wanted.search.clone(),
        after: wanted.after.clone(),
        limit: wanted.limit,
    };
    let page = session.engine.record_page(&query)?;
    let next = page.next.as_ref().map(ToString::to_string);
    if session.json {
        let surface = query.surface.to_string();
        return output::document(
            &json!({"surface": surface, "records": page.records, "examined": page.examined, "next": next}),
        );
    }
    let names = Names::of(&mut session.engine)?;
    output::text(&words::list(&page.records, &query, next.as_deref(), &names))
}

fn one(mut name: RecordName, wanted: &Records, session: &mut Session) -> Result<(), CliError> {
    let record = session.engine.find_record(&name)?.ok_or_else(|| SyncError::Unknown {
        what: "record",
        text: name.key.clone(),
    })?;
    name.key.clone_from(&record.key);
    let value = value(&record, session)?;
    if !wanted.history {
        let answer = json!({"record": record, "value": value});
        let names = Names::of(&mut session.engine)?;
        return session.answer(&answer, |_| words::record(&record, &value, &names));
    }
    let page = session
        .engine
        .record_history(&name, wanted.after.as_ref(), wanted.limit)?;
    let next = page.next.as_ref().map(ToString::to_string);
    if session.json {
        let mut history = json!(page.entries);
        for (entry, shown) in page.entries.iter().zip(history.as_array_mut().into_iter().flatten()) {
            shown["value"] = self::value(&entry.record, session)?;
        }
        return output::document(&json!({
            "record": record, "value": value, "history": history, "next": next,
            "dropped_before_ms": page.dropped_before_ms,
        }));
    }
    let names = Names::of(&mut session.engine)?;
    let now = words::record(&record, &value, &names);
    output::text(&format!("{now}\n{}", words::history(&page, next.as_deref(), &names)))
}

fn value(record: &RecordSummary, session: &mut Session) -> Result<Value, CliError> {
    let op = session.engine.record_op(record.place)?;
    Ok(op.map_or(Value::Null, |op| op.payload.value().clone()))
}
