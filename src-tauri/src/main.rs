//! Baton's tray app: a tray icon, a window on demand, and the sync loop of `baton-sync-loop` behind both.
//!
//! Thin by design: what syncing means is in `baton-engine`, when it happens and what it is called in `baton-sync-loop`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod app;
mod args;
mod folders;
mod host;
mod ipc;
mod notifier;
mod presenter;
mod settings;
#[cfg(target_os = "linux")]
mod suspend;
mod tray;
mod window;

use std::{
    io::{IsTerminal, stderr},
    process::ExitCode,
};

use clap::Parser;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let args = args::Args::parse();
    log_to_stderr();
    match app::run(&args) {
        Ok(code) => code,
        Err(error) => {
            tracing::error!("cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `BATON_LOG` says how much, in the syntax of `tracing_subscriber`: "debug", "baton_sync_loop=trace,warn".
fn log_to_stderr() {
    let filter = EnvFilter::try_from_env("BATON_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let colours = stderr().is_terminal();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(colours)
        .with_writer(stderr)
        .init();
}
