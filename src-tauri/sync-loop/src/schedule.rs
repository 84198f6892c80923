use std::time::{Duration, Instant};

use crate::{
    backoff::Backoff,
    coalesce::{Coalescer, Patience},
};

const PATIENCE: Patience = Patience {
    lone: Duration::from_millis(20),
    quiet: Duration::from_millis(150),
    limit: Duration::from_secs(1),
};
const PERIOD: Duration = Duration::from_secs(60);
/// After a failed round, hints this fresh are likely the echo of what the round itself wrote before it failed.
const ECHO: Duration = Duration::from_millis(500);

/// How often the loop looks after itself: did the machine sleep, is the folder still watched.
pub(crate) const CALM_TICK: Duration = Duration::from_secs(10);
/// The same while something is not as it should be: the folder is gone, or a watcher failed.
pub(crate) const ALERT_TICK: Duration = Duration::from_secs(2);

/// What the loop is to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    /// A round with the relay.
    Round,
    /// Look whether another process wrote to this device's data.
    LocalCheck,
    /// Look after the watchers and the clocks.
    Tick,
}

/// Decides what is due when. Pure: every method is told the time.
#[derive(Debug, Clone)]
pub(crate) struct Schedule {
    paused: bool,
    wanted: bool,
    relay: Coalescer,
    local: Coalescer,
    backoff: Backoff,
    deaf_until: Instant,
    next_round: Instant,
    lease_round: Option<Instant>,
    next_tick: Instant,
}

impl Schedule {
    /// A schedule whose first round is due at once, unless paused.
    pub(crate) fn new(now: Instant, paused: bool) -> Self {
        Self {
            paused,
            wanted: true,
            relay: Coalescer::new(PATIENCE),
            local: Coalescer::new(PATIENCE),
            backoff: Backoff::default(),
            deaf_until: now,
            next_round: now,
            lease_round: None,
            next_tick: now + CALM_TICK,
        }
    }

    /// Something in the relay folder may have changed.
    pub(crate) fn relay_hint(&mut self, now: Instant) {
        if now >= self.deaf_until {
            self.relay.note(now);
        }
    }

    /// Something in this device's own data may have changed.
    pub(crate) fn local_hint(&mut self, now: Instant) {
        if now >= self.deaf_until {
            self.local.note(now);
        }
    }

    /// A round is wanted as soon as possible.
    pub(crate) fn want_round(&mut self) {
        self.wanted = true;
    }

    /// The leases want a round by then. The earliest such time stands until a round runs; while rounds fail, the
    /// backoff decides alone.
    pub(crate) fn lease_due(&mut self, at: Instant) {
        if !self.backoff.is_waiting() {
            self.lease_round = Some(self.lease_round.map_or(at, |due| due.min(at)));
        }
    }

    /// Paused, no round is due. Resuming wants one at once.
    pub(crate) fn set_paused(&mut self, paused: bool) {
        self.wanted |= self.paused && !paused;
        self.paused = paused;
    }

    /// A round ended well: the next comes with a hint, or after the period.
    pub(crate) fn round_succeeded(&mut self, now: Instant) {
        self.wanted = false;
        self.backoff.succeeded();
        self.lease_round = None;
        self.next_round = now + PERIOD;
    }

    /// A round failed: the next comes with a hint that is not its own echo, or after the backoff.
    pub(crate) fn round_failed(&mut self, now: Instant) {
        self.wanted = false;
        self.relay.clear();
        self.local.clear();
        self.lease_round = None;
        self.deaf_until = now + ECHO;
        self.next_round = now + self.backoff.failed();
    }

    /// The next look around comes after this time.
    pub(crate) fn tick_after(&mut self, now: Instant, pause: Duration) {
        self.next_tick = now + pause;
    }

    /// How long nothing is due.
    pub(crate) fn idle_for(&self, now: Instant) -> Duration {
        let mut due = self.next_tick;
        due = due.min(self.local.due().unwrap_or(due));
        if !self.paused {
            due = due.min(self.relay.due().unwrap_or(due)).min(self.round_by());
            due = if self.wanted { now } else { due };
        }
        due.saturating_duration_since(now)
    }

    /// Takes the most urgent task that is due.
    pub(crate) fn take_due(&mut self, now: Instant) -> Option<Task> {
        if self.local.take(now) {
            Some(Task::LocalCheck)
        } else if self.take_round(now) {
            Some(Task::Round)
        } else if self.next_tick <= now {
            self.tick_after(now, CALM_TICK);
            Some(Task::Tick)
        } else {
            None
        }
    }

    fn round_by(&self) -> Instant {
        self.lease_round.map_or(self.next_round, |due| due.min(self.next_round))
    }

    fn take_round(&mut self, now: Instant) -> bool {
        let hinted = self.relay.take(now);
        let due = !self.paused && (self.wanted || hinted || self.round_by() <= now);
        if due {
            self.wanted = false;
            self.lease_round = None;
            self.next_round = now + PERIOD;
        }
        due
    }
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
