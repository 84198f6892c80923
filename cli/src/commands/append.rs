use std::io::Read as _;

use baton_engine::Surface;
use clap::Args;
use serde_json::Value;

use crate::error::CliError;
use crate::parse::{self, JsonOrInput};
use crate::session::Session;

const EXAMPLES: &str = "\
Examples:
  baton append --surface knowledge --payload '{\"id\":\"tz\",\"fact\":\"Ada lives in Lisbon\"}'
  baton append --surface registry:tools --org acme --payload - < tool.json";

/// Options of `append`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Append {
    /// What kind of state it changes: routing, declagent, conversation, knowledge, skill, trajectory, run, intent, or
    /// registry:KIND with a kind of your choice
    #[arg(long, value_parser = parse::surface)]
    surface: Surface,
    /// The organisation to share it with [default: none, it stays between your own devices]
    #[arg(long, value_parser = parse::name)]
    org: Option<String>,
    /// The change, as JSON; - reads it from standard input
    #[arg(long, value_name = "JSON", allow_hyphen_values = true, value_parser = parse::json_or_input)]
    payload: JsonOrInput,
}

fn from_input() -> Result<Value, CliError> {
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .map_err(CliError::StandardInput)?;
    parse::json(&text).map_err(|reason| CliError::Usage(format!("--payload -: standard input is {reason}")))
}

/// Records one change.
pub fn run(append: Append, session: &mut Session) -> Result<(), CliError> {
    let change = match append.payload {
        JsonOrInput::Json(change) => change,
        JsonOrInput::Input => from_input()?,
    };
    let answer = session
        .engine
        .append(parse::scope(append.org), append.surface, change)?;
    session.answer(&answer, recorded)
}

/// The answer to anything recorded, in words.
pub fn recorded(answer: &Value) -> String {
    let id = answer["op_id"].as_str().unwrap_or_default();
    match answer["seq"].as_u64() {
        Some(seq) => format!("Recorded as number {seq} of this device, {id}."),
        None => format!("Recorded, {id}."),
    }
}
