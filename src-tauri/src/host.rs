use std::{
    io,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
};

use baton_engine::{DeviceProfile, SyncSubsystem};
use baton_sync_loop::{
    Clocks, LoopConfig, LoopEvent, LoopHandle, LoopState, Need, OnEvent, Status, SyncLoop, local_clock_text,
};

use crate::{
    args::Place,
    notifier,
    settings::{Loaded, Settings},
};

/// What the whole app shares: where the data is, the settings, and the sync loop once a relay folder is chosen.
pub(crate) struct Host {
    place: Place,
    settings: Mutex<Settings>,
    damaged_settings: Option<PathBuf>,
    running: Mutex<Option<SyncLoop>>,
    clocks: Clocks,
    revision: Arc<AtomicU64>,
    changes: Sender<()>,
}

impl Host {
    /// Reads the settings. The receiver hears of every change of what there is to show.
    pub(crate) fn load(place: Place) -> io::Result<(Self, Receiver<()>)> {
        let Loaded { settings, damaged } = Settings::load(&place.root)?;
        if let Some(aside) = &damaged {
            tracing::warn!(copy = %aside.display(), "the settings made no sense: starting with the defaults");
        }
        let (changes, receiver) = channel();
        let host = Self {
            place,
            settings: Mutex::new(settings),
            damaged_settings: damaged,
            running: Mutex::new(None),
            clocks: Clocks::system(),
            revision: Arc::default(),
            changes,
        };
        Ok((host, receiver))
    }

    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Where the settings file was put that made no sense.
    pub(crate) fn damaged_settings(&self) -> Option<&PathBuf> {
        self.damaged_settings.as_ref()
    }

    /// The relay folder: the one of the command line, else the chosen one.
    pub(crate) fn relay_dir(&self) -> Option<PathBuf> {
        self.place
            .relay
            .clone()
            .or_else(|| lock(&self.settings).relay_path.clone())
    }

    pub(crate) fn is_set_up(&self) -> bool {
        self.relay_dir().is_some()
    }

    pub(crate) fn device_name(&self) -> String {
        lock(&self.settings).name()
    }

    pub(crate) fn now_ms(&self) -> u64 {
        (self.clocks.wall)()
    }

    /// Rises with every change of what there is to show.
    pub(crate) fn revision(&self) -> u64 {
        self.revision.load(Ordering::Acquire)
    }

    /// The running loop, if a relay folder was chosen.
    pub(crate) fn sync_loop(&self) -> Option<LoopHandle> {
        lock(&self.running).as_ref().map(|running| running.handle().clone())
    }

    /// What the loop knows now; nothing before it runs.
    pub(crate) fn state(&self) -> Arc<LoopState> {
        self.sync_loop().map(|handle| handle.state()).unwrap_or_default()
    }

    /// The one status of tray and window.
    pub(crate) fn status(&self) -> Status {
        if !self.is_set_up() {
            return Status::NeedsYou(Need::RelayFolder);
        }
        Status::of(&self.state())
    }

    /// The same in a short sentence.
    pub(crate) fn headline(&self, status: &Status) -> String {
        status.headline(&local_clock_text(self.now_ms()))
    }

    /// Starts syncing if a relay folder was chosen.
    pub(crate) fn start_if_set_up(&self) -> io::Result<()> {
        match self.relay_dir() {
            Some(relay) => self.start(relay),
            None => Ok(()),
        }
    }

    /// Takes the person's choice, and starts syncing with it.
    pub(crate) fn set_up(&self, relay: PathBuf, device_name: &str) -> io::Result<()> {
        self.change_settings(|settings| {
            settings.relay_path = Some(relay.clone());
            settings.device_name = Some(device_name.trim().to_owned()).filter(|name| !name.is_empty());
        })?;
        self.stop();
        self.start(self.relay_dir().unwrap_or(relay))
    }

    /// Remembers for the next start whether syncing is paused.
    pub(crate) fn remember_paused(&self, paused: bool) -> io::Result<()> {
        self.change_settings(|settings| settings.paused = paused)
    }

    /// Lets a running round finish, says goodbye to the other devices, and ends the loop.
    pub(crate) fn stop(&self) {
        let running = lock(&self.running).take();
        if let Some(running) = running {
            running.stop();
        }
    }

    fn start(&self, relay: PathBuf) -> io::Result<()> {
        let root = self.place.root.clone();
        let config = LoopConfig {
            open: Box::new(move || SyncSubsystem::open_with_relay(&root, &relay)),
            profile: DeviceProfile {
                name: self.device_name(),
                platform: std::env::consts::OS.to_owned(),
                app_version: env!("CARGO_PKG_VERSION").to_owned(),
            },
            paused: lock(&self.settings).paused,
            clocks: self.clocks.clone(),
        };
        *lock(&self.running) = Some(baton_sync_loop::start(config, self.on_event())?);
        Ok(())
    }

    fn on_event(&self) -> OnEvent {
        let (revision, changes) = (Arc::clone(&self.revision), self.changes.clone());
        Box::new(move |event: LoopEvent| {
            if let LoopEvent::Alert(alert) = event {
                return notifier::show(alert);
            }
            revision.fetch_add(1, Ordering::AcqRel);
            if changes.send(()).is_err() {
                tracing::debug!("a change came after the end");
            }
        })
    }

    /// Changes the settings on disk first: what could not be written does not hold.
    fn change_settings(&self, change: impl FnOnce(&mut Settings)) -> io::Result<()> {
        let mut settings = lock(&self.settings);
        let mut changed = settings.clone();
        change(&mut changed);
        changed.save(&self.place.root)?;
        *settings = changed;
        Ok(())
    }
}

/// Whoever panicked while holding the lock left whole values: each is replaced in one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
