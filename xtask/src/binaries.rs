//! The programs that Baton consists of, and cargo to make them.

use std::path::PathBuf;
use std::process::Command;

use crate::environment::{checkout, target};

/// How the programs are built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// Quick to build, slower to run.
    Debug,
    /// What a person would install.
    Release,
}

impl Build {
    /// Where this build of a program lies.
    pub fn program(self, name: &str) -> PathBuf {
        self.folder().join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// The folder with this build's programs.
    pub fn folder(self) -> PathBuf {
        target().join(if self == Self::Release { "release" } else { "debug" })
    }

    /// The command that builds the named packages.
    pub fn command(self, packages: &[&str]) -> Command {
        let mut command = cargo(&["build"]);
        for package in packages {
            command.args(["--package", package]);
        }
        if self == Self::Release {
            command.arg("--release");
        }
        command
    }
}

/// A command of cargo in the checkout, building where this program was built.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command
        .args(arguments)
        .current_dir(checkout())
        .env("CARGO_TARGET_DIR", target());
    // Set by the `cargo run` around us; it would make the build scripts of others look changed.
    for name in [
        "CARGO_MANIFEST_DIR",
        "CARGO_MANIFEST_PATH",
        "CARGO_PKG_NAME",
        "CARGO_PKG_VERSION",
    ] {
        command.env_remove(name);
    }
    command
}
