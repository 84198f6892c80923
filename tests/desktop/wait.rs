use std::{
    thread,
    time::{Duration, Instant},
};

const LONGEST: Duration = Duration::from_secs(60);
const BETWEEN: Duration = Duration::from_millis(25);

/// Looks again and again until there is an answer.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < LONGEST, "waited in vain: {what}");
        thread::sleep(BETWEEN);
    }
}

/// Looks again and again until it holds.
pub fn until_true(what: &str, mut holds: impl FnMut() -> bool) {
    until(what, || holds().then_some(()));
}
