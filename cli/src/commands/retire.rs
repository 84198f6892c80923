//! `retire`: a device that is gone for good.

use clap::Args;
use serde_json::Value;

use crate::error::CliError;
use crate::session::Session;

/// Checkpoints and the removal of old files wait for every device. Retire one that will not come back; should it come
/// back all the same, it counts again and loses nothing that it wrote.
#[derive(Debug, Args)]
pub struct Retire {
    /// The device's id, as `baton status` shows it
    #[arg(value_name = "DEVICE")]
    device: String,
}

/// Takes the device out of the quorum.
pub fn run(which: &Retire, session: &mut Session) -> Result<(), CliError> {
    let answer = session.engine.retire(&which.device)?;
    session.answer(&answer, retired)
}

fn retired(answer: &Value) -> String {
    let device = answer["retired"].as_str().unwrap_or_default();
    format!("Nothing waits for {device} any more. The other devices learn it with the next pump.")
}
