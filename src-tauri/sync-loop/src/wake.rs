use std::time::{Duration, Instant};

/// A jump of the wall clock ahead of the monotonic one that is too big for clock drift.
const JUMP: Duration = Duration::from_secs(15);

/// Notices that the machine slept: the wall clock went on while the monotonic clock stood still.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SleepDetector {
    monotonic: Instant,
    wall_ms: u64,
}

impl SleepDetector {
    pub(crate) fn new(monotonic: Instant, wall_ms: u64) -> Self {
        Self { monotonic, wall_ms }
    }

    /// Compares both clocks with the last look; true when the machine must have slept in between.
    pub(crate) fn slept(&mut self, monotonic: Instant, wall_ms: u64) -> bool {
        let ran = monotonic.saturating_duration_since(self.monotonic);
        let passed = Duration::from_millis(wall_ms.saturating_sub(self.wall_ms));
        *self = Self { monotonic, wall_ms };
        passed.saturating_sub(ran) >= JUMP
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_wall_clock_that_ran_ahead_means_sleep() {
        let start = Instant::now();
        let ten_seconds = start + Duration::from_secs(10);
        let cases = [
            ("both clocks went on", 1_010_000, false),
            ("ordinary drift", 1_014_000, false),
            ("an hour of sleep", 4_600_000, true),
            ("the wall clock was set back", 1_000, false),
        ];
        for (name, wall_ms, expected) in cases {
            let mut detector = SleepDetector::new(start, 1_000_000);
            assert_eq!(detector.slept(ten_seconds, wall_ms), expected, "{name}");
        }
    }
}
