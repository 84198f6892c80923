//! The proof of the .deb: a small clean system, in which apt installs it, the tests of the desktop run against what was
//! installed, and apt removes it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::scratch;
use crate::binaries::cargo;
use crate::environment::{checkout, privileged, target, words};
use crate::steps::Steps;

/// Those tests of the desktop that show what the package has to bring: first run, window, tray, command line, a round with
/// another device, the entry that starts it at login, Quit.
const TESTS: &[&str] = &["first_run::", "second_start::", "settings::", "syncing::"];

/// As the tests are compiled for `cargo xtask test`, so that nothing is compiled twice.
const BUILDING: &[&str] = &["test", "--workspace", "--test", "desktop", "--no-run"];

/// Installs, runs and removes it.
pub fn try_out(steps: &mut Steps, deb: &Path) -> Result<()> {
    let root = target().join("dist/root");
    steps.quiet("Tests of the desktop, compiling", &mut cargo(BUILDING))?;
    steps.quiet("Clean system (debootstrap)", &mut clean_root("make", &root))?;
    steps.quiet(
        "Installing the .deb there (apt-get install)",
        clean_root("install", &root).arg(deb),
    )?;
    let installed = format!("BATON_BIN_DIR={}", stand_ins(&root)?.display());
    let mut tests = clean_root("with", &root);
    tests
        .args(["env", "TMPDIR=/tmp", &installed])
        .arg(test_program()?)
        .args(TESTS);
    steps.shown(
        "Tests of the desktop, on what was installed",
        tests.arg("--test-threads=2"),
    )?;
    steps.quiet("Removing it (apt-get remove)", &mut clean_root("remove", &root))
}

fn clean_root(what: &str, root: &Path) -> Command {
    let mut command = privileged("sh");
    command
        .arg(checkout().join("packaging/clean-root.sh"))
        .arg(what)
        .arg(root);
    command
}

/// Where cargo put the program with the tests: one of the lines of JSON that it prints.
fn test_program() -> Result<PathBuf> {
    let said = words(cargo(BUILDING).arg("--message-format=json")).context("cargo does not name the test program")?;
    let program = said.lines().find_map(desktop_tests);
    program.map(PathBuf::from).context("cargo built no test program")
}

fn desktop_tests(line: &str) -> Option<&str> {
    let is_it = line.contains(r#""kind":["test"]"#) && line.contains(r#""name":"desktop""#);
    let (_, rest) = line.split_once(r#""executable":""#)?;
    rest.split_once('"').map(|(path, _)| path).filter(|_| is_it)
}

/// Programs by the names that the tests look for, which become the installed ones.
fn stand_ins(root: &Path) -> Result<PathBuf> {
    let folder = scratch("stand-ins")?;
    for name in ["baton", "baton-desktop"] {
        let script = format!(
            "#!/bin/sh\nexec chroot '{}' /usr/bin/env PATH=/usr/bin:/bin {name} \"$@\"\n",
            root.display()
        );
        let path = folder.join(name);
        fs::write(&path, script)?;
        executable(&path)?;
    }
    Ok(folder)
}

#[cfg(unix)]
fn executable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(0o755))?)
}

#[cfg(not(unix))]
fn executable(_: &Path) -> Result<()> {
    Ok(())
}
