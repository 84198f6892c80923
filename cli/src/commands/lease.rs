use clap::{Args, Subcommand};

use super::lease_words as words;
use crate::error::CliError;
use crate::parse;
use crate::session::Session;

/// What can be done with a lease.
#[derive(Debug, Subcommand)]
#[command(
    after_help = "The epoch that `acquire` answers goes with everything the agent does from then on. It only \
    grows and is never used again, so that a device that lost the lease can be told from the one that has it."
)]
pub enum Lease {
    /// Take an agent's lease for this device, if nobody holds it
    Acquire(Acquire),
    /// Keep a held lease for longer
    Renew(Renew),
    /// Give a held lease back, so that another device may take it
    Release(Release),
    /// Show who holds an agent's lease; without an agent, every lease and its pending runs
    Status(Status),
    /// Free a lease that a lost or stuck device still holds; what it was doing may then run twice
    TakeOver(TakeOver),
}

/// Options of `lease acquire`.
#[derive(Debug, Args)]
pub struct Acquire {
    /// The agent
    #[arg(value_parser = parse::name)]
    agent: String,
    /// For how many milliseconds, unless renewed
    #[arg(long, value_name = "N", value_parser = parse::duration)]
    ttl_ms: u64,
}

/// Options of `lease renew`.
#[derive(Debug, Args)]
pub struct Renew {
    /// The agent
    #[arg(value_parser = parse::name)]
    agent: String,
    /// The epoch that `acquire` answered
    #[arg(long, value_name = "N")]
    epoch: u64,
    /// For how many milliseconds from now
    #[arg(long, value_name = "N", value_parser = parse::duration)]
    ttl_ms: u64,
}

/// Options of `lease release`.
#[derive(Debug, Args)]
pub struct Release {
    /// The agent
    #[arg(value_parser = parse::name)]
    agent: String,
    /// The epoch that `acquire` answered
    #[arg(long, value_name = "N")]
    epoch: u64,
}

/// Options of `lease status`.
#[derive(Debug, Args)]
pub struct Status {
    /// The agent [default: all of them]
    #[arg(value_parser = parse::name)]
    agent: Option<String>,
}

/// Options of `lease take-over`.
#[derive(Debug, Args)]
#[command(
    after_help = "Look first (`baton lease status AGENT`) and pass the epoch you saw: if the lease has moved on \
    since, nothing happens."
)]
pub struct TakeOver {
    /// The agent
    #[arg(value_parser = parse::name)]
    agent: String,
    /// The epoch you saw in `lease status`
    #[arg(long, value_name = "N")]
    epoch: u64,
}

/// Does it.
pub fn run(lease: Lease, session: &mut Session) -> Result<(), CliError> {
    match lease {
        Lease::Acquire(it) => {
            let granted = session.engine.lease_acquire(&it.agent, it.ttl_ms);
            let answer = granted.map_err(|error| words::refused(error, session.engine.device_id()))?;
            session.answer(&answer, words::held)
        }
        Lease::Renew(it) => {
            let answer = session.engine.lease_renew(&it.agent, it.epoch, it.ttl_ms)?;
            session.answer(&answer, words::held)
        }
        Lease::Release(it) => {
            let answer = session.engine.lease_release(&it.agent, it.epoch)?;
            session.answer(&answer, |_| {
                format!("Released {}; any device may take it now.", it.agent)
            })
        }
        Lease::Status(it) => status(it.agent.as_deref(), session),
        Lease::TakeOver(it) => {
            let answer = session.engine.lease_take_over(&it.agent, it.epoch)?;
            session.answer(&answer, |answer| words::taken_over(&it.agent, answer))
        }
    }
}

fn status(agent: Option<&str>, session: &mut Session) -> Result<(), CliError> {
    let Some(agent) = agent else { return every(session) };
    let answer = session.engine.lease_status(agent)?;
    let own = session.engine.device_id().to_owned();
    session.answer(&answer, |answer| words::holder(agent, &answer["lease"], &own))
}

fn every(session: &mut Session) -> Result<(), CliError> {
    let leases = session.engine.leases()?;
    let own = session.engine.device_id().to_owned();
    session.answer(&words::document(&leases), |_| words::listed(&leases, &own))
}
