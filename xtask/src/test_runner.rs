//! The Rust tests. Their runner's own summary is the last thing that `cargo xtask test` prints.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::binaries::{Build, cargo};
use crate::environment::answers;
use crate::steps::{Steps, say, succeed};

/// Runs the examples in the documentation. They come first, since their summary must not be the last line.
pub fn documentation(steps: &mut Steps) -> Result<()> {
    steps.quiet(
        "Documentation examples (cargo test --doc)",
        &mut cargo(&["test", "--workspace", "--locked", "--doc"]),
    )
}

/// Compiles the tests, so that the time of running them is their own.
pub fn compile(steps: &mut Steps) -> Result<()> {
    steps.quiet("Rust tests, compiling", runner().arg("--no-run"))
}

/// Runs all of them, in the open, and ends with the runner's summary.
pub fn all() -> Result<()> {
    say("\nRust tests:");
    let mut command = runner();
    command.env("BATON_BIN_DIR", Build::Debug.folder()).stdin(Stdio::null());
    if nextest() {
        return succeed(command.arg("--no-fail-fast")).context("Rust tests failed");
    }
    counted(command.arg("--no-fail-fast"))
}

fn nextest() -> bool {
    answers("cargo", &["nextest", "--version"])
}

/// The runner, on everything but benchmarks and documentation.
fn runner() -> Command {
    let mut command = if nextest() {
        cargo(&["nextest", "run"])
    } else {
        cargo(&["test"])
    };
    command.args(["--workspace", "--locked", "--lib", "--bins", "--tests"]);
    command
}

/// Plain `cargo test` has a summary per test program, and none of the whole: adds them up.
fn counted(command: &mut Command) -> Result<()> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start cargo test")?;
    let output = child.stdout.take().context("cargo test has no output")?;
    let (mut passed, mut failed) = (0, 0);
    for line in BufReader::new(output).split(b'\n') {
        // A test may print anything.
        let line = String::from_utf8_lossy(&line?).into_owned();
        passed += count(&line, "passed");
        failed += count(&line, "failed");
        say(&line);
    }
    let ended = child.wait()?;
    say(&format!("\n{passed} passed, {failed} failed"));
    if !ended.success() {
        bail!("Rust tests failed: cargo test ended with {ended}");
    }
    Ok(())
}

/// The number before a word in a line such as `test result: ok. 3 passed; 0 failed; ...`.
fn count(line: &str, word: &str) -> u64 {
    let Some(summary) = line.strip_prefix("test result:") else {
        return 0;
    };
    let parts = summary.split([';', '.']).map(str::trim);
    let number = parts.filter_map(|part| part.strip_suffix(word)).next();
    number.and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn a_summary_line_is_counted_and_no_other() {
        let line = "test result: ok. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!((count(line, "passed"), count(line, "failed")), (12, 3));
        assert_eq!(count("test a ... 12 passed;", "passed"), 0);
    }
}
