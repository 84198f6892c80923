//! What `watch` prints.

use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use baton_sync_loop::{Activity, LoopState, Status, StatusKind, local_clock_text};
use serde_json::json;

use crate::clock;
use crate::guest::one_line;
use crate::output;

/// Says what happens, line by line.
pub struct Teller {
    json: bool,
    standing: Mutex<String>,
}

impl Teller {
    /// A teller that has said nothing yet.
    pub fn new(json: bool) -> Self {
        Self {
            json,
            standing: Mutex::default(),
        }
    }

    /// Says that it begins.
    pub fn greet(&self, relay: &Path) -> io::Result<()> {
        if self.json {
            return Ok(());
        }
        let relay = one_line(&relay.to_string_lossy());
        output::line(&format!("Watching {relay}. Ctrl-C ends it."))
    }

    /// Says what happened. An error that repeats itself is said once.
    pub fn activity(&self, activity: &Activity) -> io::Result<()> {
        match activity.times {
            0 | 1 if self.json => output::line(&document(activity).to_string()),
            0 | 1 => output::line(&dated(activity.at_ms, &words(activity))),
            _ => Ok(()),
        }
    }

    /// Says how things stand, when that is news.
    pub fn state(&self, state: &LoopState) -> io::Result<()> {
        let now_ms = clock::now_ms();
        let status = Status::of(state);
        let passing = [
            StatusKind::Syncing,
            StatusKind::WaitingForPickUp,
            StatusKind::WaitingForFiles,
        ];
        let settled = !passing.contains(&status.kind());
        if self.json || !settled || !self.is_news(state) {
            return Ok(());
        }
        output::line(&dated(now_ms, &status.headline(&local_clock_text(now_ms))))
    }

    /// That only the time of the last round changed is no news.
    fn is_news(&self, state: &LoopState) -> bool {
        let standing = Status::of(state).headline(&|_| String::new());
        let mut last = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        let news = *last != standing;
        *last = standing;
        news
    }
}

fn dated(at_ms: u64, text: &str) -> String {
    format!("{}  {}", clock::time_of_day(at_ms), one_line(text))
}

fn words(activity: &Activity) -> String {
    match activity.detail.as_str() {
        "" => activity.message.clone(),
        detail => format!("{}: {detail}", activity.message),
    }
}

fn document(activity: &Activity) -> serde_json::Value {
    json!({
        "at_ms": activity.at_ms,
        "kind": format!("{:?}", activity.kind).to_lowercase(),
        "message": activity.message,
        "detail": activity.detail,
    })
}
