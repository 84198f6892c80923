use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::commands::{
    append, diagnostics, doctor, export, fence, intent, lease, pages, read, record_turn, record_turns, records,
    retention, retire, run, search,
};

const EXAMPLES: &str = "\
Examples:
  Write down a turn, and hand it to the other devices:
    baton record-turn --conversation trip --role user --content 'Book the night train'
    baton pump
  Give a model the conversation, whichever device it happened on:
    baton --json resume trip
  Run a job once an hour, on whichever device comes first; the same line goes into every device's crontab:
    baton run --agent nightly --every 1h -- ./send-the-report
  Run an agent on one device at a time, step by step:
    baton lease acquire planner --ttl 60s
    baton record-intent --agent planner --run 2026-11-22 --epoch 1 --status pending
    baton fence --agent planner --run 2026-11-22 --epoch 1 && ./planner
    baton record-intent --agent planner --run 2026-11-22 --epoch 1 --status committed
    baton lease release planner --epoch 1
  Keep a machine without a desktop in step:
    baton --relay ~/Dropbox/Baton watch

Exit status: 0 done; 1 refused or failed, with the reason on standard error; 2 wrong usage;
3 from `fence` and `run`: the run must not be dispatched. Else `run` ends with its command's status.";

/// Carries your AI agents' state between your devices, through a folder you already own.
///
/// Conversations, knowledge, skills and run ledgers live in a local store on each device. The devices exchange them
/// through the relay: an ordinary folder that your cloud drive keeps in step. The desktop app does this by itself; this
/// command does it by hand and in scripts, on the same data, also while the app runs.
#[derive(Debug, Parser)]
#[command(name = "baton", version, after_help = EXAMPLES, disable_help_subcommand = true)]
pub struct Cli {
    /// Where this device keeps its own data [default: Baton's folder in your platform's data folder]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Options of every command")]
    pub root: Option<PathBuf>,

    /// The folder shared between your devices [default: the one chosen in the app, else ROOT/relay]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Options of every command")]
    pub relay: Option<PathBuf>,

    /// Print the answer as one JSON document
    #[arg(long, global = true, help_heading = "Options of every command")]
    pub json: bool,

    #[command(subcommand)]
    pub command: Command,
}

/// What can be asked for.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show this device, the other devices, and how far each has come
    Status,
    /// Record one change of any kind
    Append(append::Append),
    /// Record one turn of a conversation
    RecordTurn(record_turn::RecordTurn),
    /// Record many turns from a file of JSON lines
    RecordTurns(record_turns::RecordTurns),
    /// Write down what is about to happen to a run, or what came of it
    RecordIntent(intent::RecordIntent),
    /// Exchange news with the relay folder once: hand out what is new here, take in what is new there
    Pump,
    /// Publish a checkpoint, so that new devices need not read the whole history
    Checkpoint,
    /// Start this device's log anew from the relay's latest checkpoint; nothing recorded here is lost
    Rebase,
    /// List the conversations, the latest first
    Conversations,
    /// Find turns by their words, in all conversations
    Search(search::Search),
    /// Show every turn of a conversation, as it was recorded
    Transcript(read::Transcript),
    /// Show a conversation as the message list that a model provider accepts
    Resume(read::Resume),
    /// Write a conversation to a file, for people or for programs
    Export(export::Export),
    /// Show what else your agents keep: knowledge, skills, runs, registries and the rest
    Records(records::Records),
    /// Run a command on one device at a time, and at most once per run
    Run(run::Run),
    /// Ask, right before a side effect, whether a run may be dispatched
    Fence(fence::Fence),
    /// The right of one device at a time to run an agent
    #[command(subcommand)]
    Lease(lease::Lease),
    /// Say that a device is gone for good, so that nothing waits for it any more
    Retire(retire::Retire),
    /// Show or decide how far back this device lists and finds conversations; nothing is deleted
    Retention(retention::Retention),
    /// Look for what is wrong with the relay folder or this device's data, and say what to do about it
    Doctor(doctor::Doctor),
    /// Make a report for whoever looks into a problem, without anything that you or your agents wrote
    Diagnostics(diagnostics::Diagnostics),
    /// Keep this device in step until interrupted: the desktop app without a desktop
    Watch,
    /// Print the script that lets your shell complete baton's words
    Completions(pages::Completions),
    /// Write the manual pages into a folder: for packages
    #[command(hide = true)]
    Man(pages::ManPages),
}
