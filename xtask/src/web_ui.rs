//! The web UI: its packages, its build, its own checks.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::Result;

use crate::environment::checkout;
use crate::steps::{Steps, say};

fn folder() -> PathBuf {
    checkout().join("ui")
}

/// A command of npm inside `ui/`.
pub fn npm(arguments: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(arguments).current_dir(folder());
    command
}

/// Installs the UI's packages when they are missing or the lock file changed since.
pub fn install(steps: &mut Steps) -> Result<()> {
    let lock = folder().join("package-lock.json");
    let stamp = folder().join("node_modules/.installed-lock.json");
    let same = fs::read(&lock)
        .ok()
        .zip(fs::read(&stamp).ok())
        .is_some_and(|(now, then)| now == then);
    if same {
        return steps.own("UI packages", || {
            say("    as the lock file says");
            Ok(())
        });
    }
    steps.quiet("UI packages (npm ci)", &mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    fs::copy(&lock, &stamp)?;
    Ok(())
}

/// Builds the UI unless what was built is newer than every source.
pub fn build(steps: &mut Steps) -> Result<()> {
    let built = modified(&folder().join("dist/index.html"));
    let fresh = built.is_some_and(|built| newest_source().is_some_and(|source| built > source));
    if fresh {
        return steps.own("UI build", || {
            say("    newer than its sources");
            Ok(())
        });
    }
    steps.quiet("UI build (npm run build)", &mut npm(&["run", "build"]))
}

fn newest_source() -> Option<SystemTime> {
    let tops = fs::read_dir(folder()).ok()?.flatten().map(|entry| entry.path());
    let ours = tops.filter(|path| !["dist", "node_modules"].iter().any(|made| path.ends_with(made)));
    ours.filter_map(|path| newest(&path)).max()
}

fn newest(path: &Path) -> Option<SystemTime> {
    let Ok(entries) = fs::read_dir(path) else {
        return modified(path);
    };
    entries
        .flatten()
        .filter_map(|entry| newest(&entry.path()))
        .chain(modified(path))
        .max()
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|facts| facts.modified()).ok()
}
