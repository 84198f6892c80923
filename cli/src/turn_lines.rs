//! Turns as JSON lines, read in batches.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use baton_engine::SyncError;
use serde_json::Value;

use crate::error::CliError;

/// How many turns go into one transaction.
const BATCH: usize = 1000;

/// The lines of an input.
pub struct TurnLines<R> {
    input: R,
    path: PathBuf,
    line: u64,
    bytes: u64,
}

/// Turns that are recorded together, and the lines they stood on.
pub struct Batch {
    /// The turns.
    pub turns: Vec<Value>,
    lines: Vec<u64>,
}

/// A line that is no turn, or an input that cannot be read on.
pub enum Bad {
    /// The line's number, its batch's first, and what is wrong.
    Line(u64, u64, String),
    /// The input itself.
    Input(CliError),
}

impl Bad {
    /// The error, given how many turns were recorded before.
    pub fn after(self, recorded: u64) -> CliError {
        match self {
            Self::Line(line, first, reason) => CliError::BadLine {
                line,
                reason,
                recorded,
                first,
            },
            Self::Input(error) => error,
        }
    }
}

impl Batch {
    /// Names the line that the engine refused.
    pub fn blame(&self, error: SyncError, recorded: u64) -> CliError {
        let SyncError::BadTurn { index, reason } = error else {
            return CliError::Engine(error);
        };
        let line = self.lines.get(index).copied().unwrap_or(0);
        Bad::Line(line, self.first(), reason).after(recorded)
    }

    fn first(&self) -> u64 {
        self.lines.first().copied().unwrap_or(0)
    }
}

impl<R: BufRead> TurnLines<R> {
    /// From the start of an input.
    pub fn new(input: R, path: &Path) -> Self {
        Self {
            input,
            path: path.to_owned(),
            line: 0,
            bytes: 0,
        }
    }

    /// How many bytes were read so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next turns; none at the end.
    pub fn batch(&mut self) -> Result<Option<Batch>, Bad> {
        let mut batch = Batch {
            turns: Vec::new(),
            lines: Vec::new(),
        };
        while batch.turns.len() < BATCH {
            let Some(bytes) = self.next_line().map_err(|cause| Bad::Input(self.unreadable(cause)))? else {
                break;
            };
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            batch.lines.push(self.line);
            let turn = turn(&bytes).map_err(|reason| Bad::Line(self.line, batch.first(), reason))?;
            batch.turns.push(turn);
        }
        Ok(Some(batch).filter(|batch| !batch.turns.is_empty()))
    }

    fn next_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        let read = self.input.read_until(b'\n', &mut bytes)?;
        self.bytes += read as u64;
        self.line += 1;
        Ok((read > 0).then_some(bytes))
    }

    fn unreadable(&self, cause: io::Error) -> CliError {
        if self.path == Path::new("-") {
            return CliError::StandardInput(cause);
        }
        CliError::Unreadable {
            path: self.path.clone(),
            cause,
        }
    }
}

fn turn(bytes: &[u8]) -> Result<Value, String> {
    // A byte order mark, as some editors put before the first line, is no part of it.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| format!("not UTF-8 after byte {}", error.valid_up_to()))?;
    let value: Value = serde_json::from_str(text).map_err(|error| format!("not JSON: {}", column(&error)))?;
    if value.is_object() {
        Ok(value)
    } else {
        Err("not a JSON object".to_owned())
    }
}

/// The parser's words, without its line: that is always the first.
fn column(error: &serde_json::Error) -> String {
    error
        .to_string()
        .replace(" at line 1 column ", " at column ")
        .replace(" at line 2 column 0", " at the end")
}

#[cfg(test)]
#[path = "turn_lines_tests.rs"]
mod tests;
