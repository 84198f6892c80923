//! The smallest app that is an app in the tray: what Baton's memory is compared with.
//!
//! It has one icon, a menu, and a window on demand that shows an empty page. Being an example of Baton's own package, it is
//! built with the very features of Tauri that Baton uses.

use std::error::Error;

use tauri::{
    App, AppHandle, RunEvent, WebviewWindowBuilder,
    menu::{Menu, MenuItem},
    tray::TrayIconBuilder,
};

fn main() -> Result<(), tauri::Error> {
    let app = tauri::Builder::default()
        .setup(|app| set_up(app))
        .build(tauri::generate_context!("examples/empty_tray/tauri.conf.json"))?;
    app.run(|_, event| {
        if let RunEvent::ExitRequested { code: None, api, .. } = event {
            api.prevent_exit();
        }
    });
    Ok(())
}

fn set_up(app: &App) -> Result<(), Box<dyn Error>> {
    let open = MenuItem::with_id(app, "open", "Open", true, None::<&str>)?;
    let quit = MenuItem::with_id(app, "quit", "Quit", true, None::<&str>)?;
    let icon = app.default_window_icon().ok_or("the app has no icon")?;
    TrayIconBuilder::with_id("empty-tray")
        .icon(icon.clone())
        .temp_dir_path(std::env::current_dir()?)
        .menu(&Menu::with_items(app, &[&open, &quit])?)
        .on_menu_event(|app, event| match event.id().as_ref() {
            "open" => open_window(app),
            _ => app.exit(0),
        })
        .build(app)?;
    Ok(())
}

fn open_window(app: &AppHandle) {
    let built = app
        .config()
        .app
        .windows
        .first()
        .map(|config| WebviewWindowBuilder::from_config(app, config)?.build());
    if let Some(Err(error)) = built {
        tracing::error!(%error, "no window");
        app.exit(1);
    }
}
