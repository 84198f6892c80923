//! What a click in the menu, or on the icon, does.

use std::sync::Arc;

use tauri::{
    AppHandle, Manager,
    tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconEvent},
};

use super::{Tray, TrayView, action::Action};
use crate::{app, host::Host, ipc, window};

/// A menu item was chosen.
pub(super) fn on_menu(app: &AppHandle, id: &str) {
    let host = Arc::clone(&app.state::<Arc<Host>>());
    match Action::of_id(id) {
        Some(Action::SyncNow) => spawn("sync now", async move { ipc::sync(&host).await.map(drop) }),
        Some(Action::Checkpoint) => spawn(
            "checkpoint",
            async move { ipc::publish_checkpoint(&host).await.map(drop) },
        ),
        Some(Action::Pause(length)) => spawn("pause", async move { ipc::pause(&host, Some(length)).await }),
        Some(Action::Resume) => spawn("resume", async move { ipc::pause(&host, None).await }),
        Some(Action::OpenFolder) => spawn("open the relay folder", async move { ipc::open_folder(&host) }),
        Some(Action::Open) => window::open_soon(app),
        Some(Action::Quit) => app::quit(app),
        // Whether to take a stuck lease over is decided in the window, which says what that means.
        Some(Action::Stuck(index)) => open_at(app, move |shown| {
            shown.stuck.get(index).map(|agent| window::take_over_place(agent))
        }),
        Some(Action::Device(_)) => window::open_soon_at(app, window::DEVICES.to_owned()),
        Some(Action::Recent(index)) => open_at(app, move |shown| {
            shown.recent.get(index).map(|id| window::conversation_place(id))
        }),
        Some(Action::Status) | None => {}
    }
}

/// Opens the window at a place that the shown menu tells. Not on the main thread, where clicks arrive: whoever changes the
/// menu holds what is shown until the main thread has carried the change out.
fn open_at(app: &AppHandle, place: impl FnOnce(&TrayView) -> Option<String> + Send + 'static) {
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || {
        let place = app.try_state::<Tray>().and_then(|tray| place(&tray.shown()));
        if let Some(place) = place {
            window::open_soon_at(&app, place);
        }
    });
}

/// A click on the icon itself opens the window, where the desktop tells us of it and the menu is on the other button.
pub(super) fn on_icon(tray: &TrayIcon, event: TrayIconEvent) {
    if let TrayIconEvent::Click {
        button: MouseButton::Left,
        button_state: MouseButtonState::Up,
        ..
    } = event
        && cfg!(windows)
    {
        window::open_soon(tray.app_handle());
    }
}

/// Runs what a click asks for; what fails is in the activity and the status, here only in the log.
fn spawn(what: &'static str, work: impl Future<Output = ipc::Answer<()>> + Send + 'static) {
    tauri::async_runtime::spawn(async move {
        if let Err(error) = work.await {
            tracing::warn!(code = ?error.code, message = %error.message, "{what} failed");
        }
    });
}
