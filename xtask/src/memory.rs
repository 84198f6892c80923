//! `cargo xtask memory`: what the app needs while nobody looks and while somebody does, beside an empty app in the tray, and
//! how long it takes to start and to open.

use std::process::Command;

use anyhow::{Result, ensure};

use crate::binaries::{Build, cargo};
use crate::environment::target;
use crate::packages::{self, Purpose};
use crate::steps::{Steps, succeed};
use crate::{toolchain, web_ui};

/// Builds both apps as they are released, makes a history of a million turns once, and measures.
pub fn run() -> Result<()> {
    ensure!(
        cfg!(target_os = "linux"),
        "only Linux tells the memory that processes share"
    );
    let mut steps = Steps::new();
    steps.own("Node", toolchain::node)?;
    steps.own("System packages", || packages::ensure(Purpose::Test))?;
    web_ui::install(&mut steps)?;
    web_ui::build(&mut steps)?;
    let programs = &mut Build::Release.command(&["baton-desktop", "baton-cli"]);
    steps.shown("Programs (cargo build --release)", programs)?;
    let mut empty = Build::Release.command(&["baton-desktop", "baton-cli"]);
    empty.args(["--features", "baton-desktop/empty-tray", "--example", "empty_tray"]);
    steps.shown("Empty app in the tray (cargo build --release)", &mut empty)?;
    let measuring = ["build", "--workspace", "--bin", "memory"];
    steps.quiet("Measuring program (cargo build)", &mut cargo(&measuring))?;
    steps.report();
    let mut measure = Command::new(Build::Debug.program("memory"));
    measure
        .arg(Build::Release.folder())
        .arg(target().join("memory"))
        .env("BATON_BIN_DIR", Build::Release.folder());
    succeed(&mut measure)
}
