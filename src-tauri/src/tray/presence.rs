/// Does anybody show tray icons in this session, at this moment?
#[cfg(target_os = "linux")]
pub(crate) fn somebody_shows_it() -> bool {
    watcher_is_there().unwrap_or_else(|error| {
        tracing::debug!(%error, "cannot ask the session bus for a tray");
        false
    })
}

/// Every other desktop has a tray.
#[cfg(not(target_os = "linux"))]
pub(crate) fn somebody_shows_it() -> bool {
    true
}

#[cfg(target_os = "linux")]
fn watcher_is_there() -> zbus::Result<bool> {
    let session = zbus::blocking::Connection::session()?;
    let bus = zbus::blocking::fdo::DBusProxy::new(&session)?;
    let watcher = zbus::names::BusName::try_from("org.kde.StatusNotifierWatcher")?;
    Ok(bus.name_has_owner(watcher)?)
}
