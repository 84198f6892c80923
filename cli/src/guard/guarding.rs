//! One guarded run, from asking for the lease to giving it back.

use std::ffi::OsString;
use std::time::Duration;

use baton_engine::{IntentStatus, SyncSubsystem};

use super::grant::{Wanted, obtain};
use super::held::Held;
use super::job::Job;
use super::ledger::Run;
use super::patience::Patience;
use super::watchdog::Watchdog;
use crate::clock;
use crate::error::CliError;
use crate::names::Names;
use crate::output::{self, Outcome};

/// What to run, and as what.
pub struct Guarded {
    /// The run.
    pub run: Run,
    /// The lease it runs under.
    pub wanted: Wanted,
    /// The command and its arguments.
    pub command: Vec<OsString>,
}

/// A guarded run under way.
pub(super) struct Guard<'a> {
    pub(super) engine: &'a mut SyncSubsystem,
    pub(super) guarded: &'a Guarded,
    pub(super) patience: &'a mut Patience,
    pub(super) held: Held,
    pub(super) watchdog: Option<Watchdog>,
}

/// Runs the command under the lease, if it may.
pub fn carry_out(guarded: &Guarded, engine: &mut SyncSubsystem, patience: &mut Patience) -> Result<Outcome, CliError> {
    let lease = obtain(engine, &guarded.wanted, patience, |engine| guarded.run.check(engine))?;
    let mut guard = Guard {
        held: Held::of(&lease, guarded.wanted.ttl_ms, clock::now_ms()),
        engine,
        guarded,
        patience,
        watchdog: None,
    };
    let outcome = guard.under_the_lease();
    guard.hand_back();
    outcome
}

impl Guard<'_> {
    fn under_the_lease(&mut self) -> Result<Outcome, CliError> {
        let Guarded { run, wanted, .. } = self.guarded;
        let epoch = self.held.epoch;
        self.patience.at_least(Duration::from_millis(wanted.ttl_ms));
        self.hear_out_the_voters()?;
        run.close_unfinished(self.engine, epoch)?;
        run.check(self.engine)?;
        let op = run.begin(self.engine, epoch)?;
        match self.tell_the_voters(&op).and_then(|()| self.start()) {
            Ok(job) => self.see_through(job),
            Err(refusal) => {
                run.end(self.engine, epoch, IntentStatus::Failed)?;
                Err(after_all(refusal))
            }
        }
    }

    /// Waits until everything is here that a voter knew: a vote may arrive before the run that its voter had heard of.
    fn hear_out_the_voters(&mut self) -> Result<(), CliError> {
        loop {
            let ahead = self.engine.voters_ahead()?;
            if ahead.is_empty() {
                return Ok(());
            }
            let names = Names::of(self.engine)?.list(&ahead);
            self.wait(&format!("not everything that {names} had heard of has arrived here"))?;
            // Should it fail, nothing arrives, and the wait goes on.
            drop(self.engine.pump_round());
        }
    }

    /// Waits until a majority of the voters has heard that the run begins.
    fn tell_the_voters(&mut self, op: &str) -> Result<(), CliError> {
        let mut pumped = self.engine.pump_round();
        loop {
            let missing = self.engine.run_is_known(op)?;
            let reason = match (pumped, missing.as_slice()) {
                (Ok(_), []) => return Ok(()),
                (Err(error), []) => format!("the other devices cannot be told that the run begins: {error}"),
                (_, missing) => {
                    let names = Names::of(self.engine)?.list(missing);
                    format!("{names} {} not heard yet that the run begins", Names::have(missing))
                }
            };
            self.wait(&reason)?;
            pumped = self.engine.pump_round();
        }
    }

    /// Waits for a moment, and keeps the lease meanwhile.
    fn wait(&mut self, reason: &str) -> Result<(), CliError> {
        if self.patience.is_over() {
            return Err(CliError::NotRun(reason.to_owned()));
        }
        self.patience.pause(reason)?;
        self.keep().map_err(CliError::NotRun)
    }

    /// The last look, and the start.
    fn start(&mut self) -> Result<Job, CliError> {
        let Guarded { run, command, .. } = self.guarded;
        let epoch = self.held.epoch;
        self.patience.end();
        self.keep().map_err(CliError::NotRun)?;
        let fence = self.engine.fence_check(&run.agent, &run.id, epoch)?;
        if fence["may_dispatch"] != true {
            let reason = fence["reason"].as_str().unwrap_or("the fence is closed");
            return Err(CliError::NotRun(reason.to_owned()));
        }
        let epoch = epoch.to_string();
        let environment = [
            ("BATON_AGENT", &*run.agent),
            ("BATON_RUN_ID", &*run.id),
            ("BATON_EPOCH", &*epoch),
        ];
        let program = command.first().cloned().unwrap_or_default();
        Job::start(command, &environment).map_err(|cause| CliError::NotStarted { program, cause })
    }

    /// Gives the lease back, and tells the others how it went.
    fn hand_back(&mut self) {
        let Guarded { wanted, .. } = self.guarded;
        self.patience.end();
        // Whoever lost it has nothing to give back.
        drop(self.engine.lease_release(&wanted.agent, self.held.epoch));
        if let Err(error) = self.engine.pump_round() {
            output::complain(&format!("the other devices do not know yet how it went: {error}"));
        }
    }
}

/// Says that the run was announced and did not begin.
fn after_all(refusal: CliError) -> CliError {
    match refusal {
        CliError::NotRun(reason) => {
            CliError::NotRun(format!("{reason}; the run was not started, and is recorded as failed"))
        }
        other => other,
    }
}
