//! Whether the panel that shows the icon is dark. Nobody says so; desktops say which colours a person prefers, and most
//! panels follow that.

/// The panel's colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Panel {
    /// Dark: a light icon is seen.
    Dark,
    /// Light: a dark icon is seen.
    Light,
    /// Nobody knows: an icon for both.
    Unknown,
}

#[cfg(target_os = "linux")]
pub(crate) use linux::{follow, now};

/// The panel as it is now. Where macOS colours the icon, it does not matter.
#[cfg(not(target_os = "linux"))]
pub(crate) fn now() -> Panel {
    Panel::Unknown
}

/// Goes on with the panel's colours; elsewhere they do not matter.
#[cfg(not(target_os = "linux"))]
pub(crate) fn follow(_: &tauri::AppHandle) -> std::io::Result<()> {
    Ok(())
}

#[cfg(target_os = "linux")]
mod linux {
    use std::{env, fs, io, thread};

    use tauri::{AppHandle, Manager};
    use zbus::{
        blocking::{Connection, Proxy},
        zvariant::{OwnedValue, Value},
    };

    use super::Panel;
    use crate::tray::Tray;

    const NAMESPACE: &str = "org.freedesktop.appearance";
    const KEY: &str = "color-scheme";

    /// The panel as far as it is known without asking: right after login the portal may take its time.
    pub(crate) fn now() -> Panel {
        panel(None)
    }

    /// Asks for the person's preference, and changes the icon whenever that changes.
    pub(crate) fn follow(app: &AppHandle) -> io::Result<()> {
        let app = app.clone();
        let listen = move || {
            if let Err(error) = listen(&app) {
                tracing::debug!(%error, "nobody says when the preferred colours change");
            }
        };
        thread::Builder::new().name("panel".to_owned()).spawn(listen)?;
        Ok(())
    }

    fn listen(app: &AppHandle) -> zbus::Result<()> {
        let portal = portal()?;
        let changes = portal.receive_signal_with_args("SettingChanged", &[(0, NAMESPACE), (1, KEY)])?;
        draw(app, &portal);
        changes.for_each(|_| draw(app, &portal));
        Ok(())
    }

    fn draw(app: &AppHandle, portal: &Proxy<'_>) {
        let scheme = scheme(portal).inspect_err(|error| {
            tracing::debug!(%error, "nobody says which colours are preferred");
        });
        if let Some(tray) = app.try_state::<Tray>()
            && let Err(error) = tray.set_panel(panel(scheme.ok()))
        {
            tracing::warn!(%error, "the icon does not follow the panel");
        }
    }

    fn portal() -> zbus::Result<Proxy<'static>> {
        Proxy::new(
            &Connection::session()?,
            "org.freedesktop.portal.Desktop",
            "/org/freedesktop/portal/desktop",
            "org.freedesktop.portal.Settings",
        )
    }

    /// 0: no preference, 1: dark, 2: light. `Read` wraps its answer twice.
    fn scheme(portal: &Proxy<'_>) -> zbus::Result<u32> {
        let answer: OwnedValue = portal.call("Read", &(NAMESPACE, KEY))?;
        let mut value: &Value<'_> = &answer;
        while let Value::Value(inner) = value {
            value = inner;
        }
        Ok(u32::try_from(value)?)
    }

    fn panel(scheme: Option<u32>) -> Panel {
        let desktop = env::var("XDG_CURRENT_DESKTOP").unwrap_or_default();
        panel_of(&desktop, scheme, &gtk_theme().unwrap_or_default())
    }

    /// The name of the GTK theme, and what its settings say about dark ones.
    fn gtk_theme() -> Option<String> {
        if let Ok(theme) = env::var("GTK_THEME") {
            return Some(theme);
        }
        let config = directories::BaseDirs::new()?.config_dir().join("gtk-3.0/settings.ini");
        fs::read_to_string(config).ok()
    }

    /// GNOME's panel is dark whatever a person prefers for windows.
    pub(super) fn panel_of(desktop: &str, scheme: Option<u32>, gtk: &str) -> Panel {
        let is_gnome = desktop.split(':').any(|name| name == "GNOME" || name == "Unity");
        let gtk = gtk.to_lowercase().replace(' ', "");
        let gtk_is_dark = gtk.contains("dark-theme=1") || gtk.contains("dark-theme=true") || has_dark_name(&gtk);
        match scheme {
            _ if is_gnome => Panel::Dark,
            Some(1) => Panel::Dark,
            Some(2) => Panel::Light,
            _ if gtk_is_dark => Panel::Dark,
            _ => Panel::Unknown,
        }
    }

    /// "Adwaita-dark", "Adwaita:dark", or the same in a line of settings.
    fn has_dark_name(gtk: &str) -> bool {
        gtk.lines()
            .filter(|line| !line.contains("prefer-dark-theme"))
            .any(|line| line.ends_with("-dark") || line.ends_with(":dark"))
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::{Panel, linux::panel_of};

    #[test]
    fn the_panel_follows_the_preferred_colours_where_they_are_said() {
        let cases = [
            ("KDE", Some(1), "", Panel::Dark),
            ("KDE", Some(2), "", Panel::Light),
            ("KDE", Some(0), "", Panel::Unknown),
            ("XFCE", None, "", Panel::Unknown),
            (
                "XFCE",
                None,
                "[Settings]\ngtk-theme-name = Greybird-dark\n",
                Panel::Dark,
            ),
            ("XFCE", None, "gtk-application-prefer-dark-theme = true", Panel::Dark),
            ("XFCE", None, "gtk-application-prefer-dark-theme=0", Panel::Unknown),
            ("XFCE", None, "Adwaita:dark", Panel::Dark),
            ("XFCE", Some(2), "Adwaita:dark", Panel::Light),
            ("ubuntu:GNOME", Some(2), "", Panel::Dark),
        ];
        for (desktop, scheme, gtk, expected) in cases {
            assert_eq!(panel_of(desktop, scheme, gtk), expected, "{desktop} {scheme:?} {gtk}");
        }
    }
}
