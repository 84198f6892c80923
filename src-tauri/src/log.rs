//! What the app writes down for whoever looks into a problem: on standard error, and into a file a day.

use std::{
    io::{IsTerminal, stderr},
    path::{Path, PathBuf},
};

use tracing_appender::rolling::{InitError, RollingFileAppender, Rotation};
use tracing_subscriber::{EnvFilter, Registry, filter::LevelFilter, fmt, layer::SubscriberExt, reload};

use crate::settings::LogLevel;

/// Says how much in the syntax of `tracing_subscriber`: "debug", "baton_sync_loop=trace,warn". It goes before the setting.
const VARIABLE: &str = "BATON_LOG";

/// How many files are kept.
const FILES: usize = 7;

/// The running log.
pub(crate) struct Log {
    filter: reload::Handle<EnvFilter, Registry>,
    /// The environment decides how much is written.
    pub(crate) is_fixed: bool,
}

/// Where the log files of this data folder are.
pub(crate) fn folder(root: &Path) -> PathBuf {
    root.join("logs")
}

/// Starts logging. Without a file if none can be written: a full disk must not keep the app from saying so.
pub(crate) fn start(root: &Path, level: LogLevel) -> Log {
    let wanted = EnvFilter::try_from_env(VARIABLE).ok();
    let is_fixed = wanted.is_some();
    let (filter, handle) = reload::Layer::new(wanted.unwrap_or_else(|| of_level(level)));
    let (file, problem) = match files(root) {
        Ok(files) => (Some(files), None),
        Err(problem) => (None, Some(problem)),
    };
    let lines = tracing_subscriber::registry()
        .with(filter)
        .with(fmt::layer().with_ansi(stderr().is_terminal()).with_writer(stderr))
        // Its lines name their place in the source: what a report of problems may quote of them.
        .with(file.map(|file| {
            let lines = fmt::layer().with_ansi(false).with_file(true).with_line_number(true);
            lines.with_writer(file)
        }));
    if tracing::subscriber::set_global_default(lines).is_err() {
        tracing::debug!("somebody logs already");
    }
    if let Some(problem) = problem {
        tracing::warn!(%problem, "no log file is written");
    }
    Log {
        filter: handle,
        is_fixed,
    }
}

impl Log {
    /// Writes so much from now on.
    pub(crate) fn set_level(&self, level: LogLevel) {
        if self.is_fixed {
            return;
        }
        if let Err(error) = self.filter.reload(of_level(level)) {
            tracing::warn!(%error, "the log goes on as before");
        }
    }
}

/// Libraries say what may be wrong, whatever is wanted of Baton itself.
fn of_level(level: LogLevel) -> EnvFilter {
    let level = LevelFilter::from(level);
    let others = level.min(LevelFilter::WARN);
    let ours = ["baton_desktop", "baton_sync_loop", "baton_engine"].map(|name| format!("{name}={level}"));
    EnvFilter::new(format!("{others},{}", ours.join(",")))
}

fn files(root: &Path) -> Result<RollingFileAppender, InitError> {
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("baton")
        .filename_suffix("log")
        .max_log_files(FILES)
        .build(folder(root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_level_holds_at_once_unless_the_environment_decides() {
        for is_fixed in [false, true] {
            let (_layer, filter) = reload::Layer::new(of_level(LogLevel::Info));
            let log = Log { filter, is_fixed };
            log.set_level(LogLevel::Debug);
            let now = log.filter.with_current(ToString::to_string).unwrap();
            assert_eq!(now.contains("baton_engine=debug"), !is_fixed, "{now}");
        }
    }

    #[test]
    fn libraries_are_quieter_than_baton() {
        assert_eq!(
            of_level(LogLevel::Debug).to_string().split(',').next_back(),
            Some("warn")
        );
        assert!(of_level(LogLevel::Debug).to_string().contains("baton_engine=debug"));
        assert!(of_level(LogLevel::Error).to_string().ends_with("error"));
    }
}
