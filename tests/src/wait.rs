use std::thread;
use std::time::{Duration, Instant};

/// How long anything may take on a slow, busy machine.
pub const DEADLINE: Duration = Duration::from_secs(60);

const GLANCE: Duration = Duration::from_millis(20);

/// Looks again and again until there is something to see, and answers it.
///
/// # Panics
///
/// After [`DEADLINE`], naming what did not come.
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(
            start.elapsed() < DEADLINE,
            "waited {} s in vain: {what}",
            DEADLINE.as_secs()
        );
        thread::sleep(GLANCE);
    }
}
