//! The two things a newcomer installs first: Rust and Node.

use std::process::Command;

use anyhow::{Result, anyhow, bail};

use crate::environment::{answers, installed, words};
use crate::steps::{say, succeed};

/// The oldest Node that the UI's tools run on.
const NODE: (u32, u32) = (20, 19);

/// Makes sure of Node and npm, in a version that the web UI's tools run on.
pub fn node() -> Result<()> {
    let Some(version) = words(Command::new("node").arg("--version")) else {
        bail!(
            "Node is not installed. Install Node {}.{} or newer, with npm, and try again",
            NODE.0,
            NODE.1
        );
    };
    let found = numbers(&version).ok_or_else(|| anyhow!("`node --version` says '{version}', which is no version"))?;
    if found < NODE {
        bail!("Node {}.{} or newer is needed, and this is {version}", NODE.0, NODE.1);
    }
    if !installed("npm") && !installed("npm.cmd") {
        bail!("npm is not installed. It comes with Node, or as a package of its own");
    }
    say(&format!("    Node {version}"));
    Ok(())
}

/// Major and minor of a version such as `v20.19.4`.
fn numbers(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim_start_matches('v').split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

/// Makes sure of the formatter and the linter, which a minimal Rust installation lacks.
pub fn rust_parts() -> Result<()> {
    for (part, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if answers("cargo", &[subcommand, "--version"]) {
            continue;
        }
        if !installed("rustup") {
            bail!("`cargo {subcommand}` is missing; install the {part} that belongs to your Rust and try again");
        }
        succeed(Command::new("rustup").args(["component", "add", part]))?;
    }
    say("    cargo, rustfmt, clippy");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert_eq!(numbers("v20.19.4"), Some((20, 19)));
        assert!(numbers("v20.9.0").is_some_and(|old| old < NODE));
        assert!(numbers("v22.1.0").is_some_and(|new| new > NODE));
        assert_eq!(numbers("unknown"), None);
    }
}
