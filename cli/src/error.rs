use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use baton_engine::SyncError;
use thiserror::Error;

/// Why a command did not do what it was asked to.
#[derive(Debug, Error)]
pub enum CliError {
    /// The options make no sense together, or a value among them is not what it should be.
    #[error("{0}")]
    Usage(String),
    /// The engine refused or failed.
    #[error(transparent)]
    Engine(#[from] SyncError),
    /// The engine answered, and the answer is no.
    #[error("{0}")]
    Refused(String),
    /// A file could not be read.
    #[error("cannot read {}: {cause}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {}: {cause}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// Standard input could not be read.
    #[error("cannot read standard input: {0}")]
    StandardInput(io::Error),
    /// The answer could not be written.
    #[error("cannot write the answer: {0}")]
    Output(io::Error),
    /// The app's settings make no sense.
    #[error("the app's settings in {} cannot be used: {reason}; --relay DIR does without them", path.display())]
    Settings {
        /// Their file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The platform has no data folder for this user.
    #[error("this system names no data folder for you; say where to keep the data with --root DIR")]
    NoDataFolder,
    /// A line of a file of turns is no turn.
    #[error("line {line}: {reason}; {}", kept(*.recorded, *.first))]
    BadLine {
        /// Its number, from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
        /// How many turns of the batches before were recorded.
        recorded: u64,
        /// The number of the first line of its batch.
        first: u64,
    },
    /// The sync loop cannot be started.
    #[error("cannot start the sync loop: {0}")]
    Thread(io::Error),
    /// `run`: the command must not start.
    #[error("{0}")]
    NotRun(String),
    /// `run`: the command could not be started.
    #[error("cannot start {}: {cause}; the run is recorded as failed", program.display())]
    NotStarted {
        /// The command.
        program: OsString,
        /// What the system said.
        cause: io::Error,
    },
    /// A signal came before there was anything to pass it on to.
    #[error("interrupted; nothing was started")]
    Interrupted(i32),
    /// Signals cannot be caught.
    #[error("cannot watch for signals: {0}")]
    Signals(io::Error),
    /// Interrupts cannot be caught.
    #[error("cannot watch for interrupts: {0}")]
    Interrupts(#[from] ctrlc::Error),
}

impl CliError {
    /// What the process ends with.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Usage(_) => 2,
            Self::NotRun(_) => 3,
            // As a shell has it.
            Self::NotStarted { cause, .. } if cause.kind() == io::ErrorKind::NotFound => 127,
            Self::NotStarted { .. } => 126,
            Self::Interrupted(signal) => u8::try_from(128 + signal).unwrap_or(1),
            _ => 1,
        })
    }
}

fn kept(recorded: u64, first: u64) -> String {
    match recorded {
        0 => "nothing was recorded".to_owned(),
        turns => format!("the {turns} turns before line {first} are recorded, nothing from there on"),
    }
}
