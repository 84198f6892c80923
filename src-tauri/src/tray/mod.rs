//! The tray icon and its menu.

mod action;
mod clicks;
mod icons;
mod lines;
mod menu;
pub(crate) mod panel;
mod presence;
mod view;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tauri::{
    AppHandle, Manager, Wry,
    tray::{TrayIcon, TrayIconBuilder},
};

use self::{menu::TrayMenu, panel::Panel};
pub(crate) use self::{presence::somebody_shows_it, view::TrayView};

/// The tray icon with its menu, built once; texts, enabled states, lines of devices and the like, and the icon change.
pub(crate) struct Tray {
    icon: TrayIcon,
    menu: TrayMenu,
    /// Held while the main thread carries a change out, so never taken on the main thread.
    shown: Mutex<(TrayView, Panel)>,
}

impl Tray {
    /// Builds the tray; `None` where this desktop has no library for it.
    pub(crate) fn build(app: &AppHandle, root: &Path) -> tauri::Result<Option<Self>> {
        let view = TrayView::starting();
        let menu = TrayMenu::build(app, &view)?;
        // Some desktops write the icon to a file named after the id, which no other app may share.
        let id = format!("baton-{}", short_hash(&root.to_string_lossy()));
        let panel = panel::now();
        let builder = TrayIconBuilder::with_id(id)
            .icon(icons::of(view.kind, panel)?)
            .icon_as_template(cfg!(target_os = "macos"))
            .tooltip(&view.tooltip)
            .temp_dir_path(root.join("tray"))
            .menu(menu.root())
            .show_menu_on_left_click(cfg!(not(windows)))
            .on_menu_event(|app, event| clicks::on_menu(app, event.id().as_ref()))
            .on_tray_icon_event(clicks::on_icon);
        let Some(icon) = build_or_none(app, builder)? else {
            return Ok(None);
        };
        let shown = Mutex::new((view, panel));
        Ok(Some(Self { icon, menu, shown }))
    }

    /// What is shown now.
    fn shown(&self) -> TrayView {
        self.lock().0.clone()
    }

    /// Changes what differs from what is shown.
    fn show(&self, view: &TrayView) -> tauri::Result<()> {
        let mut guard = self.lock();
        let (shown, panel) = &mut *guard;
        self.menu.show(shown, view)?;
        if shown.kind != view.kind {
            self.draw(view, *panel)?;
        }
        if shown.tooltip != view.tooltip {
            self.icon.set_tooltip(Some(&view.tooltip))?;
        }
        view.clone_into(shown);
        Ok(())
    }

    /// Draws the icon for another panel.
    fn set_panel(&self, panel: Panel) -> tauri::Result<()> {
        let mut guard = self.lock();
        guard.1 = panel;
        self.draw(&guard.0, panel)
    }

    fn draw(&self, view: &TrayView, panel: Panel) -> tauri::Result<()> {
        let icon = icons::of(view.kind, panel)?;
        self.icon
            .set_icon_with_as_template(Some(icon), cfg!(target_os = "macos"))
    }

    fn lock(&self) -> MutexGuard<'_, (TrayView, Panel)> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The library behind the tray on Linux is loaded on first use, by code that panics when there is none.
fn build_or_none(app: &AppHandle, builder: TrayIconBuilder<Wry>) -> tauri::Result<Option<TrayIcon>> {
    match catch_unwind(AssertUnwindSafe(|| builder.build(app))) {
        Ok(icon) => icon.map(Some),
        Err(_) => Ok(None),
    }
}

/// Shows this view, if there is a tray.
pub(crate) fn show(app: &AppHandle, view: &TrayView) {
    if let Some(tray) = app.try_state::<Tray>()
        && let Err(error) = tray.show(view)
    {
        tracing::warn!(%error, "the tray does not show the newest state");
    }
}

/// Is there a tray icon that somebody shows, at this moment?
pub(crate) fn is_there(app: &AppHandle) -> bool {
    app.try_state::<Tray>().is_some() && somebody_shows_it()
}

/// Eight hex digits that tell one root folder from another (FNV-1a).
pub(crate) fn short_hash(text: &str) -> String {
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("{hash:08x}")
}
