use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::local_time;

const HOUR_MS: u64 = 60 * 60 * 1000;

/// A pause that a person asked for. It is kept in the settings, so it outlives a restart. Times are in milliseconds
/// since 1970, on the clock of this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pause {
    /// When it began.
    pub since_ms: u64,
    /// When it ends by itself; `None` for a pause that a person ends.
    #[serde(default)]
    pub until_ms: Option<u64>,
}

impl Pause {
    /// A pause that lasts until a person ends it.
    pub fn until_resumed(now_ms: u64) -> Self {
        Self {
            since_ms: now_ms,
            until_ms: None,
        }
    }

    /// A pause of an hour.
    pub fn for_an_hour(now_ms: u64) -> Self {
        Self {
            since_ms: now_ms,
            until_ms: Some(now_ms.saturating_add(HOUR_MS)),
        }
    }

    /// A pause until the next morning of this machine's time zone.
    pub fn until_tomorrow(now_ms: u64) -> Self {
        Self {
            since_ms: now_ms,
            until_ms: local_time::next_morning(now_ms),
        }
    }

    /// Is it over? A clock that was set ahead ends it early: it looks like a machine that slept.
    pub fn is_over(&self, now_ms: u64) -> bool {
        self.until_ms.is_some_and(|until| until <= now_ms)
    }

    /// How long it still lasts at most. A clock that was set back does not make it longer than it was meant to be.
    fn left(&self, now_ms: u64) -> Option<Duration> {
        let from = now_ms.max(self.since_ms);
        self.until_ms
            .map(|until| Duration::from_millis(until.saturating_sub(from)))
    }
}

/// A running pause, measured on both clocks: the wall clock goes on while the machine sleeps, the other one cannot be set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Countdown {
    pause: Pause,
    ends: Option<Instant>,
}

impl Countdown {
    pub(crate) fn new(pause: Pause, now: Instant, now_ms: u64) -> Self {
        Self {
            pause,
            ends: pause.left(now_ms).and_then(|left| now.checked_add(left)),
        }
    }

    /// How long it lasts at most while the machine is awake.
    pub(crate) fn left(&self, now: Instant) -> Duration {
        let left = self.ends.map(|ends| ends.saturating_duration_since(now));
        left.unwrap_or(Duration::MAX)
    }

    /// Is the pause over by either clock?
    pub(crate) fn is_over(&self, now: Instant, now_ms: u64) -> bool {
        self.pause.is_over(now_ms) || self.ends.is_some_and(|ends| ends <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START_MS: u64 = 1_700_000_000_000;
    const HOUR: Duration = Duration::from_secs(60 * 60);

    fn countdown(now: Instant) -> Countdown {
        Countdown::new(Pause::for_an_hour(START_MS), now, START_MS)
    }

    #[test]
    fn an_hour_ends_after_an_hour() {
        let now = Instant::now();
        let second = Duration::from_secs(1);
        assert!(!countdown(now).is_over(now + HOUR - second, START_MS + HOUR_MS - 1_000));
        assert!(countdown(now).is_over(now + HOUR, START_MS + HOUR_MS));
    }

    #[test]
    fn sleep_counts_though_the_monotonic_clock_stands_still() {
        let now = Instant::now();
        assert!(countdown(now).is_over(now, START_MS + HOUR_MS));
    }

    #[test]
    fn a_clock_set_back_does_not_prolong_it_neither_now_nor_after_a_restart() {
        let now = Instant::now();
        let day_ms = 24 * HOUR_MS;
        assert!(countdown(now).is_over(now + HOUR, START_MS - day_ms));
        let restarted = Countdown::new(Pause::for_an_hour(START_MS), now, START_MS - day_ms);
        assert!(!restarted.is_over(now, START_MS - day_ms));
        assert!(restarted.is_over(now + HOUR, START_MS - day_ms + HOUR_MS));
    }

    #[test]
    fn a_restart_goes_on_where_the_pause_was() {
        let now = Instant::now();
        let half = HOUR / 2;
        let restarted = Countdown::new(Pause::for_an_hour(START_MS), now, START_MS + HOUR_MS / 2);
        assert!(!restarted.is_over(now, START_MS + HOUR_MS / 2));
        assert!(restarted.is_over(now + half, START_MS + HOUR_MS / 2));
    }

    #[test]
    fn until_i_resume_never_ends_by_itself() {
        let now = Instant::now();
        let countdown = Countdown::new(Pause::until_resumed(START_MS), now, START_MS);
        assert!(!countdown.is_over(now + 10_000 * HOUR, u64::MAX));
    }
}
