//! What the packages hold beside the app: the command line, its completions and its manual pages.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use super::{host, staging};
use crate::binaries::Build;
use crate::environment::{checkout, installed};
use crate::steps::succeed;

/// What is staged, by the names that the configuration of the packages uses.
#[cfg(test)]
pub const STAGED: [&str; 6] = ["_baton", "baton", "baton.bash", "baton.fish", "changelog.gz", "man1"];

/// Stages everything anew.
pub fn all() -> Result<()> {
    let stage = staging();
    if stage.exists() {
        fs::remove_dir_all(&stage)?;
    }
    let man = stage.join("man1");
    fs::create_dir_all(&man).with_context(|| format!("cannot create {}", man.display()))?;
    program(&stage)?;
    for (shell, file) in [("bash", "baton.bash"), ("zsh", "_baton"), ("fish", "baton.fish")] {
        let script = File::create(stage.join(file))?;
        succeed(baton().args(["completions", shell]).stdout(script))?;
    }
    succeed(baton().arg("man").arg(&man).stdout(Stdio::null()))?;
    let page = "baton-desktop.1";
    fs::copy(checkout().join("packaging/linux").join(page), man.join(page)).context("cannot copy the app's page")?;
    let changes = stage.join("changelog");
    fs::copy(checkout().join("CHANGELOG.md"), &changes).context("cannot copy the changelog")?;
    compress(&[&man, &changes])
}

fn baton() -> Command {
    Command::new(Build::Release.program("baton"))
}

/// The bundler looks for a program under its name with the triple.
fn program(stage: &Path) -> Result<()> {
    let name = format!("baton-{}{}", host()?, std::env::consts::EXE_SUFFIX);
    let built = Build::Release.program("baton");
    fs::copy(&built, stage.join(name)).with_context(|| format!("cannot copy {}", built.display()))?;
    Ok(())
}

/// As Debian's rules have it; without a time, so that the same page is the same file.
fn compress(pages: &[&Path]) -> Result<()> {
    if !installed("gzip") {
        return Ok(());
    }
    succeed(Command::new("gzip").args(["-9", "-n", "-r"]).args(pages))
}
