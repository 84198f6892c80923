//! Starting with the login session. The session's own list is the truth: it is asked each time, nothing is remembered here.

use baton_contract::StartAtLogin;
use tauri::{AppHandle, Wry, plugin::TauriPlugin};
use tauri_plugin_autostart::{Builder, Error, ManagerExt};

use crate::{args::Place, tray};

/// The entry starts this program without a window, on the same data.
pub(crate) fn plugin(place: &Place) -> TauriPlugin<Wry> {
    Builder::new().app_name(name(place)).args(arguments(place)).build()
}

/// Is Baton on the list?
pub(crate) fn state(app: &AppHandle) -> StartAtLogin {
    if !is_possible() {
        return StartAtLogin::Unavailable;
    }
    match app.autolaunch().is_enabled() {
        Ok(true) => StartAtLogin::On,
        Ok(false) => StartAtLogin::Off,
        Err(error) => {
            tracing::warn!(%error, "nobody says what starts at login");
            StartAtLogin::Unavailable
        }
    }
}

/// Puts Baton on the list, or takes it off. An entry that is there is written anew: the program may have moved.
pub(crate) fn switch(app: &AppHandle, on: bool) -> Result<(), Error> {
    let list = app.autolaunch();
    if on { list.enable() } else { list.disable() }
}

fn name(place: &Place) -> String {
    if place.is_default {
        return "Baton".to_owned();
    }
    format!("Baton-{}", tray::short_hash(&place.root.to_string_lossy()))
}

fn arguments(place: &Place) -> Vec<String> {
    let mut arguments = vec!["--hidden".to_owned()];
    if !place.is_default {
        arguments.extend(["--root".to_owned(), quoted(&place.root.to_string_lossy())]);
    }
    if let Some(relay) = &place.relay {
        arguments.extend(["--relay".to_owned(), quoted(&relay.to_string_lossy())]);
    }
    arguments
}

/// The library joins the arguments by spaces. In a desktop entry `%` has a meaning of its own, and the value as a whole is
/// escaped once more.
#[cfg(target_os = "linux")]
fn quoted(argument: &str) -> String {
    let escaped: String = argument.chars().fold(String::new(), |mut text, c| {
        match c {
            '\\' => text.push_str(r"\\\\"),
            '"' | '`' | '$' => text.extend([r"\\", c.encode_utf8(&mut [0; 4])]),
            '%' => text.push_str("%%"),
            _ => text.push(c),
        }
        text
    });
    format!("\"{escaped}\"")
}

#[cfg(windows)]
fn quoted(argument: &str) -> String {
    format!("\"{argument}\"")
}

/// A LaunchAgent holds each argument for itself.
#[cfg(target_os = "macos")]
fn quoted(argument: &str) -> String {
    argument.to_owned()
}

/// The library writes the program's path as it is, and always below `~/.config`.
#[cfg(target_os = "linux")]
fn is_possible() -> bool {
    let plain = |path: &str| !path.contains(|c: char| c.is_whitespace() || "\"'\\><~|&;$*?#()`%".contains(c));
    let program = std::env::var_os("APPIMAGE").map_or_else(std::env::current_exe, |image| Ok(image.into()));
    let is_plain = program.is_ok_and(|program| program.to_str().is_some_and(plain));
    let elsewhere = std::env::var_os("XDG_CONFIG_HOME").filter(|path| !path.is_empty());
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().join(".config"));
    is_plain && elsewhere.is_none_or(|path| home == Some(path.into()))
}

#[cfg(not(target_os = "linux"))]
fn is_possible() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(is_default: bool) -> Place {
        Place {
            root: "/home/ada/my data".into(),
            relay: None,
            is_default,
        }
    }

    #[test]
    fn the_entry_starts_without_a_window_on_the_same_data() {
        assert_eq!(arguments(&place(true)), ["--hidden"]);
        assert_eq!(arguments(&place(false))[..2], ["--hidden", "--root"]);
        assert_ne!(name(&place(false)), name(&place(true)));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn an_argument_of_a_desktop_entry_is_quoted() {
        assert_eq!(quoted("/my data/100%"), r#""/my data/100%%""#);
        assert_eq!(quoted(r"a\b$c"), r#""a\\\\b\\$c""#);
    }
}
