use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    sync::Arc,
};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode},
};

use crate::{folder_identity::FolderIdentity, input::Hints};

/// The files of a device's own data whose change may be another process recording something.
const LOCAL_FILES: [&str; 2] = ["baton.db", "baton.db-wal"];

/// Watches the relay folder and the device's own data. Events are hints: missing some costs time, never correctness.
pub(crate) struct Watches {
    relay_dir: PathBuf,
    device_dir: PathBuf,
    hints: Arc<Hints>,
    relay: Option<(FolderIdentity, RecommendedWatcher)>,
    local: Option<RecommendedWatcher>,
    complained: bool,
}

/// What [`Watches::tend`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tended {
    /// The relay folder is watched again after it was not: there may be news in it.
    pub(crate) relay_is_new: bool,
    /// The device's own data is watched.
    pub(crate) sees_local: bool,
    /// Both folders are watched.
    pub(crate) all_well: bool,
}

impl Watches {
    pub(crate) fn new(relay_dir: &Path, device_dir: &Path, hints: Arc<Hints>) -> Self {
        Self {
            relay_dir: relay_dir.to_owned(),
            device_dir: device_dir.to_owned(),
            hints,
            relay: None,
            local: None,
            complained: false,
        }
    }

    /// Starts what is not watched, and starts over when the relay folder is another one than the one watched.
    pub(crate) fn tend(&mut self) -> Tended {
        if self.local.is_none() {
            self.local = self.watch_local();
        }
        let relay_is_new = self.tend_relay();
        let all_well = self.relay.is_some() && self.local.is_some();
        if all_well {
            self.complained = false;
        }
        Tended {
            relay_is_new,
            sees_local: self.local.is_some(),
            all_well,
        }
    }

    fn tend_relay(&mut self) -> bool {
        let identity = FolderIdentity::of(&self.relay_dir);
        let watched = self.relay.as_ref().map(|(identity, _)| identity);
        if watched == identity.as_ref() {
            return false;
        }
        self.relay = identity.and_then(|identity| Some((identity, self.watch_relay()?)));
        self.relay.is_some()
    }

    fn watch_relay(&mut self) -> Option<RecommendedWatcher> {
        let hints = Arc::clone(&self.hints);
        let on_event = move |event: notify::Result<Event>| {
            if is_change(&event) {
                hints.note_relay();
            }
        };
        let started = watch(&self.relay_dir, RecursiveMode::Recursive, on_event);
        self.or_complain(started)
    }

    fn watch_local(&mut self) -> Option<RecommendedWatcher> {
        let hints = Arc::clone(&self.hints);
        let on_event = move |event: notify::Result<Event>| {
            if is_change(&event) && is_local_data(&event) {
                hints.note_local();
            }
        };
        let started = watch(&self.device_dir, RecursiveMode::NonRecursive, on_event);
        self.or_complain(started)
    }

    /// Says once per outage that a folder cannot be watched.
    fn or_complain(&mut self, started: notify::Result<RecommendedWatcher>) -> Option<RecommendedWatcher> {
        let error = match started {
            Ok(watcher) => return Some(watcher),
            Err(error) => error,
        };
        if !self.complained {
            tracing::warn!(%error, "cannot watch for changes; looking now and then instead");
        }
        self.complained = true;
        None
    }
}

fn watch(
    dir: &Path,
    mode: RecursiveMode,
    on_event: impl FnMut(notify::Result<Event>) + Send + 'static,
) -> notify::Result<RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(on_event)?;
    watcher.watch(dir, mode)?;
    Ok(watcher)
}

/// Reading is no change; an error or an overflow may hide one.
fn is_change(event: &notify::Result<Event>) -> bool {
    match event {
        Ok(event) => {
            event.need_rescan()
                || !matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write))
        }
        Err(_) => true,
    }
}

fn is_local_data(event: &notify::Result<Event>) -> bool {
    let Ok(event) = event else { return true };
    let is_data = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|name| LOCAL_FILES.iter().any(|f| name == OsStr::new(f)))
    };
    event.need_rescan() || event.paths.iter().any(is_data)
}

#[cfg(test)]
#[path = "watch_tests.rs"]
mod tests;
