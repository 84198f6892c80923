use std::time::{Duration, Instant};

/// Joins a burst of hints into one: due when it has been quiet for a while, and at the latest after a limit.
#[derive(Debug, Clone)]
pub(crate) struct Coalescer {
    quiet: Duration,
    limit: Duration,
    burst: Option<Burst>,
}

#[derive(Debug, Clone, Copy)]
struct Burst {
    first: Instant,
    last: Instant,
}

impl Coalescer {
    pub(crate) fn new(quiet: Duration, limit: Duration) -> Self {
        Self {
            quiet,
            limit,
            burst: None,
        }
    }

    /// A hint arrived.
    pub(crate) fn note(&mut self, now: Instant) {
        let first = self.burst.map_or(now, |burst| burst.first);
        self.burst = Some(Burst { first, last: now });
    }

    /// When the noted hints are due; `None` without any.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.burst
            .map(|burst| (burst.last + self.quiet).min(burst.first + self.limit))
    }

    /// Takes the burst if it is due.
    pub(crate) fn take(&mut self, now: Instant) -> bool {
        let due = self.due().is_some_and(|due| due <= now);
        if due {
            self.burst = None;
        }
        due
    }

    /// Forgets what was noted.
    pub(crate) fn clear(&mut self) {
        self.burst = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: Duration = Duration::from_millis(150);
    const LIMIT: Duration = Duration::from_secs(1);

    fn at(start: Instant, ms: u64) -> Instant {
        start + Duration::from_millis(ms)
    }

    #[test]
    fn nothing_is_due_without_a_hint() {
        let mut coalescer = Coalescer::new(QUIET, LIMIT);
        assert_eq!(coalescer.due(), None);
        assert!(!coalescer.take(Instant::now()));
    }

    #[test]
    fn a_burst_is_due_once_after_it_went_quiet() {
        let start = Instant::now();
        let mut coalescer = Coalescer::new(QUIET, LIMIT);
        for ms in [0, 50, 100] {
            coalescer.note(at(start, ms));
        }
        assert!(!coalescer.take(at(start, 249)));
        assert!(coalescer.take(at(start, 250)));
        assert!(!coalescer.take(at(start, 5_000)));
    }

    #[test]
    fn a_burst_without_end_is_due_at_the_limit() {
        let start = Instant::now();
        let mut coalescer = Coalescer::new(QUIET, LIMIT);
        for ms in (0..=990).step_by(10) {
            coalescer.note(at(start, ms));
        }
        assert_eq!(coalescer.due(), Some(at(start, 1_000)));
        assert!(coalescer.take(at(start, 1_000)));
    }
}
