//! `baton`: the sync engine without a desktop.

mod args;
mod clock;
mod commands;
mod error;
mod guard;
mod guest;
mod names;
mod output;
mod parse;
mod place;
mod progress;
mod session;
mod settings;
mod table;
mod turn_lines;

use std::process::ExitCode;

use clap::Parser as _;

use args::Cli;

/// Gives memory back that `baton watch` used for a first sync; the C library's kept most of it. Without huge pages, which were two
/// fifths of what it held.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match commands::run(Cli::parse()) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            output::complain(&error);
            error.exit_code()
        }
    }
}
