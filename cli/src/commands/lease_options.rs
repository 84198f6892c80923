//! The options of `lease`.

use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};

use crate::parse;

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
    /// Give a held lease back, so that another device may take it; also takes back a lease that was only asked for
    Release(Release),
    /// Ask whoever holds an agent's lease to hand it over, and keep it here from then on until it is released
    Request(Request),
    /// Show who holds an agent's lease and who waits for it; without an agent, every lease and its pending runs
    Status(Status),
    /// Show which devices vote on leases
    Voters,
    /// Say whether this device runs agents, and therefore votes on leases
    Executor(Executor),
    /// Free a lease that a lost or stuck device still holds; what it was doing may then run twice
    TakeOver(TakeOver),
}

/// For how long a lease is held.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Ttl {
    /// For how long, unless renewed, such as 60s or 10m
    #[arg(long, value_name = "SPAN", value_parser = parse::span_ms)]
    ttl: Option<u64>,
    /// The same in milliseconds
    #[arg(long, value_name = "N", value_parser = parse::duration)]
    ttl_ms: Option<u64>,
}

impl Ttl {
    /// In milliseconds.
    pub fn ms(&self) -> u64 {
        self.ttl.or(self.ttl_ms).unwrap_or(0)
    }
}

/// Options of `lease acquire`.
#[derive(Debug, Args)]
pub struct Acquire {
    /// The agent
    #[arg(value_parser = parse::name)]
    pub agent: String,
    /// For how long
    #[command(flatten)]
    pub ttl: Ttl,
    /// Pump and ask again until it is granted, for so long at most, such as 30s; then the ask is taken back. Without,
    /// a lease that waits for votes stays asked for: ask again after a pump
    #[arg(long, value_name = "SPAN", value_parser = parse::span)]
    pub wait: Option<Duration>,
}

/// Options of `lease renew`.
#[derive(Debug, Args)]
pub struct Renew {
    /// The agent
    #[arg(value_parser = parse::name)]
    pub agent: String,
    /// The epoch that `acquire` answered
    #[arg(long, value_name = "N")]
    pub epoch: u64,
    /// For how long
    #[command(flatten)]
    pub ttl: Ttl,
}

/// Options of `lease release`.
#[derive(Debug, Args)]
pub struct Release {
    /// The agent
    #[arg(value_parser = parse::name)]
    pub agent: String,
    /// The epoch that `acquire` answered
    #[arg(long, value_name = "N")]
    pub epoch: u64,
}

/// Options of `lease request`.
#[derive(Debug, Args)]
pub struct Request {
    /// The agent
    #[arg(value_parser = parse::name)]
    pub agent: String,
    /// For how long it is taken and renewed
    #[arg(long, value_name = "SPAN", default_value = "60s", value_parser = parse::span_ms)]
    pub ttl: u64,
}

/// Options of `lease status`.
#[derive(Debug, Args)]
pub struct Status {
    /// The agent [default: all of them]
    #[arg(value_parser = parse::name)]
    pub agent: Option<String>,
}

/// Options of `lease executor`.
#[derive(Debug, Args)]
pub struct Executor {
    /// on: it runs agents and votes; off: it only looks on
    #[arg(value_enum)]
    pub executor: OnOff,
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OnOff {
    /// Yes
    On,
    /// No
    Off,
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
    pub agent: String,
    /// The epoch you saw in `lease status`
    #[arg(long, value_name = "N")]
    pub epoch: u64,
}
