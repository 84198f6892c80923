//! `doctor`: what is wrong, and what to do about it.

use std::path::PathBuf;

use baton_engine::{Checkup, Severity, examine_device, examine_folder, repair_device};
use clap::Args;
use serde_json::json;

use super::doctor_words::{counted, report};
use crate::error::CliError;
use crate::output;
use crate::place::Place;

/// Options of `doctor`.
#[derive(Debug, Args)]
#[command(
    after_help = "It only reads, unless --repair is given. Repairing touches this device's own files and data, never what \
    another device or another program wrote, and loses nothing; a round like `baton pump` may be part of it.\n\nExamples:\n  baton doctor\n  baton doctor --repair\n  \
    baton doctor --folder ~/Dropbox/Baton\n\nExit status: 0 nothing is worse than a note; 1 there are warnings or errors; \
    2 wrong usage."
)]
pub struct Doctor {
    /// Look at this relay folder alone, also where this device has no data
    #[arg(long, value_name = "DIR", conflicts_with = "repair")]
    folder: Option<PathBuf>,
    /// Do what cannot lose anything, and say what was done
    #[arg(long)]
    repair: bool,
}

impl Doctor {
    /// The folder to look at alone.
    pub fn folder(&self) -> Option<&PathBuf> {
        self.folder.as_ref()
    }
}

/// Looks at a folder alone.
pub fn look_at(folder: PathBuf, json: bool) -> Result<(), CliError> {
    let folder = std::path::absolute(&folder).unwrap_or(folder);
    answer(&examine_folder(&folder), &[("Folder", &folder)], json, false)
}

/// Looks at this device's data and its relay folder.
pub fn run(doctor: &Doctor, place: &Place, json: bool) -> Result<(), CliError> {
    let look = if doctor.repair { repair_device } else { examine_device };
    let found = look(&place.root, &place.relay)?;
    let places = [("Data", &place.root), ("Relay folder", &place.relay)];
    answer(&found, &places, json, doctor.repair)
}

fn answer(found: &Checkup, places: &[(&str, &PathBuf)], json: bool, repaired: bool) -> Result<(), CliError> {
    if json {
        output::document(&json!(found))?;
    } else {
        output::text(&report(found, places, repaired))?;
    }
    if found.healthy {
        return Ok(());
    }
    Err(CliError::Refused(reason(found)))
}

/// What is wrong, in one line.
fn reason(found: &Checkup) -> String {
    let bad = found
        .findings
        .iter()
        .filter(|finding| finding.severity >= Severity::Warning);
    let titles: Vec<_> = bad.map(|finding| finding.title.as_str()).collect();
    format!("{}: {}", counted(found), titles.join("; "))
}
