//! `search`: finding turns by what was said in them.

use std::time::{Duration, Instant};

use baton_engine::{Hit, SearchAnswer, SnippetPart};
use baton_sync_loop::local_day_start;
use clap::Args;
use serde_json::{Value, json};

use crate::clock;
use crate::error::CliError;
use crate::guest::{one_line, shortened};
use crate::names::Names;
use crate::output;
use crate::session::Session;

const ABOUT: &str = "\
All words must be in a turn; \"several words\" in quotes must stand next to each other. From three letters on, the last
word may be the beginning of one. What fits well and is recent comes first. The options can be written among the words
as well: device:laptop role:user tool:bash after:2026-11-01 before:2026-12-01

Examples:
  baton search night train
  baton search --role user --after 2026-11-01 'the report'
  baton --json search 'tool:run_command device:\"Cabin mini PC\" migrate'";

/// Options of `search`.
#[derive(Debug, Args)]
#[command(after_help = ABOUT)]
pub struct Search {
    /// What to look for, with or without filters among it
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Only what this device recorded: its name, or a part of it
    #[arg(long, value_name = "NAME")]
    device: Vec<String>,
    /// Only what this one said: user, assistant or tool
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// Only turns that call this tool
    #[arg(long, value_name = "NAME")]
    tool: Option<String>,
    /// Only what was said on this day or later, as 2026-11-01
    #[arg(long, value_name = "DAY")]
    after: Option<String>,
    /// Only what was said before this day
    #[arg(long, value_name = "DAY")]
    before: Option<String>,
    /// How many turns to show at most
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=200))]
    limit: u32,
}

/// Searches, after what is new was made searchable.
pub fn run(search: &Search, session: &mut Session) -> Result<(), CliError> {
    catch_up(session)?;
    let answer = session
        .engine
        .search(&search.text(), &local_day_start, None, search.limit)?;
    if let Some(problem) = answer.filters.iter().find_map(|filter| filter.problem.as_deref()) {
        return Err(CliError::Usage(problem.to_owned()));
    }
    if session.json {
        return output::document(&document(&answer));
    }
    let names = Names::of(&mut session.engine)?;
    output::text(&in_words(&answer, &names))
}

/// The app does so in idle moments; where it does not run, it is done here, and said if it takes long.
fn catch_up(session: &mut Session) -> Result<(), CliError> {
    const LONG: Duration = Duration::from_secs(1);
    let begin = Instant::now();
    let mut is_told = false;
    while session.engine.catch_up_search()? {
        if !is_told && begin.elapsed() > LONG {
            is_told = true;
            output::notice("making new turns searchable…");
        }
    }
    Ok(())
}

impl Search {
    /// Says what is wrong with the options before anything is opened.
    pub fn check(&self) -> Result<(), CliError> {
        if self.text().trim().is_empty() {
            let reason = "say what to look for, as in `baton search night train`";
            return Err(CliError::Usage(reason.to_owned()));
        }
        Ok(())
    }

    fn text(&self) -> String {
        let options = [
            ("device", self.device.as_slice()),
            ("role", self.role.as_slice()),
            ("tool", self.tool.as_slice()),
            ("after", self.after.as_slice()),
            ("before", self.before.as_slice()),
        ];
        // The words come last, so that their last one may be the beginning of a word.
        let filters = options
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |value| filter(name, value)));
        let words = self.words.join(" ");
        filters.chain([words]).collect::<Vec<_>>().join(" ")
    }
}

fn filter(name: &str, value: &str) -> String {
    format!("{name}:\"{}\"", value.replace('"', ""))
}

fn document(answer: &SearchAnswer) -> Value {
    let hits: Vec<_> = answer.found.hits.iter().map(hit_document).collect();
    json!({
        "hits": hits,
        "total": answer.found.total,
        "has_uncounted": answer.found.has_uncounted,
        "filters": answer.filters,
        "unsearchable": answer.found.unsearchable,
    })
}

fn hit_document(hit: &Hit) -> Value {
    let turn = &hit.turn;
    json!({
        "conversation_id": turn.conversation_id,
        "title": hit.title,
        "op_id": turn.op_id,
        "role": turn.role,
        "tools": turn.tool_calls.iter().map(|call| &call.name).collect::<Vec<_>>(),
        "said_ms": hit.said_ms,
        "device_id": turn.hlc.device_id,
        "snippet": hit.snippet,
    })
}

fn in_words(answer: &SearchAnswer, names: &Names) -> String {
    let found = &answer.found;
    let hits: Vec<_> = found.hits.iter().map(|hit| in_lines(hit, names)).collect();
    let more = if found.has_uncounted { "+" } else { "" };
    let total = match found.total {
        0 => "Nothing matches.".to_owned(),
        1 => "1 turn.".to_owned(),
        total => format!("{total}{more} turns."),
    };
    let shown = match hits.len() as u64 {
        shown if shown < found.total => format!(" The first {shown} are shown; --limit shows more."),
        _ => String::new(),
    };
    format!(
        "{}{}{total}{shown}",
        hits.join("\n"),
        if hits.is_empty() { "" } else { "\n" }
    )
}

fn in_lines(hit: &Hit, names: &Names) -> String {
    let conversation = match one_line(&hit.turn.conversation_id) {
        id if id.is_empty() => "''".to_owned(),
        id => id,
    };
    let role = serde_json::to_value(hit.turn.role).unwrap_or_default();
    format!(
        "{conversation}  {}  {}, {}  {}\n    {}\n",
        shortened(&hit.title, 60),
        role.as_str().unwrap_or_default(),
        names.name(hit.turn.hlc.device_id.as_str()),
        clock::local(hit.said_ms),
        one_line(&hit.snippet.iter().map(marked).collect::<String>()),
    )
}

fn marked(part: &SnippetPart) -> String {
    if part.is_match {
        format!("[{}]", part.text)
    } else {
        part.text.clone()
    }
}
