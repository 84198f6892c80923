use baton_engine::{Intent, IntentStatus};
use clap::Args;

use crate::error::CliError;
use crate::parse;
use crate::session::Session;

const EXAMPLES: &str = "\
Examples:
  Before the run:  baton record-intent --agent planner --run 42 --epoch 3 --status pending
  After it:        baton record-intent --agent planner --run 42 --epoch 3 --status committed

Once a run is committed it stays so: pending or failed is refused from then on, on every device.";

/// Options of `record-intent`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct RecordIntent {
    /// The agent
    #[arg(long, value_name = "NAME", value_parser = parse::name)]
    agent: String,
    /// The run: a name of your choice that means the same side effect wherever it is used
    #[arg(long, value_name = "ID", value_parser = parse::name)]
    run: String,
    /// The epoch of the lease that the agent runs under
    #[arg(long, value_name = "N")]
    epoch: u64,
    /// pending before the side effect, committed or failed after it
    #[arg(long, value_parser = parse::status)]
    status: IntentStatus,
    /// The organisation to share it with [default: none, it stays between your own devices]
    #[arg(long, value_parser = parse::name)]
    org: Option<String>,
}

/// Writes one entry of the ledger. That it was not written is a refusal.
pub fn run(intent: RecordIntent, session: &mut Session) -> Result<(), CliError> {
    let entry = Intent::new(intent.agent, intent.run, intent.epoch, intent.status);
    let answer = session.engine.record_intent(parse::scope(intent.org), &entry)?;
    if answer["recorded"] == true {
        return session.answer(&answer, super::append::recorded);
    }
    if session.json {
        crate::output::document(&answer)?;
    }
    Err(CliError::Refused(format!(
        "not recorded: {}",
        answer["reason"].as_str().unwrap_or("no reason given")
    )))
}
