//! How long it takes from the start of the program until there is something to read.

use baton_tests::desktop::{app::App, desk::Desk, screen::Screen};

use crate::{
    opening::{self, Opening},
    store::Store,
};

/// How often it is started.
const STARTS: usize = 5;

/// Every start of Baton with its window, counted from before its process. The machine has its files in memory by now.
pub fn measure(store: &Store) -> Vec<Opening> {
    (0..STARTS).map(|_| start(store)).collect()
}

fn start(store: &Store) -> Opening {
    let desk = Desk::new();
    let screen = Screen::of(&desk);
    let (root, relay) = (store.root.to_str().unwrap(), store.relay.to_str().unwrap());
    let mut app = None;
    let opening = opening::watch(&screen, "Baton", || {
        app = Some(App::start_on(&desk, root, &["--show", "--relay", relay]));
    });
    // As a logout does: the next one finds everything in order.
    app.iter_mut().for_each(|app| {
        app.terminate();
        app.wait();
    });
    opening
}
