//! What the packages depend on, read off the built programs by the tools of Debian and of rpm.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use super::scratch;
use crate::binaries::Build;
use crate::environment::words;

const CONTROL: &str = "Source: baton\n\nPackage: baton\nArchitecture: any\n";

/// The part of the bundler's configuration that says so, as JSON.
pub fn config() -> Result<String> {
    Ok(format!(
        r#"{{"bundle":{{"linux":{{"deb":{{"depends":[{}]}},"rpm":{{"depends":[{}]}}}}}}}}"#,
        list(&debian()?),
        list(&rpm()?)
    ))
}

/// Names of packages and libraries: nothing in them needs an escape.
fn list(names: &[String]) -> String {
    let quoted = names.iter().map(|name| format!("\"{name}\""));
    quoted.collect::<Vec<_>>().join(",")
}

fn programs() -> [PathBuf; 2] {
    ["baton-desktop", "baton"].map(|name| Build::Release.program(name))
}

/// Debian's packages, with the oldest version of each that will do.
fn debian() -> Result<Vec<String>> {
    let folder = scratch("needs")?;
    fs::create_dir(folder.join("debian"))?;
    fs::write(folder.join("debian/control"), CONTROL)?;
    let mut reading = Command::new("dpkg-shlibdeps");
    reading.arg("-O").current_dir(folder);
    for program in programs() {
        reading.arg(format!("-e{}", program.display()));
    }
    let said = words(&mut reading).context("dpkg-shlibdeps cannot tell what the programs need")?;
    let needs = said
        .strip_prefix("shlibs:Depends=")
        .context("dpkg-shlibdeps found no library")?;
    Ok(needs.split(", ").map(str::to_owned).collect())
}

/// Libraries by their own names, which hold on every system with rpm.
fn rpm() -> Result<Vec<String>> {
    let mut reading = Command::new("/usr/lib/rpm/elfdeps")
        .arg("--requires")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start rpm's elfdeps")?;
    let mut names = reading.stdin.take().context("elfdeps has no input")?;
    for program in programs() {
        writeln!(names, "{}", program.display())?;
    }
    drop(names);
    let output = reading.wait_with_output()?;
    let said = String::from_utf8(output.stdout)?;
    // Both programs need most of them.
    let needs: BTreeSet<&str> = said.lines().collect();
    ensure!(output.status.success() && !needs.is_empty(), "elfdeps found no library");
    Ok(needs.into_iter().map(str::to_owned).collect())
}
