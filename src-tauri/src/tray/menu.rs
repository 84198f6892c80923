use std::sync::Arc;

use tauri::{
    AppHandle, Manager, Wry,
    menu::{Menu, MenuItem, PredefinedMenuItem},
    tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconEvent},
};

use super::{Tray, TrayView, action::Action, view::STUCK_LINES};
use crate::{app, host::Host, ipc, window};

/// The menu's items that change.
pub(super) struct TrayMenu {
    root: Menu<Wry>,
    status: MenuItem<Wry>,
    sync_now: MenuItem<Wry>,
    checkpoint: MenuItem<Wry>,
    toggle_pause: MenuItem<Wry>,
    open_folder: MenuItem<Wry>,
    /// Part of the menu only while there are stuck leases.
    stuck: Vec<MenuItem<Wry>>,
}

/// Where the stuck leases are listed: below the status.
const STUCK_FROM: usize = 1;

impl TrayMenu {
    pub(super) fn build(app: &AppHandle, view: &TrayView) -> tauri::Result<Self> {
        let item =
            |action: Action, text: &str, enabled| MenuItem::with_id(app, action.id(), text, enabled, None::<&str>);
        let stuck = (0..STUCK_LINES).map(|index| item(Action::Stuck(index), "", true));
        let separator = || PredefinedMenuItem::separator(app);
        let menu = Self {
            root: Menu::new(app)?,
            status: item(Action::Status, &view.status_line, false)?,
            sync_now: item(Action::SyncNow, "Sync now", view.can_sync)?,
            checkpoint: item(Action::Checkpoint, "Checkpoint", view.can_sync)?,
            toggle_pause: item(Action::TogglePause, view.pause_text, view.is_set_up)?,
            open_folder: item(Action::OpenFolder, "Open relay folder", view.is_set_up)?,
            stuck: stuck.collect::<tauri::Result<_>>()?,
        };
        menu.root.append_items(&[
            &menu.status,
            &separator()?,
            &menu.sync_now,
            &menu.checkpoint,
            &menu.toggle_pause,
            &separator()?,
            &item(Action::Open, "Open Baton", true)?,
            &menu.open_folder,
            &separator()?,
            &item(Action::Quit, "Quit", true)?,
        ])?;
        Ok(menu)
    }

    pub(super) fn root(&self) -> &Menu<Wry> {
        &self.root
    }

    /// Changes what differs between two views.
    pub(super) fn show(&self, shown: &TrayView, view: &TrayView) -> tauri::Result<()> {
        if shown.status_line != view.status_line {
            self.status.set_text(&view.status_line)?;
        }
        if shown.pause_text != view.pause_text {
            self.toggle_pause.set_text(view.pause_text)?;
        }
        if shown.can_sync != view.can_sync {
            self.sync_now.set_enabled(view.can_sync)?;
            self.checkpoint.set_enabled(view.can_sync)?;
        }
        if shown.is_set_up != view.is_set_up {
            self.toggle_pause.set_enabled(view.is_set_up)?;
            self.open_folder.set_enabled(view.is_set_up)?;
        }
        self.show_stuck(shown, view)
    }

    fn show_stuck(&self, shown: &TrayView, view: &TrayView) -> tauri::Result<()> {
        for (index, line) in self.stuck.iter().enumerate() {
            match (shown.stuck_line(index), view.stuck_line(index)) {
                (old, new) if old == new => {}
                (None, Some(text)) => {
                    line.set_text(text)?;
                    self.root.insert(line, STUCK_FROM + index)?;
                }
                (Some(_), Some(text)) => line.set_text(text)?,
                (_, None) => self.root.remove(line)?,
            }
        }
        Ok(())
    }
}

/// A menu item was chosen.
pub(super) fn on_click(app: &AppHandle, id: &str) {
    let host = Arc::clone(&app.state::<Arc<Host>>());
    match Action::of_id(id) {
        Some(Action::SyncNow) => spawn("sync now", async move { ipc::sync(&host).await.map(drop) }),
        Some(Action::Checkpoint) => spawn(
            "checkpoint",
            async move { ipc::publish_checkpoint(&host).await.map(drop) },
        ),
        Some(Action::TogglePause) => spawn("pause or resume", async move {
            let paused = host.state().paused;
            ipc::pause(&host, !paused).await
        }),
        Some(Action::OpenFolder) => spawn("open the relay folder", async move { ipc::open_folder(&host) }),
        Some(Action::Open) => window::open_soon(app),
        Some(Action::Quit) => app::quit(app),
        Some(Action::Stuck(index)) => ask_take_over(app, index),
        Some(Action::Status) | None => {}
    }
}

/// Whether to take a stuck lease over is decided in the window, which says what that means.
fn ask_take_over(app: &AppHandle, index: usize) {
    let agent = app.try_state::<Tray>().and_then(|tray| tray.stuck_agent(index));
    if let Some(agent) = agent {
        window::open_soon_at(app, window::take_over_place(&agent));
    }
}

/// A click on the icon itself opens the window, where the desktop tells us of it and the menu is on the other button.
pub(super) fn on_icon_event(tray: &TrayIcon, event: TrayIconEvent) {
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
