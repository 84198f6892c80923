use std::{
    io,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
};

use baton_engine::DeviceProfile;
use baton_sync_loop::{
    Alert, LoopConfig, LoopEvent, LoopHandle, LoopState, Need, OnEvent, Opener, Pause, Status, SyncLoop, Told,
    local_clock_text,
};

use crate::{
    args::Place,
    log::{self, Log},
    machine::Machine,
    settings::{Loaded, Settings},
};

/// Where it is remembered what a person was told of.
const TOLD_FILE: &str = "told.txt";

/// What the whole app shares: where the data is, the settings, and the sync loop once a relay folder is chosen.
pub(crate) struct Host {
    place: Place,
    settings: Arc<Mutex<Settings>>,
    log: Log,
    damaged_settings: Option<PathBuf>,
    running: Mutex<Option<SyncLoop>>,
    /// The last report of diagnostics that was shown.
    report: Mutex<Option<String>>,
    machine: Machine,
    revision: Arc<AtomicU64>,
    has_tray: AtomicBool,
    changes: Sender<()>,
    alerts: Sender<Alert>,
}

/// What the host tells whoever shows it.
pub(crate) struct News {
    /// Every change of what there is to show.
    pub(crate) changes: Receiver<()>,
    /// What cannot wait until somebody looks.
    pub(crate) alerts: Receiver<Alert>,
}

