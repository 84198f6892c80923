use std::time::{Duration, Instant};

/// How long hints are gathered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// A hint out of the blue is acted on once nothing followed it for this long: most come alone, or in twos and threes
    /// within a moment, and somebody waits for what they announce.
    pub(crate) lone: Duration,
    /// A hint that follows others is acted on once it has been quiet for this long,
    pub(crate) quiet: Duration,
    /// and at the latest so long after the first.
    pub(crate) limit: Duration,
}

/// Joins a burst of hints into one. A lone hint is due almost at once; hints that come soon after others were taken wait,
/// so that a folder which fills up for minutes is looked at about once per limit.
#[derive(Debug, Clone)]
pub(crate) struct Coalescer {
    patience: Patience,
    burst: Option<Burst>,
    /// When a burst was taken last.
    taken: Option<Instant>,
}

#[derive(Debug, Clone, Copy)]
struct Burst {
    first: Instant,
    last: Instant,
    is_lone: bool,
}

impl Coalescer {
    pub(crate) fn new(patience: Patience) -> Self {
        Self {
            patience,
            burst: None,
            taken: None,
        }
    }

    /// A hint arrived.
    pub(crate) fn note(&mut self, now: Instant) {
        let limit = self.patience.limit;
        let is_lone = self
            .taken
            .is_none_or(|taken| now.saturating_duration_since(taken) >= limit);
        let burst = self.burst.get_or_insert(Burst {
            first: now,
            last: now,
            is_lone,
        });
        burst.last = now;
    }

    /// When the noted hints are due; `None` without any.
    pub(crate) fn due(&self) -> Option<Instant> {
        let Patience { lone, quiet, limit } = self.patience;
        self.burst.map(|burst| {
            if burst.is_lone {
                // What goes on for longer than a moment is a burst from its first hint on, and not put off any further.
                (burst.last + lone).min(burst.first + quiet)
            } else {
                (burst.last + quiet).min(burst.first + limit)
            }
        })
    }

    /// Takes the burst if it is due.
    pub(crate) fn take(&mut self, now: Instant) -> bool {
        let due = self.due().is_some_and(|due| due <= now);
        if due {
            self.burst = None;
            self.taken = Some(now);
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

    const PATIENCE: Patience = Patience {
        lone: Duration::from_millis(20),
        quiet: Duration::from_millis(150),
        limit: Duration::from_secs(1),
    };

    fn at(start: Instant, ms: u64) -> Instant {
        start + Duration::from_millis(ms)
    }

    /// When hints at these times, in milliseconds, are acted on.
    fn acted_on(hints: impl IntoIterator<Item = u64>) -> Vec<u64> {
        let (start, mut coalescer) = (Instant::now(), Coalescer::new(PATIENCE));
        let mut hints = hints.into_iter().peekable();
        let end = 20_000;
        let step = |ms: u64| {
            while hints.next_if_eq(&ms).is_some() {
                coalescer.note(at(start, ms));
            }
            coalescer.take(at(start, ms)).then_some(ms)
        };
        (0..end).filter_map(step).collect()
    }

    #[test]
    fn nothing_is_due_without_a_hint() {
        assert_eq!(Coalescer::new(PATIENCE).due(), None);
        assert!(acted_on([]).is_empty());
    }

    #[test]
    fn lone_hints_are_acted_on_in_a_moment() {
        assert_eq!(acted_on([0, 2_000, 4_000]), [20, 2_020, 4_020]);
    }

    #[test]
    fn a_few_hints_that_come_together_are_one() {
        assert_eq!(acted_on([0, 5, 19]), [39]);
        assert_eq!(acted_on((0..140).step_by(10)), [150]);
    }

    #[test]
    fn hints_soon_after_others_wait_until_it_is_quiet() {
        assert_eq!(acted_on([0, 30, 100, 200]), [20, 350]);
    }

    #[test]
    fn a_burst_without_end_is_acted_on_about_once_per_limit() {
        let acted = acted_on((0..10_000).step_by(10));
        assert_eq!(acted[0], 150);
        assert!(
            acted
                .windows(2)
                .all(|pair| pair[1] - pair[0] >= 1_000 || pair[1] >= 10_000),
            "{acted:?}"
        );
        assert!(acted.len() <= 12, "{acted:?}");
    }
}
