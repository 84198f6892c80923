//! The tray icon and its menu.

mod action;
mod icons;
mod menu;
mod presence;
mod view;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{Mutex, PoisonError},
};

use tauri::{
    AppHandle, Manager, Wry,
    tray::{TrayIcon, TrayIconBuilder},
};

use self::menu::TrayMenu;
pub(crate) use self::{presence::somebody_shows_it, view::TrayView};

/// The tray icon with its menu, built once; only texts, enabled states and the icon change.
pub(crate) struct Tray {
    icon: TrayIcon,
    menu: TrayMenu,
    shown: Mutex<TrayView>,
}

impl Tray {
    /// Builds the tray; `None` where this desktop has no library for it.
    pub(crate) fn build(app: &AppHandle, root: &Path) -> tauri::Result<Option<Self>> {
        let view = TrayView::starting();
        let menu = TrayMenu::build(app, &view)?;
        // Some desktops write the icon to a file named after the id, which no other app may share.
        let id = format!("baton-{}", short_hash(&root.to_string_lossy()));
        let builder = TrayIconBuilder::with_id(id)
            .icon(icons::of(view.kind))
            .tooltip(&view.tooltip)
            .temp_dir_path(root.join("tray"))
            .menu(menu.root())
            .show_menu_on_left_click(cfg!(not(windows)))
            .on_menu_event(|app, event| menu::on_click(app, event.id().as_ref()))
            .on_tray_icon_event(menu::on_icon_event);
        let Some(icon) = build_or_none(app, builder)? else {
            return Ok(None);
        };
        let shown = Mutex::new(view);
        Ok(Some(Self { icon, menu, shown }))
    }

    /// The agent whose stuck lease has this line in the menu.
    fn stuck_agent(&self, index: usize) -> Option<String> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.stuck.get(index).cloned()
    }

    /// Changes what differs from what is shown.
    fn show(&self, view: &TrayView) -> tauri::Result<()> {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        self.menu.show(&shown, view)?;
        if shown.kind != view.kind {
            self.icon.set_icon(Some(icons::of(view.kind)))?;
        }
        if shown.tooltip != view.tooltip {
            self.icon.set_tooltip(Some(&view.tooltip))?;
        }
        view.clone_into(&mut shown);
        Ok(())
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