impl Host {
    /// Reads the settings, and starts logging as they say.
    pub(crate) fn load(place: Place, machine: Machine) -> io::Result<(Self, News)> {
        let Loaded { settings, damaged } = Settings::load(&place.root)?;
        let log = log::start(&place.root, settings.log_level);
        if let Some(aside) = &damaged {
            tracing::warn!(copy = %aside.display(), "the settings made no sense: starting with the defaults");
        }
        let ((changes, changed), (alerts, alarmed)) = (channel(), channel());
        let host = Self {
            place,
            settings: Arc::new(Mutex::new(settings)),
            log,
            damaged_settings: damaged,
            running: Mutex::new(None),
            report: Mutex::new(None),
            machine,
            revision: Arc::default(),
            has_tray: AtomicBool::new(true),
            changes,
            alerts,
        };
        let news = News {
            changes: changed,
            alerts: alarmed,
        };
        Ok((host, news))
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

    /// What the person chose.
    pub(crate) fn settings(&self) -> Settings {
        lock(&self.settings).clone()
    }

    /// Does the environment decide how much is logged?
    pub(crate) fn is_log_level_fixed(&self) -> bool {
        self.log.is_fixed
    }

    pub(crate) fn device_name(&self) -> String {
        lock(&self.settings).name()
    }

    pub(crate) fn now_ms(&self) -> u64 {
        (self.machine.clocks.wall)()
    }

    /// Rises with every change of what there is to show.
    pub(crate) fn revision(&self) -> u64 {
        self.revision.load(Ordering::Acquire)
    }

    /// Keeps a report of diagnostics for saving.
    pub(crate) fn keep_report(&self, report: String) {
        *lock(&self.report) = Some(report);
    }

    /// The last report of diagnostics.
    pub(crate) fn report(&self) -> Option<String> {
        lock(&self.report).clone()
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
        self.status_in(&self.state())
    }

    /// The status where the loop knows this.
    pub(crate) fn status_in(&self, state: &LoopState) -> Status {
        if !self.is_set_up() {
            return Status::NeedsYou(Need::RelayFolder);
        }
        Status::of(state)
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

    /// Remembers the pause for the next start.
    pub(crate) fn remember_pause(&self, pause: Option<Pause>) -> io::Result<()> {
        self.change_settings(|settings| settings.pause = pause)
    }

    /// A pause that ended by itself must not come back after a restart, whatever the clock says then.
    pub(crate) fn forget_ended_pause(&self) {
        // In this order: who pauses tells the loop first.
        let is_kept = lock(&self.settings).pause.is_some();
        let goes_on = self.sync_loop().is_some_and(|sync_loop| !sync_loop.state().is_paused());
        if is_kept
            && goes_on
            && let Err(error) = self.remember_pause(None)
        {
            tracing::warn!(%error, "the end of the pause is not remembered");
        }
    }

    /// Does this desktop show the tray icon? As it was when somebody last looked.
    pub(crate) fn has_tray(&self) -> bool {
        self.has_tray.load(Ordering::Acquire)
    }

    /// Notes whether this desktop shows the tray icon.
    pub(crate) fn note_tray(&self, is_there: bool) {
        self.has_tray.store(is_there, Ordering::Release);
    }

    /// Has the person still to be told that there is no tray icon?
    pub(crate) fn owes_tray_note(&self) -> bool {
        !self.has_tray() && !lock(&self.settings).knows_no_tray
    }

    /// The person was told that there is no tray icon.
    pub(crate) fn tray_note_was_read(&self) -> io::Result<()> {
        self.change_settings(|settings| settings.knows_no_tray = true)
    }

    /// Lets a running round finish, says goodbye to the other devices, and ends the loop.
    pub(crate) fn stop(&self) {
        let running = lock(&self.running).take();
        if let Some(running) = running {
            running.stop();
        }
    }

    /// Opens this device's data, with this relay folder.
    pub(crate) fn opener(&self, relay: PathBuf) -> Opener {
        let (root, open) = (self.place.root.clone(), Arc::clone(&self.machine.open));
        Box::new(move || open(&root, &relay))
    }

    fn start(&self, relay: PathBuf) -> io::Result<()> {
        let settings = self.settings();
        let config = LoopConfig {
            open: self.opener(relay),
            profile: DeviceProfile {
                name: settings.name(),
                platform: std::env::consts::OS.to_owned(),
                app_version: env!("CARGO_PKG_VERSION").to_owned(),
            },
            pause: settings.pause,
            told: Told::in_file(&self.place.root.join(TOLD_FILE)),
            silent_days: settings.silent_days.get(),
            clocks: self.machine.clocks.clone(),
        };
        let running = baton_sync_loop::start(config, self.on_event())?;
        running.handle().list_quiet_rounds(settings.list_quiet_rounds);
        *lock(&self.running) = Some(running);
        Ok(())
    }

    fn on_event(&self) -> OnEvent {
        let (revision, changes) = (Arc::clone(&self.revision), self.changes.clone());
        let (settings, alerts) = (Arc::clone(&self.settings), self.alerts.clone());
        Box::new(move |event: LoopEvent| match event {
            LoopEvent::Alert(alert) if !lock(&settings).notifications.include(&alert) => {}
            LoopEvent::Alert(alert) => drop(alerts.send(alert)),
            LoopEvent::State(_) | LoopEvent::Activity(_) => changed(&revision, &changes),
        })
    }

    /// What holds from now on, wherever it matters; on disk first: what could not be written does not hold.
    pub(crate) fn choose(&self, change: impl FnOnce(&mut Settings)) -> io::Result<()> {
        self.change_settings(change)?;
        let settings = self.settings();
        self.log.set_level(settings.log_level);
        if let Some(sync_loop) = self.sync_loop() {
            sync_loop.list_quiet_rounds(settings.list_quiet_rounds);
            sync_loop.set_silent_days(settings.silent_days.get());
        }
        self.touch();
        Ok(())
    }

    /// Tells whoever shows it that there is something new.
    pub(crate) fn touch(&self) {
        changed(&self.revision, &self.changes);
    }

    fn change_settings(&self, change: impl FnOnce(&mut Settings)) -> io::Result<()> {
        let mut settings = lock(&self.settings);
        let mut changed = settings.clone();
        change(&mut changed);
        changed.save(&self.place.root)?;
        *settings = changed;
        Ok(())
    }
}

fn changed(revision: &AtomicU64, changes: &Sender<()>) {
    revision.fetch_add(1, Ordering::AcqRel);
    if changes.send(()).is_err() {
        tracing::debug!("a change came after the end");
    }
}

/// Whoever panicked while holding the lock left whole values: each is replaced in one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
