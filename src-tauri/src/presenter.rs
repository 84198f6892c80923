//! Brings changes to the eye: the tray, and one small event for the window, at most ten times a second.

use std::{
    io,
    sync::{Arc, mpsc::Receiver},
    thread,
    time::Duration,
};

use baton_contract::STATE_EVENT;
use tauri::{AppHandle, Emitter, Manager};

use crate::{host::Host, tray, window};

const SHORTEST_PAUSE: Duration = Duration::from_millis(100);

/// Presents after every change, until nobody can change anything any more.
pub(crate) fn start(app: AppHandle, changes: Receiver<()>) -> io::Result<()> {
    let present_all = move || {
        present(&app);
        while changes.recv().is_ok() {
            // Short states, such as a round of a few milliseconds, pass unseen.
            thread::sleep(SHORTEST_PAUSE);
            while changes.try_recv().is_ok() {}
            present(&app);
        }
    };
    thread::Builder::new().name("presenter".to_owned()).spawn(present_all)?;
    Ok(())
}

fn present(app: &AppHandle) {
    let host = app.state::<Arc<Host>>();
    host.forget_ended_pause();
    let view = tray::TrayView::of(&host);
    tray::show(app, &view);
    if let Err(error) = app.emit_to(window::LABEL, STATE_EVENT, host.revision()) {
        tracing::warn!(%error, "the window was not told of a change");
    }
}
