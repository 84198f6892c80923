use clap::Args;
use serde_json::Value;

use crate::error::CliError;
use crate::guest::one_line;
use crate::output::Outcome;
use crate::parse;
use crate::session::Session;

const EXAMPLES: &str = "\
Example:
  baton fence --agent planner --run 42 --epoch 3 && ./planner --run 42

What it cannot promise: the answer is true at the moment it is given. A process that is held up between the answer and \
its effect, by a sleeping machine for instance, may act when the lease is long somebody else's; no check beforehand can \
prevent that. Only the side that is acted upon can: hand it the epoch, and let it refuse one that is lower than the \
highest it has seen. Where it cannot compare epochs, hand it the run id as an idempotency key, as many payment and mail \
interfaces accept one: then a second attempt has no second effect.

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
    session.answer(&answer, |answer| words(fence, answer))?;
    Ok(if answer["may_dispatch"] == true {
        Outcome::Done
    } else {
        Outcome::MustNotDispatch
    })
}

fn words(fence: &Fence, answer: &Value) -> String {
    let Fence { agent, run, epoch } = fence;
    match answer["reason"].as_str() {
        None if answer["may_dispatch"] == true => {
            format!("Go: this device holds {agent} at epoch {epoch}, and run {run} is not committed.")
        }
        reason => format!("Stop: {}.", one_line(reason.unwrap_or("the fence is closed"))),
    }
}
