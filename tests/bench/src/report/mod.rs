//! What came out, for people and programs.

mod document;
mod numbers;
mod pages;
mod plot;
mod tables;
mod targets;

use std::{fs, process::ExitCode};

use anyhow::{Context as _, Result};

use crate::{args::RunArguments, figures::Figures, machine::Machine, run::say};

/// Writes everything; fails if something of Baton's failed.
pub fn all(arguments: &RunArguments, machine: &Machine, figures: &Figures) -> Result<ExitCode> {
    let text = tables::markdown(machine, figures);
    let dir = arguments.dir()?.0;
    fs::create_dir_all(&dir)?;
    fs::write(dir.join("bench.md"), &text).context("write the table")?;
    let document = document::document(machine, figures);
    fs::write(dir.join("bench.json"), serde_json::to_string_pretty(&document)?).context("write the figures")?;
    let plot = plot::growth(figures);
    if let Some(plot) = &plot {
        fs::write(dir.join("growth.svg"), plot).context("write the plot")?;
    }
    if arguments.write_docs {
        pages::write(&std::env::current_dir()?, &text, plot.as_deref())?;
    }
    print(&text)?;
    let failures: Vec<_> = figures.failures().collect();
    failures.iter().for_each(|failure| say(failure));
    Ok(if failures.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn print(text: &str) -> Result<()> {
    use std::io::Write as _;
    Ok(std::io::stdout().lock().write_all(text.as_bytes())?)
}
