use baton_contract::PauseLength;
use tauri::{
    AppHandle, Wry,
    menu::{Menu, MenuItem, PredefinedMenuItem, Submenu},
};

use super::{
    TrayView,
    action::Action,
    lines::Lines,
    view::{DEVICE_LINES, RECENT_LINES, STUCK_LINES},
};

/// The menu: built once; afterwards only texts and enabled states change, and lines come and go.
pub(super) struct TrayMenu {
    root: Menu<Wry>,
    status: MenuItem<Wry>,
    stuck: Lines,
    devices: Lines,
    sync_now: MenuItem<Wry>,
    checkpoint: MenuItem<Wry>,
    pause: Submenu<Wry>,
    resume: Lines,
    recent: Submenu<Wry>,
    recent_lines: Lines,
    open_folder: MenuItem<Wry>,
}

/// The lines below the status: first the stuck leases, then the devices.
const BELOW_STATUS: usize = 1;
/// How many items lie between those lines and the one that ends the pause.
const ABOVE_RESUME: usize = 4;

impl TrayMenu {
    pub(super) fn build(app: &AppHandle, view: &TrayView) -> tauri::Result<Self> {
        let item =
            |action: Action, text: &str, enabled| MenuItem::with_id(app, action.id(), text, enabled, None::<&str>);
        let menu = Self {
            root: Menu::new(app)?,
            status: item(Action::Status, &view.status_line, false)?,
            stuck: Lines::build(app, STUCK_LINES, Action::Stuck)?,
            devices: Lines::build(app, DEVICE_LINES, Action::Device)?,
            sync_now: item(Action::SyncNow, "Sync now", view.can_sync)?,
            checkpoint: item(Action::Checkpoint, "Checkpoint", view.can_sync)?,
            pause: pauses(app, view.is_set_up)?,
            resume: Lines::build(app, 1, |_| Action::Resume)?,
            recent: Submenu::with_id(app, "recent", "Recent conversations", false)?,
            recent_lines: Lines::build(app, RECENT_LINES, Action::Recent)?,
            open_folder: item(Action::OpenFolder, "Open relay folder", view.is_set_up)?,
        };
        let separator = || PredefinedMenuItem::separator(app);
        menu.root.append_items(&[
            &menu.status,
            &separator()?,
            &menu.sync_now,
            &menu.checkpoint,
            &menu.pause,
            &separator()?,
            &item(Action::Open, "Open Baton", true)?,
            &menu.recent,
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
        if shown.can_sync != view.can_sync {
            self.sync_now.set_enabled(view.can_sync)?;
            self.checkpoint.set_enabled(view.can_sync)?;
        }
        if shown.is_set_up != view.is_set_up {
            self.pause.set_enabled(view.is_set_up)?;
            self.open_folder.set_enabled(view.is_set_up)?;
        }
        self.show_lines(shown, view)
    }

    fn show_lines(&self, shown: &TrayView, view: &TrayView) -> tauri::Result<()> {
        let (old, new) = (shown, view);
        let below_stuck = BELOW_STATUS + new.stuck_lines.len();
        let above_resume = below_stuck + new.devices.len() + ABOVE_RESUME;
        self.stuck
            .show(&self.root, BELOW_STATUS, &old.stuck_lines, &new.stuck_lines)?;
        self.devices.show(&self.root, below_stuck, &old.devices, &new.devices)?;
        self.resume.show(&self.root, above_resume, &old.resume, &new.resume)?;
        self.recent_lines
            .show(&self.recent, 0, &old.recent_lines, &new.recent_lines)?;
        if old.recent_lines.is_empty() != new.recent_lines.is_empty() {
            self.recent.set_enabled(!new.recent_lines.is_empty())?;
        }
        Ok(())
    }
}

fn pauses(app: &AppHandle, enabled: bool) -> tauri::Result<Submenu<Wry>> {
    let menu = Submenu::with_id(app, "pauses", "Pause syncing", enabled)?;
    let lengths = [
        (PauseLength::Hour, "For 1 hour"),
        (PauseLength::Tomorrow, "Until tomorrow"),
        (PauseLength::Resumed, "Until I resume"),
    ];
    for (length, text) in lengths {
        menu.append(&MenuItem::with_id(
            app,
            Action::Pause(length).id(),
            text,
            true,
            None::<&str>,
        )?)?;
    }
    Ok(menu)
}
