use std::sync::Arc;

use tauri::{AppHandle, Manager, Url, WebviewWindowBuilder, Window, WindowEvent, webview::NewWindowResponse};

use crate::host::Host;

/// The one window's label, as in the configuration.
pub(crate) const LABEL: &str = "main";

/// Opens the window, or brings it to the front.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    if let Some(window) = app.get_webview_window(LABEL) {
        window.unminimize()?;
        window.show()?;
        return window.set_focus();
    }
    let Some(config) = app.config().app.windows.iter().find(|window| window.label == LABEL) else {
        return Err(tauri::Error::WindowNotFound);
    };
    let window = WebviewWindowBuilder::from_config(app, config)?
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    window.set_focus()
}

/// Opens the window from an event handler: building one inside of it blocks for ever on Windows.
pub(crate) fn open_soon(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || {
        if let Err(error) = open(&app) {
            tracing::error!(%error, "cannot open the window");
        }
    });
}

/// A look at the window is a good moment for a round.
pub(crate) fn on_event(window: &Window, event: &WindowEvent) {
    if let WindowEvent::Focused(true) = event
        && let Some(sync_loop) = window.state::<Arc<Host>>().sync_loop()
    {
        sync_loop.nudge();
    }
}

/// The window shows our own pages only; everything else stays out.
fn is_ours(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => cfg!(any(windows, target_os = "android")) && url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_are_shown() {
        assert!(is_ours(&Url::parse("tauri://localhost/index.html").unwrap()));
        for foreign in [
            "https://example.org/",
            "http://localhost/",
            "tauri://elsewhere/",
            "file:///etc/passwd",
            "data:text/html,x",
            "about:blank",
        ] {
            assert!(!is_ours(&Url::parse(foreign).unwrap()), "{foreign}");
        }
    }
}
