//! Named steps: each says what it does, how long it took, and, when it fails, the end of what it printed.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow};

use crate::environment;

const TAIL_LINES: usize = 80;

/// The steps of one command, counted and timed.
pub struct Steps {
    taken: Vec<(String, Duration)>,
    logs: PathBuf,
    started: Instant,
}

impl Steps {
    /// No step taken yet.
    pub fn new() -> Self {
        let logs = environment::target().join("xtask-logs");
        Self {
            taken: Vec::new(),
            logs,
            started: Instant::now(),
        }
    }

    /// Runs a command with its output kept in a log, shown only when it fails.
    pub fn quiet(&mut self, name: &str, command: &mut Command) -> Result<()> {
        self.timed(name, |logs| logged(&log_of(logs, name)?, command))
    }

    /// Runs a command with its output on the terminal.
    pub fn shown(&mut self, name: &str, command: &mut Command) -> Result<()> {
        self.timed(name, |_| succeed(command.stdin(Stdio::null())))
    }

    /// Does something of our own under a name.
    pub fn own(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        self.timed(name, |_| work())
    }

    fn timed(&mut self, name: &str, work: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        say(&format!("[{}] {name} ...", self.taken.len() + 1));
        let start = Instant::now();
        work(&self.logs).with_context(|| format!("the step '{name}' failed, and the steps after it did not run"))?;
        let took = start.elapsed();
        say(&format!("    done in {}", seconds(took)));
        self.taken.push((name.to_owned(), took));
        Ok(())
    }

    /// Prints every step's duration.
    pub fn report(&self) {
        let width = self
            .taken
            .iter()
            .map(|(name, _)| name.chars().count())
            .max()
            .unwrap_or(0);
        say(&format!("\nSteps so far ({}):", seconds(self.started.elapsed())));
        for (name, took) in &self.taken {
            say(&format!("  {name:width$}  {:>8}", seconds(*took)));
        }
    }
}

/// Prints a line at once, also where output is collected in a file.
pub fn say(line: &str) {
    println!("{line}");
    let _ = std::io::stdout().flush();
}

/// Runs a command to its end; anything but success is an error that names the command.
pub fn succeed(command: &mut Command) -> Result<()> {
    let shown = display(command);
    let status = command.status().with_context(|| format!("cannot start `{shown}`"))?;
    if status.success() {
        Ok(())
    } else {
        Err(anyhow!("`{shown}` ended with {status}"))
    }
}

fn logged(log: &Path, command: &mut Command) -> Result<()> {
    let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
    succeed(command).inspect_err(|_| show_tail(log))
}

fn show_tail(log: &Path) {
    let text = fs::read(log)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default();
    let lines: Vec<&str> = text.lines().filter(|line| !is_progress(line)).collect();
    for line in &lines[lines.len().saturating_sub(TAIL_LINES)..] {
        say(&format!("    | {line}"));
    }
    say(&format!("    The whole output: {}", log.display()));
}

/// What cargo says while all is well.
fn is_progress(line: &str) -> bool {
    ["Compiling", "Checking", "Downloaded", "Downloading"].contains(&line.split_whitespace().next().unwrap_or_default())
}

fn log_of(logs: &Path, name: &str) -> Result<PathBuf> {
    fs::create_dir_all(logs).with_context(|| format!("cannot create {}", logs.display()))?;
    let slug: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    Ok(logs.join(format!("{}.log", slug.trim_matches('-').to_lowercase())))
}

fn display(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn seconds(took: Duration) -> String {
    match took.as_secs() {
        minutes if minutes >= 60 => format!("{} min {:02} s", minutes / 60, minutes % 60),
        _ => format!("{:.1} s", took.as_secs_f64()),
    }
}
