//! The small commands: check, bench, soak, contract, licences, icons.

use std::process::Command;

use anyhow::{Result, bail};

use crate::binaries::{Build, cargo};
use crate::environment::{checkout, installed};
use crate::packages::{self, Purpose};
use crate::steps::{Steps, say};
use crate::{toolchain, web_ui};

/// The quick part of `test`: format, lints, types.
pub fn check() -> Result<()> {
    let mut steps = Steps::new();
    steps.own("System packages", || packages::ensure(Purpose::Run))?;
    steps.own("Rust", toolchain::rust_parts)?;
    steps.own("Node", toolchain::node)?;
    web_ui::install(&mut steps)?;
    web_ui::build(&mut steps)?;
    lints(&mut steps)
}

/// Format, lints and types, of both languages. Expects the UI to be built: the app embeds it.
pub fn lints(steps: &mut Steps) -> Result<()> {
    steps.quiet(
        "Rust format (cargo fmt --check)",
        &mut cargo(&["fmt", "--all", "--check"]),
    )?;
    steps.quiet(
        "UI format, lints and types (npm run check)",
        &mut web_ui::npm(&["run", "check"]),
    )?;
    let clippy = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ];
    steps.quiet("Rust lints (cargo clippy)", &mut cargo(&clippy))
}

/// Measures, in the release build: the engine through its facade, and a real `baton watch`.
pub fn bench(arguments: &[String]) -> Result<()> {
    let mut steps = Steps::new();
    steps.quiet(
        "Program (cargo build --release)",
        &mut Build::Release.command(&["baton-cli"]),
    )?;
    let mut command = cargo(&["run", "--quiet", "--release", "--package", "baton-bench"]);
    // The others take minutes to compile.
    let baton_alone = arguments.windows(2).any(|pair| pair == ["--systems", "baton"]);
    if !baton_alone {
        command.args(["--features", "rivals"]);
    }
    command.arg("--");
    command.env("BATON_BIN_DIR", Build::Release.folder());
    steps.shown(
        "Benchmarks",
        command.args(arguments.iter().filter(|word| *word != "--")),
    )
}

/// Runs new seeds of the simulator.
pub fn soak(arguments: &[String]) -> Result<()> {
    let minutes = match arguments {
        [] => "10",
        [flag, minutes] if flag == "--minutes" && minutes.parse::<u64>().is_ok() => minutes,
        _ => bail!("cargo xtask soak [--minutes N]"),
    };
    let mut command = cargo(&["run", "--quiet", "--package", "baton-tests", "--bin", "soak", "--"]);
    Steps::new().shown("Simulator", command.arg(minutes))
}

/// Writes the TypeScript side of the contract from its Rust side.
pub fn contract() -> Result<()> {
    let mut command = cargo(&["test", "--package", "baton-contract"]);
    Steps::new().quiet("Contract", command.env("BATON_WRITE_CONTRACT", "1"))?;
    say("    ui/src/lib/contract.ts now says what src-tauri/contract says");
    Ok(())
}

/// Writes the list of packages and licences that the app shows.
pub fn licences() -> Result<()> {
    let mut steps = Steps::new();
    web_ui::install(&mut steps)?;
    // The sources for every platform: the list is the same wherever it is written.
    steps.quiet("Sources (cargo fetch)", &mut cargo(&["fetch", "--locked"]))?;
    steps.shown("Licences", &mut web_ui::npm(&["run", "licences"]))
}

/// Draws the pictures anew from their vector sources.
pub fn icons() -> Result<()> {
    if !installed("rsvg-convert") {
        bail!("rsvg-convert is missing; it is in the package librsvg2-bin");
    }
    Steps::new().shown("Pictures", Command::new("sh").arg(checkout().join("icons/render.sh")))
}
