//! How long it takes from the click until there is something to read.

use std::{
    thread,
    time::{Duration, Instant},
};

use baton_tests::desktop::{
    looks::Looks,
    screen::{Screen, Window},
};

const GLANCE: Duration = Duration::from_millis(10);
/// No change for so long, and the page is complete.
const STILL: Duration = Duration::from_millis(1_500);
const LONGEST: Duration = Duration::from_secs(60);

/// When things were seen, counted from the click.
#[derive(Debug, Clone, Copy)]
pub struct Opening {
    /// The window.
    pub shown: Duration,
    /// The first words in it.
    pub readable: Duration,
    /// The last large change: the page is complete.
    pub complete: Duration,
}

/// What was seen so far.
#[derive(Default)]
struct Seen {
    shown: Option<Duration>,
    readable: Option<Duration>,
    last: Option<(Looks, Duration)>,
}

/// Does what opens the window of this title, and watches the screen.
pub fn watch(screen: &Screen, title: &str, open: impl FnOnce()) -> Opening {
    let start = Instant::now();
    open();
    let mut seen = Seen::default();
    loop {
        let now = start.elapsed();
        assert!(now < LONGEST, "no page in the window \"{title}\"");
        let looks = screen
            .window_titled(title)
            .and_then(|window: Window| screen.looks(window));
        if let Some(looks) = looks {
            seen.take(looks, now);
        }
        if let Some(opening) = seen.complete(now) {
            return opening;
        }
        thread::sleep(GLANCE);
    }
}

impl Seen {
    fn take(&mut self, looks: Looks, now: Duration) {
        self.shown.get_or_insert(now);
        if self.readable.is_none() && !looks.is_blank() {
            self.readable = Some(now);
        }
        match &self.last {
            Some((before, _)) if !looks.differ_from(before) => {}
            _ => self.last = Some((looks, now)),
        }
    }

    fn complete(&self, now: Duration) -> Option<Opening> {
        let complete = self.last.as_ref()?.1;
        (now - complete > STILL).then_some(())?;
        Some(Opening {
            shown: self.shown?,
            readable: self.readable?,
            complete,
        })
    }
}
