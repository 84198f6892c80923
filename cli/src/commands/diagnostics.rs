//! `diagnostics`: a report for whoever looks into a problem.

use std::fs;
use std::path::PathBuf;

use baton_engine::system_clock;
use baton_sync_loop::{Subject, diagnostics};
use clap::Args;
use serde_json::json;

use crate::error::CliError;
use crate::output;
use crate::place::Place;

const PROGRAM: &str = concat!("baton ", env!("CARGO_PKG_VERSION"));

/// Options of `diagnostics`.
#[derive(Debug, Args)]
#[command(
    after_help = "It makes nothing that is not there. No text of a conversation, no content of a change, no name and no path is in it: devices, agents \
    and conversations are labels, and of errors and log lines there is their kind. Read it before you hand it on.\n\n\
    Examples:\n  baton diagnostics\n  baton diagnostics --output report.txt"
)]
pub struct Diagnostics {
    /// Write the report into this file instead of printing it
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Makes the report.
pub fn run(wanted: &Diagnostics, place: &Place, json: bool) -> Result<(), CliError> {
    let report = diagnostics(&Subject {
        program: PROGRAM,
        root: &place.root,
        relay: Some(&place.relay),
        state: None,
        now_ms: (system_clock())(),
    });
    let Some(path) = &wanted.output else {
        return if json {
            output::document(&json!({ "report": report }))
        } else {
            output::text(&report)
        };
    };
    fs::write(path, &report).map_err(|cause| CliError::Unwritable {
        path: path.clone(),
        cause,
    })?;
    if json {
        return output::document(&json!({ "written": path }));
    }
    output::text(&format!(
        "Written to {}. Read it before you hand it on.",
        path.display()
    ))
}
