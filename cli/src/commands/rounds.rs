//! `pump`, `checkpoint`, `rebase`: what a device does with the relay.

use baton_engine::{Problem, PumpReport};
use serde_json::Value;

use crate::error::CliError;
use crate::output::{self, notice};
use crate::session::Session;

/// One round with the relay.
pub fn pump(session: &mut Session) -> Result<(), CliError> {
    session.engine.set_device_profile(&session.place.profile())?;
    if session.json {
        return output::document(&session.engine.pump()?);
    }
    let report = session.engine.pump_round()?;
    report
        .problems
        .iter()
        .for_each(|problem| notice(&problem_line(problem)));
    output::text(&round(&report))
}

/// A round in words.
pub fn round(report: &PumpReport) -> String {
    let already = match report.push_deduped {
        0 => String::new(),
        count => format!(" ({count} were there already)"),
    };
    format!(
        "Handed out {}{already}, took in {}.",
        changes(report.pushed),
        changes(report.folded)
    )
}

/// A problem in one line.
pub fn problem_line(problem: &Problem) -> String {
    crate::guest::one_line(&format!("Attention: {} {}", problem.message, problem.hint))
}

/// A number of changes, in words.
pub fn changes(count: u64) -> String {
    if count == 0 {
        "nothing".to_owned()
    } else {
        number(count, "change")
    }
}

/// A number of things, in words.
pub fn number(count: u64, thing: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{plural}")
}

/// Publishes a checkpoint, or says why there is none to publish.
pub fn checkpoint(session: &mut Session) -> Result<(), CliError> {
    let answer = session.engine.checkpoint()?;
    session.answer(&answer, published)
}

fn published(answer: &Value) -> String {
    match (answer["checkpoint_hash"].as_str(), answer["reason"].as_str()) {
        (Some(hash), _) => format!("Published checkpoint {hash}."),
        (None, Some(reason)) => format!("Published none: {}.", reason.trim_end_matches('.')),
        (None, None) => "Published none.".to_owned(),
    }
}

/// Starts the log anew from the latest checkpoint.
pub fn rebase(session: &mut Session) -> Result<(), CliError> {
    let answer = session.engine.rebase()?;
    session.answer(&answer, rebased)
}

fn rebased(answer: &Value) -> String {
    let base = answer["base_checkpoint"].as_str();
    match (answer["rebased"] == true, base) {
        (true, Some(base)) => format!("This device's log now starts from checkpoint {base}."),
        (true, None) => "This device's log now starts anew.".to_owned(),
        (false, Some(base)) => format!("Nothing to do: the log starts from checkpoint {base} already."),
        (false, None) => "Nothing to do: the relay holds no checkpoint.".to_owned(),
    }
}
