use std::sync::{Arc, Mutex, PoisonError};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tauri::{
    AppHandle, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Window, WindowEvent, Wry,
    plugin::TauriPlugin, utils::config::WindowConfig, webview::NewWindowResponse,
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
    match app.get_webview_window(LABEL) {
        Some(window) if window.is_visible().is_ok() => show(&window, place),
        Some(_) => {
            // It was just closed, and its name is still taken.
            app.state::<AfterClosing>().open(place);
            if app.get_webview_window(LABEL).is_none() {
                closed(app);
            }
            Ok(())
        }
        None => build(app, place),
    }
}

/// A window that is asked for while the one before it closes: it opens when that one is gone.
#[derive(Default)]
pub(crate) struct AfterClosing(Mutex<Option<Option<String>>>);

impl AfterClosing {
    fn open(&self, place: Option<&str>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(place.map(str::to_owned));
    }

    fn take(&self) -> Option<Option<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The window is gone, and so is its name.
pub(crate) fn closed(app: &AppHandle) {
    if let Some(place) = app.state::<AfterClosing>().take() {
        spawn(app, place);
    }
}

fn show(window: &WebviewWindow, place: Option<&str>) -> tauri::Result<()> {
    if let Some(place) = place {
        window.eval(format!("location.hash = {}", serde_json::Value::from(place)))?;
    }
    window.unminimize()?;
    window.show()?;
    window.set_focus()
}

fn build(app: &AppHandle, place: Option<&str>) -> tauri::Result<()> {
    let host = app.state::<Arc<Host>>();
    host.note_tray(tray::is_there(app));
    let window = WebviewWindowBuilder::from_config(app, &config(app, place)?)?
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        // Copying reads the conversation first, and by then the web view no longer counts the click.
        .enable_clipboard_access()
        .build()?;
    window.set_focus()
}

/// Has the processor paint, as it is text that is painted: the layers and textures of a GPU take 140 MB more while a long
/// transcript is open, where a driver does the GPU's work, and some drivers show blank windows. To be called while the program
/// has one thread. A web view that is driven by tests cannot be photographed this way, so it is left as it is.
#[cfg(target_os = "linux")]
pub(crate) fn paint_without_gpu() {
    const SWITCH: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";
    let is_driven = std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some();
    if !is_driven && let Err(error) = glib::setenv(SWITCH, "1", false) {
        tracing::warn!(%error, "the web view paints as it likes");
    }
}

fn config(app: &AppHandle, place: Option<&str>) -> tauri::Result<WindowConfig> {
    let windows = &app.config().app.windows;
    let mut config = windows.iter().find(|window| window.label == LABEL).cloned();
    if let (Some(config), Some(place)) = (&mut config, place) {
        config.url = WebviewUrl::App(format!("index.html{place}").into());
    }
    config.ok_or(tauri::Error::WindowNotFound)
}

/// Opens the window from an event handler, soon after it.
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
        let its = app.clone();
        let opened = where_windows_are_built(&its, move || {
            if let Err(error) = open_at(&app, place.as_deref()) {
                tracing::error!(%error, "cannot open the window");
            }
        });
        if let Err(error) = opened {
            tracing::error!(%error, "cannot open the window");
        }
    });
}

/// On the main thread nobody can close a window before it is built: its name would stay taken, and no other window come.
#[cfg(not(windows))]
fn where_windows_are_built(app: &AppHandle, build: impl FnOnce() + Send + 'static) -> tauri::Result<()> {
    app.run_on_main_thread(build)
}

/// There building one on the main thread blocks for ever.
#[cfg(windows)]
fn where_windows_are_built(_: &AppHandle, build: impl FnOnce() + Send + 'static) -> tauri::Result<()> {
    build();
    Ok(())
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
