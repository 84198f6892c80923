//! The command itself: its processes, their signals, their end.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, stdin};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use process_wrap::std::{ChildWrapper, CommandWrap};

use super::held::GRACE_MS;

/// The number of the signal that asks a process to end.
const TERMINATE: i32 = 15;

/// A command that was started, in a process group of its own.
pub struct Job {
    child: Box<dyn ChildWrapper>,
    kill_at: Option<Instant>,
}

impl Job {
    /// Starts it. It reads what this process would, but never from a terminal: it is in the background there.
    pub fn start(command: &[OsString], environment: &[(&str, &str)]) -> io::Result<Self> {
        let (program, arguments) = command.split_first().ok_or(io::ErrorKind::InvalidInput)?;
        let mut command = Command::new(program);
        command.args(arguments).envs(environment.iter().copied());
        if stdin().is_terminal() {
            command.stdin(Stdio::null());
        }
        let child = grouped(command).spawn()?;
        Ok(Self { child, kill_at: None })
    }

    /// How it ended, if it did. What nobody can be told about any more counts as killed.
    pub fn ended(&mut self) -> Option<ExitCode> {
        match self.child.try_wait() {
            Ok(None) => None,
            Ok(Some(status)) => Some(ExitCode::of(status)),
            Err(_) => {
                self.kill();
                Some(ExitCode(1))
            }
        }
    }

    /// Passes a signal on to all its processes.
    pub fn pass_on(&mut self, signal: i32) {
        #[cfg(unix)]
        let passed = self.child.signal(signal);
        #[cfg(not(unix))]
        let passed = self.child.start_kill();
        // It may have ended just now.
        drop((passed, signal));
    }

    /// Asks it to end, and makes it after a while.
    pub fn stop(&mut self) {
        self.pass_on(TERMINATE);
        self.kill_at = Some(Instant::now() + Duration::from_millis(GRACE_MS));
    }

    /// Was it asked to end?
    pub fn is_stopping(&self) -> bool {
        self.kill_at.is_some()
    }

    /// Makes it end if it was asked to, and its time is up.
    pub fn kill_if_overdue(&mut self) {
        if self.kill_at.is_some_and(|at| Instant::now() >= at) {
            self.kill();
        }
    }

    /// Ends whatever is left of it.
    pub fn kill(&mut self) {
        drop(self.child.start_kill());
    }
}

fn grouped(command: Command) -> CommandWrap {
    let mut command = CommandWrap::from(command);
    #[cfg(unix)]
    command.wrap(process_wrap::std::ProcessGroup::leader());
    #[cfg(windows)]
    command.wrap(process_wrap::std::JobObject);
    command
}

/// What a command ended with: its own status, or 128 and the number of the signal that ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExitCode(pub u8);

impl ExitCode {
    fn of(status: ExitStatus) -> Self {
        let code = status.code().unwrap_or_else(|| 128 + signal(status));
        Self(u8::try_from(code).unwrap_or(1))
    }

    /// What a command that was stopped counts as when it ended as if nothing had happened.
    pub fn of_signal(signal: i32) -> Self {
        Self(u8::try_from(128 + signal).unwrap_or(1))
    }

    /// What a command that was stopped without a signal from outside counts as.
    pub fn stopped() -> Self {
        Self::of_signal(TERMINATE)
    }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt as _;
    status.signal().unwrap_or(0)
}

#[cfg(not(unix))]
fn signal(_status: ExitStatus) -> i32 {
    0
}
