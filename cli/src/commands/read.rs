//! `conversations`, `transcript`, `resume`: what was said.

use clap::Args;
use serde_json::Value;

use super::retention::left_out;
use crate::clock;
use crate::error::CliError;
use crate::guest::{indented, one_line, shortened};
use crate::session::Session;
use crate::table::table;

/// Options of `transcript`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  baton transcript trip | less")]
pub struct Transcript {
    /// The conversation's name, as `baton conversations` lists it; '' is the one without a name
    #[arg(value_name = "CONVERSATION", allow_hyphen_values = true)]
    conversation: String,
}

/// Options of `resume`.
#[derive(Debug, Args)]
#[command(
    after_help = "Neighbouring turns of one role are joined, and tool calls without a result are left out, since \
    model providers refuse such lists.\n\nExample:\n  baton --json resume trip > messages.json"
)]
pub struct Resume {
    /// The conversation's name, as `baton conversations` lists it; '' is the one without a name
    #[arg(value_name = "CONVERSATION", allow_hyphen_values = true)]
    conversation: String,
}

/// Lists the conversations.
pub fn conversations(session: &mut Session) -> Result<(), CliError> {
    let answer = session.engine.conversations()?;
    let hidden = session.engine.hidden_conversations()?;
    session.answer(&answer, |answer| {
        listed(answer, hidden).trim_end().to_owned() + &left_out(hidden)
    })
}

fn listed(answer: &Value, hidden: u64) -> String {
    let rows: Vec<_> = each(answer).map(row).collect();
    match (rows.is_empty(), hidden) {
        (true, 0) => "There is no conversation yet. `baton record-turn --help` shows how to start one.".to_owned(),
        (true, _) => "No conversation was active lately.".to_owned(),
        (false, _) => table(["LAST ACTIVITY", "TURNS", "CONVERSATION", "BEGINS WITH"], &rows),
    }
}

fn row(summary: &Value) -> [String; 4] {
    let last = summary["last_activity_ms"]
        .as_u64()
        .map_or_else(String::new, clock::local);
    let turns = summary["turns"].as_u64().unwrap_or(0).to_string();
    let id = match text(summary, "conversation_id") {
        "" => "''".to_owned(),
        id => one_line(id),
    };
    [last, turns, id, shortened(text(summary, "title"), 60)]
}

/// Shows every turn.
pub fn transcript(which: &Transcript, session: &mut Session) -> Result<(), CliError> {
    let answer = session.engine.transcript(&which.conversation)?;
    session.answer(&answer, |answer| spoken(answer, &which.conversation))
}

/// Shows the messages for a model.
pub fn resume(which: &Resume, session: &mut Session) -> Result<(), CliError> {
    let answer = session.engine.resume(&which.conversation)?;
    session.answer(&answer, |answer| spoken(answer, &which.conversation))
}

fn spoken(answer: &Value, conversation: &str) -> String {
    let turns: Vec<String> = each(answer).map(turn).collect();
    if turns.is_empty() {
        return format!(
            "There is nothing in conversation '{}'. `baton conversations` lists them.",
            one_line(conversation)
        );
    }
    turns.join("\n")
}

fn turn(turn: &Value) -> String {
    let when = match turn["timestamp"]
        .as_u64()
        .filter(|ms| *ms > 0)
        .or_else(|| turn["hlc"]["wall_ms"].as_u64())
    {
        Some(ms) => format!("  {}", clock::local(ms)),
        None => String::new(),
    };
    let answered = match text(turn, "tool_use_id") {
        "" => String::new(),
        id => format!(" answering {}", one_line(id)),
    };
    let calls: String = each(&turn["tool_calls"]).map(call).collect();
    format!(
        "{}{answered}{when}\n{}{calls}",
        text(turn, "role"),
        indented(text(turn, "content"), "    ")
    )
}

fn call(call: &Value) -> String {
    let id = text(call, "id");
    let named = if id.is_empty() {
        String::new()
    } else {
        format!("  [{}]", one_line(id))
    };
    format!(
        "    -> {} {}{named}\n",
        one_line(text(call, "name")),
        shortened(&call["arguments"].to_string(), 400)
    )
}

fn each(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn text<'a>(object: &'a Value, field: &str) -> &'a str {
    object[field].as_str().unwrap_or_default()
}
