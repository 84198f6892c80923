use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use baton_engine::Scope;
use clap::Args;
use serde_json::{Value, json};

use super::rounds::number;
use crate::error::CliError;
use crate::progress::Progress;
use crate::session::Session;
use crate::turn_lines::{Batch, TurnLines};

const EXAMPLES: &str = "\
A line is one JSON object:
  {\"conversation_id\":\"trip\",\"role\":\"user\",\"content\":\"When does it leave?\",\"timestamp\":1767225600000}
  {\"conversation_id\":\"trip\",\"role\":\"assistant\",\"content\":\"Let me look.\",
   \"tool_calls\":[{\"id\":\"c1\",\"name\":\"timetable\",\"arguments\":{\"from\":\"Vienna\"}}]}     (on one line)
  {\"conversation_id\":\"trip\",\"role\":\"tool\",\"tool_use_id\":\"c1\",\"content\":\"22:04, platform 8\"}

Without a role it is a user's turn, without a timestamp its time is unknown. Empty lines are skipped.
A thousand lines are recorded together: all of them or, when one is bad, none. Those before stay recorded.

Examples:
  baton record-turns history.jsonl
  my-agent --export | baton record-turns -";

/// Options of `record-turns`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct RecordTurns {
    /// A file of JSON lines, one turn each; - reads standard input
    file: PathBuf,
}

/// Records them, a batch at a time.
pub fn run(turns: &RecordTurns, session: &mut Session) -> Result<(), CliError> {
    let (input, length) = open(&turns.file)?;
    let progress = Progress::new(length);
    let outcome = record(TurnLines::new(BufReader::new(input), &turns.file), session, &progress);
    progress.finish();
    let tally = outcome?;
    session.answer(&tally.answer(), |_| tally.words())
}

fn open(path: &Path) -> Result<(Box<dyn Read>, Option<u64>), CliError> {
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin()), None));
    }
    let unreadable = |cause| CliError::Unreadable {
        path: path.to_owned(),
        cause,
    };
    let file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    Ok((Box::new(file), Some(length)))
}

fn record(
    mut lines: TurnLines<impl io::BufRead>,
    session: &mut Session,
    progress: &Progress,
) -> Result<Tally, CliError> {
    let mut tally = Tally::default();
    while let Some(batch) = lines.batch().map_err(|bad| bad.after(tally.recorded))? {
        tally.add(&write(&batch, session, tally.recorded)?);
        progress.reached(tally.recorded, lines.bytes());
    }
    Ok(tally)
}

fn write(batch: &Batch, session: &mut Session, recorded: u64) -> Result<Value, CliError> {
    session
        .engine
        .record_turns(Scope::Personal, &batch.turns)
        .map_err(|error| batch.blame(error, recorded))
}

/// What was recorded so far.
#[derive(Default)]
struct Tally {
    recorded: u64,
    conversations: Vec<Value>,
    known: HashSet<String>,
}

impl Tally {
    fn add(&mut self, answer: &Value) {
        self.recorded += answer["recorded"].as_u64().unwrap_or(0);
        for conversation in answer["conversations"].as_array().into_iter().flatten() {
            if self.known.insert(conversation.to_string()) {
                self.conversations.push(conversation.clone());
            }
        }
    }

    fn answer(&self) -> Value {
        json!({"recorded": self.recorded, "conversations": self.conversations})
    }

    fn words(&self) -> String {
        let conversations = number(self.conversations.len() as u64, "conversation");
        format!("Recorded {} in {conversations}.", number(self.recorded, "turn"))
    }
}
