//! What this machine is, what it can do, and what a process on it uses.

pub mod files;
pub mod limits;
pub mod process;
pub mod small_files;

use std::{fs, thread, time::Instant};

use anyhow::Result;
use serde::Serialize;

/// Where the figures were measured.
#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    /// Processors.
    pub cores: usize,
    /// What the first of them calls itself.
    pub processor: String,
    /// The operating system.
    pub system: String,
    /// When the run began.
    pub began: String,
}

impl Machine {
    /// This machine, now.
    pub fn here() -> Self {
        Self {
            cores: thread::available_parallelism().map_or(1, Into::into),
            processor: field("/proc/cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            system: std::env::consts::OS.to_owned(),
            began: jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string(),
        }
    }
}

/// The value of a `name: value` line of a file, if there is one.
fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let value = text.lines().find_map(|line| line.strip_prefix(name))?;
    Some(value.trim_start().trim_start_matches(':').trim().to_owned())
}

/// How long something takes, in seconds.
fn timed(work: impl FnOnce() -> Result<()>) -> Result<f64> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed().as_secs_f64())
}
