//! How far a long command has come, on standard error: a bar on a terminal, else a line now and then.

use std::io::{IsTerminal as _, stderr};

use indicatif::{ProgressBar, ProgressStyle};

use crate::output::notice;

/// Progress through an input.
pub struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    /// At the start of an input of this many bytes, if that is known.
    pub fn new(length: Option<u64>) -> Self {
        Self {
            bar: stderr().is_terminal().then(|| bar(length)),
        }
    }

    /// So many turns are recorded, so many bytes read.
    pub fn reached(&self, turns: u64, bytes: u64) {
        let message = format!("{turns} turns recorded");
        match &self.bar {
            Some(bar) => {
                bar.set_message(message);
                bar.set_position(bytes);
            }
            None => notice(&message),
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(length: Option<u64>) -> ProgressBar {
    let (bar, template) = match length {
        Some(length) => (ProgressBar::new(length), "{bar:30} {bytes}/{total_bytes}  {msg}"),
        None => (ProgressBar::new_spinner(), "{spinner} {bytes}  {msg}"),
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.with_style(style)
}
