//! `retention`: how far back this device shows things.

use baton_engine::{Keep, Retention as Shown};
use clap::Args;
use serde_json::json;

use crate::error::CliError;
use crate::output;
use crate::parse;
use crate::session::Session;

const ABOUT: &str = "\
A conversation is left out as a whole, once its last turn is older than the days given, and is back as a whole with its
next turn, on whichever device that happens. What is left out is not listed and not found by search on this device. It
is not deleted: it stays in this device's journal, other devices are not affected, and `baton transcript` and `baton
resume` still show it by its name. With `all`, everything is listed and found again.

Intents and routing are never left out of anything.

Examples:
  See what is set:
    baton retention
  List only what was active within the last three months:
    baton retention --conversations 90
  List everything again:
    baton retention --conversations all";

/// Options of `retention`. Without any, it shows what is set.
#[derive(Debug, Args)]
#[command(after_help = ABOUT)]
pub struct Retention {
    /// Which conversations to list and find: all, or those with a turn in the last DAYS days
    #[arg(long, value_name = "all|DAYS", value_parser = parse::keep, allow_hyphen_values = true)]
    conversations: Option<Keep>,
}

/// Decides if asked to, and shows what holds.
pub fn run(wanted: &Retention, session: &mut Session) -> Result<(), CliError> {
    if let Some(conversations) = wanted.conversations {
        session.engine.set_retention(Shown { conversations })?;
    }
    let shown = session.engine.retention()?;
    if session.json {
        return output::document(&json!(shown));
    }
    let hidden = session.engine.hidden_conversations()?;
    output::text(&in_words(shown.conversations, hidden, wanted.conversations.is_some()))
}

fn in_words(keep: Keep, hidden: u64, is_new: bool) -> String {
    let mut text = match keep {
        Keep::All => "This device lists and finds all conversations.".to_owned(),
        Keep::Days(days) => within(days.get(), hidden),
    };
    if is_new {
        text.push_str("\nLists follow at once; the search follows while the app or `baton watch` runs.");
    }
    text
}

fn within(days: u16, hidden: u64) -> String {
    let span = if days == 1 {
        "day".to_owned()
    } else {
        format!("{days} days")
    };
    let left_out = match hidden {
        0 => "None is older.".to_owned(),
        1 => "One is older and left out; nothing of it is deleted.".to_owned(),
        count => format!("{count} are older and left out; nothing of them is deleted."),
    };
    format!(
        "This device lists and finds the conversations with a turn in the last {span}. {left_out}\n\
         `baton retention --conversations all` brings everything back."
    )
}

/// What to say below a list from which some are left out.
pub fn left_out(hidden: u64) -> String {
    let (many, are) = match hidden {
        0 => return String::new(),
        1 => ("1 older conversation".to_owned(), "is"),
        count => (format!("{count} older conversations"), "are"),
    };
    format!("\n\n{many} {are} not listed; `baton retention` says why.")
}
