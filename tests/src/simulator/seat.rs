use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use baton_engine::{DeviceId, relay::device_dir};

use super::{Engine, Facts, Image, Make, Place, SharedView};

/// What all clocks would read if they were right, at the start.
const START_MS: u64 = 1_700_000_000_000;

/// One device: its data, its clock, its process, and what is known of it.
pub struct Seat {
    /// Where it lives.
    pub place: Place,
    /// Its process; none while it cannot start.
    pub engine: Option<Box<dyn Engine>>,
    /// Its id and those it had.
    pub ids: BTreeSet<String>,
    /// Is it switched off?
    pub is_away: bool,
    /// Has it used the relay?
    pub has_joined: bool,
    /// Was its data restored, and may it therefore lack what it confirmed, for now?
    pub is_recovering: bool,
    /// A copy of its data.
    pub backup: Option<Image>,
    /// What it said of itself last.
    pub facts: Facts,
    clock: Arc<AtomicU64>,
}

impl Seat {
    /// A device on which nothing happened yet, whose clock is wrong by so many milliseconds.
    pub fn new(name: &str, folder: &Path, view: &SharedView, wrong_by: i64) -> Self {
        let data = folder.join(name);
        Image::unused(name).put_back(&data);
        Self::over(name, data, view, wrong_by)
    }

    /// A device whose data is there already.
    pub fn over(name: &str, data: PathBuf, view: &SharedView, wrong_by: i64) -> Self {
        view.lock().data.clone_from(&data);
        let folder = data.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let clock = Arc::new(AtomicU64::new(START_MS.saturating_add_signed(wrong_by)));
        let ticking = clock.clone();
        let place = Place {
            name: name.to_owned(),
            data,
            view: view.clone(),
            wall: Arc::new(move || ticking.fetch_add(1, Ordering::Relaxed)),
            mint: mint(folder),
        };
        Self {
            place,
            engine: None,
            ids: BTreeSet::from([name.to_owned()]),
            is_away: false,
            has_joined: false,
            is_recovering: false,
            backup: None,
            facts: Facts::default(),
            clock,
        }
    }

    /// Starts a process, if none runs.
    pub fn start(&mut self, make: &Make) -> Result<(), String> {
        if self.engine.is_none() {
            self.engine = Some(make(&self.place)?);
        }
        Ok(())
    }

    /// Moves its clock.
    pub fn move_clock(&self, by_ms: i64) {
        let now = self.clock.load(Ordering::Relaxed);
        self.clock.store(now.saturating_add_signed(by_ms), Ordering::Relaxed);
    }

    /// The directories it may write.
    pub fn dirs(&self) -> BTreeSet<String> {
        self.ids.iter().map(|id| device_dir(&DeviceId::from(&**id))).collect()
    }
}

/// Ids after the folder of the data: no other device has the same.
fn mint(folder: String) -> super::engine::Mint {
    let minted = AtomicU64::new(0);
    Arc::new(move || DeviceId::from(&*format!("{folder}-again-{}", minted.fetch_add(1, Ordering::Relaxed))))
}
