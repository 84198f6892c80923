use clap::{Args, ValueEnum};

use super::append::recorded;
use crate::clock;
use crate::error::CliError;
use crate::parse::{self, ToolCalls};
use crate::session::Session;

const EXAMPLES: &str = "\
Examples:
  baton record-turn --conversation trip --role user --content 'When does the night train leave?'
  baton record-turn --conversation trip --role assistant --content 'Let me look.' \\
      --tool-calls '[{\"id\":\"c1\",\"name\":\"timetable\",\"arguments\":{\"from\":\"Vienna\"}}]'
  baton record-turn --conversation trip --role tool --tool-use-id c1 --content '22:04, platform 8'";

/// Who says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum SpokenBy {
    /// The person
    User,
    /// The model
    Assistant,
    /// A tool, answering a call of the assistant
    Tool,
    /// The same as tool
    ToolResult,
}

/// Options of `record-turn`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct RecordTurn {
    /// Which conversation it belongs to; it starts one if there is none of this name
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    conversation: String,
    /// Who says it
    #[arg(long, value_enum)]
    role: SpokenBy,
    /// What is said
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    content: String,
    /// With --role assistant: the tools it calls, a JSON list of {"id", "name", "arguments"}
    #[arg(long, value_name = "JSON", value_parser = parse::tool_calls)]
    tool_calls: Option<ToolCalls>,
    /// With --role tool: the id of the call it answers
    #[arg(long, value_name = "ID", value_parser = parse::name)]
    tool_use_id: Option<String>,
    /// When it was said, in milliseconds since 1970 [default: now]
    #[arg(long, value_name = "MS")]
    timestamp: Option<u64>,
    /// The organisation to share it with [default: none, it stays between your own devices]
    #[arg(long, value_parser = parse::name)]
    org: Option<String>,
}

impl RecordTurn {
    /// Refuses what the role cannot carry: it would be lost without a word.
    pub fn check(&self) -> Result<(), CliError> {
        let answers = matches!(self.role, SpokenBy::Tool | SpokenBy::ToolResult);
        if self.tool_calls.is_some() && self.role != SpokenBy::Assistant {
            return Err(CliError::Usage("--tool-calls goes with --role assistant only".into()));
        }
        if self.tool_use_id.is_some() && !answers {
            return Err(CliError::Usage(
                "--tool-use-id goes with --role tool or tool_result only".into(),
            ));
        }
        Ok(())
    }

    fn role(&self) -> &'static str {
        match self.role {
            SpokenBy::User => "user",
            SpokenBy::Assistant => "assistant",
            SpokenBy::Tool => "tool",
            SpokenBy::ToolResult => "tool_result",
        }
    }
}

/// Records one turn.
pub fn run(turn: RecordTurn, session: &mut Session) -> Result<(), CliError> {
    let role = turn.role();
    let answer = session.engine.record_turn(
        parse::scope(turn.org),
        &turn.conversation,
        role,
        &turn.content,
        turn.tool_calls.unwrap_or_default().0,
        turn.tool_use_id.as_deref(),
        turn.timestamp.unwrap_or_else(clock::now_ms),
    )?;
    session.answer(&answer, recorded)
}
