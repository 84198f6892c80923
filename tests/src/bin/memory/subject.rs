//! The two apps, put through the same phases.

use std::{
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use baton_tests::{
    desktop::{
        app::App,
        dbus_menu::Tray,
        desk::Desk,
        processes::{self, Process},
        screen::{Screen, Wheel, Window},
    },
    eventually,
};

use crate::{
    opening::{self, Opening},
    store::Store,
    turns::LONG_TITLE,
};

/// How often a window is opened for its time.
const OPENINGS: usize = 5;
const BETWEEN: Duration = Duration::from_millis(500);
/// At rest: so many looks in a row that differ by less than this.
const LOOKS: usize = 12;
const STEADY: u64 = 500_000;
const LONGEST: Duration = Duration::from_secs(90);
/// No answer to the wheel for so long, and there is none.
const PATIENCE: Duration = Duration::from_secs(20);
const GLANCE: Duration = Duration::from_millis(20);

/// What was measured of one app.
pub struct Measured {
    /// Its processes before the first window.
    pub before: Vec<Process>,
    /// Its processes while the window is open.
    pub open: Vec<Process>,
    /// Its processes after the window was closed.
    pub closed: Vec<Process>,
    /// Every opening, the first of all first.
    pub openings: Vec<Opening>,
}

/// An app on its desk.
struct Subject<'a> {
    app: &'a App,
    tray: Tray,
    screen: Screen,
    title: &'a str,
    open: &'a str,
}

/// The empty app.
pub fn empty(built: &Path) -> Measured {
    let desk = Desk::new();
    let mut command = Command::new(built.join("examples/empty_tray"));
    let app = App::run(&desk, command.current_dir(desk.folder()));
    let subject = Subject::new(&desk, &app, "Empty tray", "Open");
    subject.measure(|| subject.open_window(), || {})
}

/// Baton on a million turns: its window opens at the long conversation, in which a person reads.
pub fn baton(store: &Store) -> Measured {
    let desk = Desk::new();
    let (root, relay) = (store.root.to_str().unwrap(), store.relay.to_str().unwrap());
    let app = App::start_on(&desk, root, &["--hidden", "--relay", relay]);
    let subject = Subject::new(&desk, &app, "Baton", "Open Baton");
    eventually("the first round", || (app.logged("round done") > 0).then_some(()));
    let open = || {
        opening::watch(&subject.screen, subject.title, || {
            subject.tray.click_in("Recent conversations", LONG_TITLE);
        })
    };
    subject.measure(open, || {
        subject.save(store, "opened");
        subject.read();
        subject.save(store, "read");
    })
}

impl<'a> Subject<'a> {
    fn new(desk: &Desk, app: &'a App, title: &'a str, open: &'a str) -> Self {
        Self {
            app,
            tray: app.tray(desk),
            screen: Screen::of(desk),
            title,
            open,
        }
    }

    fn measure(&self, open_first: impl FnOnce() -> Opening, read: impl FnOnce()) -> Measured {
        let before = self.at_rest();
        let mut openings = vec![open_first()];
        read();
        let open = self.at_rest();
        self.close_window();
        let closed = self.at_rest();
        for _ in 1..OPENINGS {
            openings.push(self.open_window());
            self.close_window();
        }
        Measured {
            before,
            open,
            closed,
            openings,
        }
    }

    fn window(&self) -> Window {
        self.screen.window_titled(self.title).unwrap()
    }

    fn open_window(&self) -> Opening {
        opening::watch(&self.screen, self.title, || self.tray.click(self.open))
    }

    fn close_window(&self) {
        self.screen.close(self.window());
        eventually("no window", || {
            self.screen.window_titled(self.title).is_none().then_some(())
        });
        eventually("no web process", || {
            (processes::pages(self.app.id()) == 0).then_some(())
        });
    }

    /// Waits until the memory no longer changes.
    fn at_rest(&self) -> Vec<Process> {
        let (start, mut totals) = (Instant::now(), Vec::new());
        loop {
            let now = processes::of(self.app.id());
            totals.push(now.iter().map(|process| process.pss).sum::<u64>());
            let last = &totals[totals.len().saturating_sub(LOOKS)..];
            let steady = last.iter().max().zip(last.iter().min());
            let steady = last.len() == LOOKS && steady.is_some_and(|(most, least)| most - least < STEADY);
            if steady || start.elapsed() > LONGEST {
                return now;
            }
            thread::sleep(BETWEEN);
        }
    }

    fn save(&self, store: &Store, name: &str) {
        self.screen.looks(self.window()).unwrap().save(&store.picture(name));
    }

    /// Scrolls far up in the conversation, which opens at its end, and a little down again.
    fn read(&self) {
        (0..60).for_each(|_| self.scroll(Wheel::Up));
        (0..5).for_each(|_| self.scroll(Wheel::Down));
    }

    /// Turns the wheel by ten notches, and waits until the page follows.
    fn scroll(&self, wheel: Wheel) {
        let window = self.window();
        let before = self.screen.looks(window).unwrap();
        (0..10).for_each(|_| self.screen.turn(window, wheel));
        let start = Instant::now();
        while !self.screen.looks(window).is_some_and(|now| now.differ_from(&before)) {
            assert!(start.elapsed() < PATIENCE, "the page does not scroll");
            thread::sleep(GLANCE);
        }
    }
}
