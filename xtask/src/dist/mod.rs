//! `cargo xtask dist`: packages that a person can install, and, on Debian and Ubuntu, the proof that they can.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::binaries::{Build, cargo};
use crate::environment::{checkout, target, words};
use crate::packages::{self, Purpose};
use crate::steps::{Steps, say};
use crate::{toolchain, web_ui};

mod check;
#[cfg(test)]
mod config_tests;
mod needs;
mod root;
mod stage;

/// Where what `tauri bundle` does not know by itself is put for it.
pub fn staging() -> PathBuf {
    checkout().join("packaging/stage")
}

/// Builds the packages of this system. With `checked`, tries them, as far as this system can.
pub fn run(arguments: &[String]) -> Result<()> {
    let checked = match arguments {
        [] => true,
        [flag] if flag == "--no-check" => false,
        _ => bail!("cargo xtask dist [--no-check]"),
    };
    let mut steps = Steps::new();
    set_up(&mut steps)?;
    build(&mut steps)?;
    bundle(&mut steps)?;
    if checked && cfg!(target_os = "linux") {
        let (deb, rpm) = (made("deb")?, made("rpm")?);
        check::files(&mut steps, &deb, &rpm)?;
        check::rpm(&mut steps, &rpm)?;
        root::try_out(&mut steps, &deb)?;
    }
    steps.report();
    tell()
}

fn set_up(steps: &mut Steps) -> Result<()> {
    steps.own("Node", toolchain::node)?;
    steps.own("System packages", || packages::ensure(Purpose::Dist))?;
    web_ui::install(steps)?;
    web_ui::build(steps)?;
    let mut bundler = web_ui::npm(&["ci", "--no-audit", "--no-fund"]);
    steps.quiet(
        "Bundler (npm ci in packaging/)",
        bundler.current_dir(checkout().join("packaging")),
    )
}

fn build(steps: &mut Steps) -> Result<()> {
    steps.shown(
        "Programs (cargo build --release)",
        &mut Build::Release.command(&["baton-desktop", "baton-cli"]),
    )?;
    steps.own("Command line, its completions and manual pages", stage::all)
}

fn bundle(steps: &mut Steps) -> Result<()> {
    let config = checkout().join("packaging/command-line.json");
    let mut bundler = tauri(&["bundle", "--ci", "--config"]);
    bundler.arg(config);
    if cfg!(target_os = "linux") {
        bundler.arg("--config").arg(needs::config()?);
        bundler.args(["--bundles", "deb,rpm"]);
    }
    steps.quiet("Packages (tauri bundle)", &mut bundler)
}

/// The bundler, which builds where this program was built.
fn tauri(arguments: &[&str]) -> Command {
    // Cargo's own variables are set as for cargo.
    let like = cargo(&[]);
    let mut command = Command::new("node");
    command
        .arg(checkout().join("packaging/node_modules/@tauri-apps/cli/tauri.js"))
        .args(arguments)
        .current_dir(checkout());
    for (name, value) in like.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

fn bundles() -> PathBuf {
    Build::Release.folder().join("bundle")
}

/// The one package of this kind and of the version that this program has.
fn made(kind: &str) -> Result<PathBuf> {
    let folder = bundles().join(kind);
    let version = env!("CARGO_PKG_VERSION");
    files(&folder)?
        .into_iter()
        .find(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.contains(version) && path.extension().is_some_and(|extension| extension == kind)
        })
        .with_context(|| format!("the bundler left no {version} .{kind} in {}", folder.display()))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = folder
        .read_dir()
        .with_context(|| format!("cannot read {}", folder.display()))?;
    Ok(entries.flatten().map(|entry| entry.path()).collect())
}

fn tell() -> Result<()> {
    say("\nThe packages:");
    for kind in files(&bundles())? {
        for package in files(&kind)?.iter().filter(|path| path.is_file()) {
            let bytes = package.metadata()?.len();
            say(&format!("  {} ({:.1} MB)", package.display(), bytes as f64 / 1e6));
        }
    }
    Ok(())
}

/// The triple of this machine, as the bundler wants it in a program's name.
pub fn host() -> Result<String> {
    let facts = words(Command::new("rustc").arg("-vV")).context("`rustc -vV` says nothing")?;
    let host = facts.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("`rustc -vV` names no host")?.to_owned())
}

/// A scratch folder of this command, emptied.
pub fn scratch(name: &str) -> Result<PathBuf> {
    let folder = target().join("dist").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    Ok(folder)
}
