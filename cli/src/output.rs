//! The one place that prints.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use serde_json::Value;

use crate::error::CliError;
use crate::guest::one_line;

/// How a command that did not fail ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It did what it was asked to.
    Done,
    /// `fence`: the run must not be dispatched.
    MustNotDispatch,
    /// `run`: the command ended with this status.
    Ended(u8),
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::MustNotDispatch => 3,
            Outcome::Ended(status) => status,
        })
    }
}

/// Prints one JSON document.
pub fn document(answer: &Value) -> Result<(), CliError> {
    print(answer)
}

/// Prints text for people, and ends its last line.
pub fn text(text: &str) -> Result<(), CliError> {
    print(text.trim_end_matches('\n'))
}

/// Says on standard error, in one line, why nothing came of it.
pub fn complain(reason: &dyn Display) {
    notice(&format!("baton: {}", one_line(&reason.to_string())));
}

/// Says something beside the answer, on standard error. Nobody listening is no failure.
pub fn notice(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Prints one line at once.
pub fn line(line: &str) -> io::Result<()> {
    write(line)
}

/// Did the reader go away, such as `head` does when it has seen enough?
pub fn is_reader_gone(cause: &io::Error) -> bool {
    cause.kind() == io::ErrorKind::BrokenPipe
}

/// That the reader has seen enough is no failure.
fn print(what: impl Display) -> Result<(), CliError> {
    match write(what) {
        Err(cause) if !is_reader_gone(&cause) => Err(CliError::Output(cause)),
        _ => Ok(()),
    }
}

fn write(what: impl Display) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    writeln!(out, "{what}")?;
    out.flush()
}
