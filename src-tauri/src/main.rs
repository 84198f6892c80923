//! Baton's tray app: a tray icon, a window on demand, and the sync loop of `baton-sync-loop` behind both.
//!
//! Thin by design: what syncing means is in `baton-engine`, when it happens and what it is called in `baton-sync-loop`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod app;
mod args;
mod autostart;
mod folders;
mod host;
mod ipc;
mod log;
mod machine;
mod notifier;
mod presenter;
mod settings;
#[cfg(target_os = "linux")]
mod suspend;
mod third_party;
mod tray;
mod window;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    #[cfg(target_os = "linux")]
    window::paint_without_gpu();
    match app::run(&args::Args::parse()) {
        Ok(code) => code,
        Err(error) => {
            tracing::error!("cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}
