//! `run`: the practical guard of a job.

use std::ffi::OsString;
use std::time::Duration;

use clap::Args;

use crate::clock;
use crate::error::CliError;
use crate::guard::alarms::Alarms;
use crate::guard::grant::Wanted;
use crate::guard::ledger;
use crate::guard::patience::Patience;
use crate::guard::{Guarded, carry_out, slot};
use crate::output::Outcome;
use crate::parse;
use crate::session::Session;

const ABOUT: &str = "\
It waits for the agent's lease, records that the run begins, waits until a majority of the devices that vote has heard of \
it, asks the fence, and only then starts the command. While the command runs the lease is renewed; if it is lost all the \
same, the command and the processes it started are told to end, and killed ten seconds later. In the end the run is \
recorded as committed if the command ended with 0, else as failed, and the lease is given back.

A run takes effect at most once. One that was committed, on whichever device, is never run again, and whoever waits for \
the lease meanwhile stops waiting. One that was tried and failed, or that was begun and never said how it ended, is \
refused too, unless --again says that trying once more does no harm. With --every, the run's id is the slot of the \
schedule that the call is made in, counted from 1970 in UTC and so alike on every device, such as \
2026-11-22T14:00:00Z/1h. With neither --run-id nor --every, each call is a run of its own.

The command finds BATON_AGENT, BATON_RUN_ID and BATON_EPOCH in its environment. Hand the run id to whatever it acts upon, \
as an idempotency key, or the epoch, for it to refuse lower ones: a process that is held up while its lease passes on \
may be stopped too late. INT, TERM, HUP and QUIT are passed on to the command, and its run then counts as failed. \
Standard input is passed on too, unless it is a terminal; standard output is the command's alone, also with --json. \
Killing `baton run` itself with KILL leaves the command running unguarded.

Examples:
  The same line in the crontab of three machines; one of them does it:
    0 * * * *  baton run --agent nightly --every 1h -- ./send-the-report
  A deployment that must not be done twice:
    baton run --agent deploy --run-id v1.4.2 -- ./deploy.sh v1.4.2
  Whatever runs now, one at a time:
    baton run --agent planner -- ./planner

Exit status: the command's (128 and the signal's number if one killed it), and never 0 unless the run is recorded as \
committed; 3 when the command was not started because it must not be, with the reason in one line on standard error; 126 \
or 127 when it cannot be started; 1 and 2 as everywhere.";

/// Options of `run`.
#[derive(Debug, Args)]
#[command(after_help = ABOUT)]
pub struct Run {
    /// The agent whose lease it runs under
    #[arg(long, value_name = "NAME", value_parser = parse::name)]
    agent: String,
    /// What runs: a name of your choice that means the same side effect wherever it is used
    #[arg(long, value_name = "ID", value_parser = parse::name, conflicts_with = "every")]
    run_id: Option<String>,
    /// Run once in every slot of this length, such as 15m, 1h or 1d
    #[arg(long, value_name = "SPAN", value_parser = parse::slot)]
    every: Option<Duration>,
    /// For how long the lease is taken and renewed; another device can take it that long after this one fell silent. It
    /// should be longer than the drive takes to carry a file there and back
    #[arg(long, value_name = "SPAN", default_value = "60s", value_parser = parse::run_ttl)]
    ttl: u64,
    /// How long to wait for the lease; 0s does not wait. Once it is granted, the other devices have at least as long as
    /// --ttl to hear of the run
    #[arg(long, value_name = "SPAN", default_value = "10m", value_parser = parse::span)]
    wait: Duration,
    /// Run it although it was tried before and failed, or never said how it ended
    #[arg(long)]
    again: bool,
    /// The command and its arguments, after --
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// Runs the command if it may run.
pub fn run(run: Run, session: &mut Session) -> Result<Outcome, CliError> {
    let id = run.id()?;
    // Heard from here on: nothing that is taken or recorded is left behind.
    let mut patience = Patience::new(run.wait, Alarms::listen()?);
    session.engine.set_device_profile(&session.place.profile())?;
    let guarded = Guarded {
        wanted: Wanted {
            agent: run.agent.clone(),
            ttl_ms: run.ttl,
        },
        run: ledger::Run {
            agent: run.agent,
            id,
            again: run.again,
        },
        command: run.command,
    };
    carry_out(&guarded, &mut session.engine, &mut patience)
}

impl Run {
    fn id(&self) -> Result<String, CliError> {
        match (&self.run_id, self.every) {
            (Some(id), _) => Ok(id.clone()),
            (None, Some(every)) => slot::run_id(every, clock::now_ms())
                .ok_or_else(|| CliError::Usage("--every: this device's clock is beyond every calendar".into())),
            (None, None) => Ok(uuid::Uuid::new_v4().to_string()),
        }
    }
}
