//! `cargo xtask`: everything a developer needs, from a fresh machine on.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a developer tool talks to the terminal, and nothing else reads it"
)]

mod binaries;
mod chores;
mod demo;
mod demo_data;
mod demo_device;
mod demo_guest;
mod dist;
mod environment;
mod launch;
mod memory;
mod packages;
mod steps;
mod test_command;
mod test_runner;
mod toolchain;
mod web_ui;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
Developer commands of Baton.

Usage: cargo xtask <command>

  run [--release] [-- ARGS]  install what is missing, build, start the app
                             without a display: the same sync loop in the terminal
      -- --demo              start with two throw-away devices and a dozen conversations
      -- --root D --relay D  everything else after -- goes to the app
  test                       install what is missing, run every check and every test
  check                      the quick part of test: format, lints, types
  bench [ARGS]               measure Baton, its rivals and this machine; `bench --help` lists ARGS
  soak [--minutes N]         run new seeds of the cloud-drive simulator for so long, 10 minutes if not told
  dist [--no-check]          build what people install: .deb and .rpm here, installed and tried in a clean system;
                             on macOS and Windows the system's own kinds
  memory                     measure memory, start, opening and search of the release with a million turns, beside an
                             empty app in the tray (Linux)
  contract                   write the TypeScript side of the contract between app and window anew
  licences                   write the list of the packages that Baton is built from, and their licences, anew
  icons                      draw the app's and the tray's pictures anew from icons/
  help                       show this

Fresh Debian 12 or Ubuntu 24.04 machines need Rust (rustup) and Node 20 first; the rest is installed here.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(reason) => {
            eprintln!("\nxtask: {reason:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<ExitCode> {
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", arguments),
    };
    let explains_itself = ["run", "bench"].contains(&command);
    if rest.iter().any(|word| word == "--help" || word == "-h") && !explains_itself {
        return Ok(usage());
    }
    match command {
        "run" => return launch::run(rest),
        "test" => test_command::run()?,
        "check" => chores::check()?,
        "bench" => chores::bench(rest)?,
        "soak" => chores::soak(rest)?,
        "dist" => dist::run(rest)?,
        "memory" => memory::run()?,
        "contract" => chores::contract()?,
        "licences" => chores::licences()?,
        "demo-guest" => demo_guest::run(rest)?,
        "icons" => chores::icons()?,
        "help" | "--help" | "-h" => return Ok(usage()),
        other => bail!("there is no command '{other}'; `cargo xtask help` lists them"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the commands and how to call them.
pub fn usage() -> ExitCode {
    print!("{USAGE}");
    ExitCode::SUCCESS
}
