use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tauri::{
    AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder, Window, WindowEvent, Wry, plugin::TauriPlugin,
    utils::config::WindowConfig, webview::NewWindowResponse,
};
use tauri_plugin_window_state::StateFlags;

use crate::{host::Host, tray};

/// The one window's label, as in the configuration.
pub(crate) const LABEL: &str = "main";

/// What of an agent's id an address can hold as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// The place in the window where it asks whether to take over an agent's lease.
pub(crate) fn take_over_place(agent_id: &str) -> String {
    format!("#/leases/take-over/{}", utf8_percent_encode(agent_id, PLAIN))
}

/// The place in the window where a conversation is.
pub(crate) fn conversation_place(id: &str) -> String {
    format!("#/conversations/id/{}", utf8_percent_encode(id, PLAIN))
}

/// The place in the window where the devices are.
pub(crate) const DEVICES: &str = "#/devices";

/// The place in the window where the leases are.
pub(crate) const LEASES: &str = "#/leases";

/// The place in the window that says what happened.
pub(crate) const ACTIVITY: &str = "#/activity";

/// Writes down where the window was left, and puts the next one there, unless no screen is there any more.
pub(crate) fn remembering_its_place() -> TauriPlugin<Wry> {
    let flags = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(flags)
        .build()
}

/// Opens the window, or brings it to the front.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    open_at(app, None)
}

fn open_at(app: &AppHandle, place: Option<&str>) -> tauri::Result<()> {
    if let Some(window) = app.get_webview_window(LABEL) {
        if let Some(place) = place {
            window.eval(format!("location.hash = {}", serde_json::Value::from(place)))?;
        }
        window.unminimize()?;
        window.show()?;
        return window.set_focus();
    }
    let host = app.state::<Arc<Host>>();
    host.note_tray(tray::is_there(app));
    let window = WebviewWindowBuilder::from_config(app, &config(app, place)?)?
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    window.set_focus()
}

fn config(app: &AppHandle, place: Option<&str>) -> tauri::Result<WindowConfig> {
    let windows = &app.config().app.windows;
    let mut config = windows.iter().find(|window| window.label == LABEL).cloned();
    if let (Some(config), Some(place)) = (&mut config, place) {
        config.url = WebviewUrl::App(format!("index.html{place}").into());
    }
    config.ok_or(tauri::Error::WindowNotFound)
}

/// Opens the window from an event handler: building one inside of it blocks for ever on Windows.
pub(crate) fn open_soon(app: &AppHandle) {
    spawn(app, None);
}

/// The same, at a place in it.
pub(crate) fn open_soon_at(app: &AppHandle, place: String) {
    spawn(app, Some(place));
}

fn spawn(app: &AppHandle, place: Option<String>) {
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || {
        if let Err(error) = open_at(&app, place.as_deref()) {
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
    fn an_agents_id_is_one_part_of_the_address_whatever_it_is() {
        assert_eq!(take_over_place("mail-bot"), "#/leases/take-over/mail-bot");
        assert_eq!(
            take_over_place("a/b \"ü%\""),
            "#/leases/take-over/a%2Fb%20%22%C3%BC%25%22"
        );
        assert_eq!(conversation_place("tide/1"), "#/conversations/id/tide%2F1");
        assert_eq!(conversation_place(""), "#/conversations/id/");
    }

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
