//! Beside a command that runs: its lease is kept, signals are passed on, and its end is recorded.

use baton_engine::{ErrorKind, IntentStatus};
use serde_json::Value;

use super::alarms::Alarm;
use super::grant::Wanted;
use super::guarding::Guard;
use super::job::{ExitCode, Job};
use super::watchdog::{SharedJob, Watchdog};
use crate::clock;
use crate::commands::lease_words;
use crate::error::CliError;
use crate::names::Names;
use crate::output::{self, Outcome};

/// How a command that was started ended.
struct Ending {
    code: ExitCode,
    succeeded: bool,
}

impl Guard<'_> {
    /// Stays with the command until it ended, and records how.
    pub(super) fn see_through(&mut self, job: Job) -> Result<Outcome, CliError> {
        let Ending { code, succeeded } = self.until_it_ended(&SharedJob::new(job));
        self.watchdog = None;
        let status = if succeeded {
            IntentStatus::Committed
        } else {
            IntentStatus::Failed
        };
        self.guarded.run.end(self.engine, self.held.epoch, status)?;
        Ok(Outcome::Ended(code.0))
    }

    fn until_it_ended(&mut self, job: &SharedJob) -> Ending {
        self.watchdog = Some(Watchdog::start(job.clone(), self.held.stop_at_ms()));
        let mut signalled = None;
        loop {
            let ended = job.lock().ended();
            if let Some(code) = ended {
                return ending(code, signalled, &mut job.lock());
            }
            let is_stopping = job.lock().is_stopping();
            let glance = self.held.glance(is_stopping, clock::now_ms());
            if let Some(Alarm::Stop(signal)) = self.patience.end().wait(glance) {
                signalled = Some(signal);
                job.lock().pass_on(signal);
            }
            if !is_stopping {
                self.look_after(job);
            }
            job.lock().kill_if_overdue();
        }
    }

    /// Keeps the lease, or stops the command.
    fn look_after(&mut self, job: &SharedJob) {
        let Err(lost) = self.keep() else { return };
        let mut job = job.lock();
        if !job.is_stopping() {
            output::complain(&format!("the command is stopped: {lost}"));
            job.stop();
        }
    }

    /// Renews the lease when it is time; fails, saying why, once it is lost or about to end.
    pub(super) fn keep(&mut self) -> Result<(), String> {
        let now_ms = clock::now_ms();
        if !self.held.is_due(now_ms) {
            return Ok(());
        }
        let Wanted { agent, ttl_ms } = &self.guarded.wanted;
        let renewed = self.engine.lease_renew(agent, self.held.epoch, *ttl_ms);
        match &renewed {
            Ok(lease) => self.extended(lease, now_ms),
            Err(error) if error.kind() == ErrorKind::LeaseLost => return Err(self.lost()),
            Err(_) => self.held.not_extended(now_ms),
        }
        let pumped = self.engine.pump_round();
        if !self.held.is_ending(clock::now_ms()) {
            return Ok(());
        }
        let trouble = renewed.err().or(pumped.err()).map(|error| format!(": {error}"));
        let trouble = trouble.unwrap_or_default();
        Err(format!("the lease of {agent} could not be extended in time{trouble}"))
    }

    fn extended(&mut self, lease: &Value, now_ms: u64) {
        self.held.extended(lease, now_ms);
        if let Some(watchdog) = &self.watchdog {
            watchdog.extended(self.held.stop_at_ms());
        }
    }

    fn lost(&mut self) -> String {
        let Wanted { agent, .. } = &self.guarded.wanted;
        let names = Names::of(self.engine).unwrap_or_default();
        let current = self.engine.lease_status(agent).unwrap_or_default();
        lease_words::lost(agent, self.held.epoch, &current["lease"], &names)
    }
}

/// A command that was told to stop has not done its job, whatever it says.
fn ending(code: ExitCode, signalled: Option<i32>, job: &mut Job) -> Ending {
    let stopped = match signalled {
        Some(signal) => Some(ExitCode::of_signal(signal)),
        None => job.is_stopping().then(ExitCode::stopped),
    };
    if job.is_stopping() {
        job.kill();
    }
    let succeeded = code == ExitCode(0) && stopped.is_none();
    let code = stopped.filter(|_| code == ExitCode(0)).unwrap_or(code);
    Ending { code, succeeded }
}
