use std::time::{Duration, Instant};

use crate::LoopState;

/// Since when this device would hear of the others. If it does not, their silence says nothing, however long it lasts.
#[derive(Default)]
pub(crate) struct Listening {
    since: Option<Instant>,
    deaf_since: Option<Instant>,
}

impl Listening {
    /// Since when, if it would at this moment. A round that fails now and then changes nothing; after an interruption of
    /// `patience` it begins anew, since what the others said meanwhile may still be on its way.
    pub(crate) fn since(&mut self, state: &LoopState, patience: Duration, now: Instant) -> Option<Instant> {
        if state.failure.is_some() || state.is_paused() {
            self.deaf_since.get_or_insert(now);
            return None;
        }
        let was_deaf = |since| now.saturating_duration_since(since) >= patience;
        if self.deaf_since.take().is_some_and(was_deaf) {
            self.since = None;
        }
        Some(*self.since.get_or_insert(now))
    }
}
