//! What may happen while something is waited for: a signal, or the end of the command.

use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::error::CliError;

/// Something that ends a wait early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alarm {
    /// A person, or the system, wants this process to end; the signal's number.
    Stop(i32),
    /// A child process ended.
    #[cfg_attr(not(unix), allow(dead_code, reason = "only Unix says so"))]
    Child,
}

/// Hears alarms from its making on: none of them ends the process by itself any more.
pub struct Alarms(Receiver<Alarm>);

impl Alarms {
    /// Waits for an alarm, for so long at most.
    pub fn wait(&self, longest: Duration) -> Option<Alarm> {
        match self.0.recv_timeout(longest) {
            Ok(alarm) => Some(alarm),
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => None,
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => {
                thread::sleep(longest);
                None
            }
        }
    }

    /// Starts to listen.
    #[cfg(unix)]
    pub fn listen() -> Result<Self, CliError> {
        use signal_hook::consts::{SIGCHLD, SIGHUP, SIGINT, SIGQUIT, SIGTERM};
        let heard = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD];
        let mut signals = signal_hook::iterator::Signals::new(heard).map_err(CliError::Signals)?;
        let (sender, receiver) = channel();
        let listen = move || {
            for signal in signals.forever() {
                let alarm = if signal == SIGCHLD {
                    Alarm::Child
                } else {
                    Alarm::Stop(signal)
                };
                if sender.send(alarm).is_err() {
                    return;
                }
            }
        };
        let thread = thread::Builder::new().name("signals".to_owned());
        thread.spawn(listen).map_err(CliError::Signals)?;
        Ok(Self(receiver))
    }

    /// Starts to listen.
    #[cfg(not(unix))]
    pub fn listen() -> Result<Self, CliError> {
        const INTERRUPT: i32 = 2;
        let (sender, receiver) = channel();
        ctrlc::set_handler(move || drop(sender.send(Alarm::Stop(INTERRUPT))))?;
        Ok(Self(receiver))
    }
}
