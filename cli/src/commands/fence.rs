use clap::Args;
use serde_json::Value;

use crate::error::CliError;
use crate::output::Outcome;
use crate::parse;
use crate::session::Session;

const EXAMPLES: &str = "\
Example:
  baton fence --agent planner --run 42 --epoch 3 && ./planner --run 42

Exit status: 0 only when the run may be dispatched; 3 when it must not: it was done already, on whichever device, or the
lease of this epoch is no longer held by this device.";

/// Options of `fence`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Fence {
    /// The agent
    #[arg(long, value_name = "NAME", value_parser = parse::name)]
    agent: String,
    /// The run that is about to be dispatched
    #[arg(long, value_name = "ID", value_parser = parse::name)]
    run: String,
    /// The epoch of the lease that the agent runs under
    #[arg(long, value_name = "N")]
    epoch: u64,
}

/// Asks whether the run may be dispatched; anything but a clear yes is a no.
pub fn run(fence: &Fence, session: &mut Session) -> Result<Outcome, CliError> {
    let answer = session.engine.fence_check(&fence.agent, &fence.run, fence.epoch)?;
    session.answer(&answer, |answer| words(fence, &answer["decision"]))?;
    Ok(if answer["may_dispatch"] == true {
        Outcome::Done
    } else {
        Outcome::MustNotDispatch
    })
}

fn words(fence: &Fence, decision: &Value) -> String {
    let Fence { agent, run, epoch } = fence;
    match decision["decision"].as_str().unwrap_or_default() {
        "proceed" => format!("Go: this device holds {agent} at epoch {epoch}, and run {run} is not committed."),
        "already_committed" => format!("Stop: run {run} of {agent} is committed already."),
        "stale_epoch" => format!("Stop: epoch {epoch} of {agent} is over; another device took the lease since."),
        "not_held" => format!("Stop: this device does not hold the lease of {agent} at epoch {epoch}."),
        other => format!("Stop: {other}."),
    }
}
