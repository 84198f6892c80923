//! `cargo xtask test`: the set-up, then every check and every test, the Rust tests last.

use anyhow::Result;

use crate::binaries::{Build, cargo};
use crate::environment::answers;
use crate::packages::{self, Purpose};
use crate::steps::{Steps, say};
use crate::{chores, test_runner, toolchain, web_ui};

/// Runs everything; stops at the first step that fails.
pub fn run() -> Result<()> {
    say("Checks this machine, then runs every check and every test. A first run takes a while: it compiles the app.");
    let mut steps = Steps::new();
    set_up(&mut steps)?;
    chores::lints(&mut steps)?;
    let binaries = &mut Build::Debug.command(&["baton-desktop", "baton-cli"]);
    steps.quiet("Programs (cargo build)", binaries)?;
    web_tests(&mut steps)?;
    licences(&mut steps)?;
    test_runner::documentation(&mut steps)?;
    test_runner::compile(&mut steps)?;
    steps.report();
    test_runner::all()
}

fn set_up(steps: &mut Steps) -> Result<()> {
    steps.own("Rust", toolchain::rust_parts)?;
    steps.own("Node", toolchain::node)?;
    steps.own("System packages", || packages::ensure(Purpose::Test))?;
    web_ui::install(steps)?;
    // Always from the sources: a stale build must not pass for a tested one. The app embeds the result.
    steps.quiet("UI build (npm run build)", &mut web_ui::npm(&["run", "build"]))
}

fn web_tests(steps: &mut Steps) -> Result<()> {
    steps.quiet("UI unit tests (npm test)", &mut web_ui::npm(&["test"]))?;
    steps.quiet("UI in a browser (npm run e2e)", &mut web_ui::npm(&["run", "e2e"]))
}

fn licences(steps: &mut Steps) -> Result<()> {
    if !answers("cargo", &["deny", "--version"]) {
        say("    (cargo-deny is not installed: licences, bans and sources are not checked here)");
        return Ok(());
    }
    let deny = [
        "deny",
        "--offline",
        "--workspace",
        "check",
        "licenses",
        "bans",
        "sources",
    ];
    steps.quiet("Licences, bans and sources (cargo deny)", &mut cargo(&deny))
}
