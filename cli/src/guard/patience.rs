//! Waiting for others, up to a point.

use std::io::{IsTerminal as _, stderr};
use std::time::{Duration, Instant};

use indicatif::ProgressBar;

use super::alarms::{Alarm, Alarms};
use crate::error::CliError;

/// How long to wait before looking again: a look costs a listing of the relay folder.
const PAUSE: Duration = Duration::from_millis(500);

/// After so long a person at a terminal wants to know what is going on.
const QUIET: Duration = Duration::from_secs(1);

/// How long something may still take, and what says so on a terminal.
pub struct Patience {
    alarms: Alarms,
    start: Instant,
    longest: Duration,
    spinner: Option<ProgressBar>,
}

impl Patience {
    /// Waits for so long at most.
    pub fn new(longest: Duration, alarms: Alarms) -> Self {
        Self {
            alarms,
            start: Instant::now(),
            longest,
            spinner: None,
        }
    }

    /// From now on, waits for at least so long.
    pub fn at_least(&mut self, more: Duration) {
        self.longest = self.longest.max(self.start.elapsed() + more);
    }

    /// Is there no time left?
    pub fn is_over(&self) -> bool {
        self.start.elapsed() >= self.longest
    }

    /// Waits until it is worth looking again. Fails when somebody wants the process to end.
    pub fn pause(&mut self, waiting_for: &str) -> Result<(), CliError> {
        self.say(waiting_for);
        let left = self.longest.saturating_sub(self.start.elapsed());
        let end = Instant::now() + PAUSE.min(left);
        loop {
            match self.alarms.wait(end.saturating_duration_since(Instant::now())) {
                Some(Alarm::Stop(signal)) => return Err(CliError::Interrupted(signal)),
                Some(Alarm::Child) => {}
                None => return Ok(()),
            }
        }
    }

    /// Takes back what was said on the terminal, and hands the alarms on.
    pub fn end(&mut self) -> &Alarms {
        if let Some(spinner) = self.spinner.take() {
            spinner.finish_and_clear();
        }
        &self.alarms
    }

    fn say(&mut self, waiting_for: &str) {
        if self.spinner.is_none() && self.start.elapsed() >= QUIET && stderr().is_terminal() {
            self.spinner = Some(ProgressBar::new_spinner());
        }
        if let Some(spinner) = &self.spinner {
            spinner.set_message(format!("waiting: {waiting_for}"));
            spinner.tick();
        }
    }
}

impl Drop for Patience {
    fn drop(&mut self) {
        self.end();
    }
}
