use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use baton_engine::{DeviceId, SteadyClock, SteadyTime, Word, Words, relay::device_dir};

use crate::Random;

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
    starts: Arc<AtomicU64>,
}

impl Seat {
    /// A device on which nothing happened yet, whose clock is wrong by so many milliseconds.
    pub fn new(name: &str, folder: &Path, view: &SharedView, wrong_by: i64, time: &TrueTime) -> Self {
        let data = folder.join(name);
        Image::unused(name).put_back(&data);
        Self::over(name, data, view, wrong_by, time)
    }

    /// A device whose data is there already.
    pub fn over(name: &str, data: PathBuf, view: &SharedView, wrong_by: i64, time: &TrueTime) -> Self {
        view.lock().data.clone_from(&data);
        let folder = data.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let clock = Arc::new(AtomicU64::new(START_MS.saturating_add_signed(wrong_by)));
        let ticking = clock.clone();
        let starts = Arc::new(AtomicU64::new(0));
        let place = Place {
            steady: since_start(time.clone(), starts.clone(), folder.clone()),
            name: name.to_owned(),
            data,
            view: view.clone(),
            wall: Arc::new(move || ticking.fetch_add(1, Ordering::Relaxed)),
            words: words(&folder),
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
            starts,
        }
    }

    /// Starts a process, if none runs.
    pub fn start(&mut self, make: &Make) -> Result<(), String> {
        if self.engine.is_none() {
            self.engine = Some(make(&self.place)?);
        }
        Ok(())
    }

    /// The machine starts anew, and with it the clock that nobody sets.
    pub fn start_machine(&self) {
        self.starts.fetch_add(1, Ordering::Relaxed);
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

/// How much time has really passed, in milliseconds.
pub type TrueTime = Arc<AtomicU64>;

/// A clock that counts from the last start of its machine.
fn since_start(time: TrueTime, starts: Arc<AtomicU64>, machine: String) -> SteadyClock {
    let last = Mutex::new((u64::MAX, 0));
    Arc::new(move || {
        let (now, start) = (time.load(Ordering::Relaxed), starts.load(Ordering::Relaxed));
        let mut last = last.lock().unwrap();
        if last.0 != start {
            *last = (start, now);
        }
        SteadyTime {
            boot: format!("{machine}-{start}"),
            ms: now - last.1,
        }
    })
}

/// Words that no other machine draws.
fn words(machine: &str) -> Words {
    let seed = machine
        .bytes()
        .fold(7, |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let drawn = Mutex::new(Random::new(seed));
    Arc::new(move || Word(drawn.lock().unwrap().number() >> 12))
}

/// Ids after the folder of the data: no other device has the same.
fn mint(folder: String) -> super::engine::Mint {
    let minted = AtomicU64::new(0);
    Arc::new(move || DeviceId::from(&*format!("{folder}-again-{}", minted.fetch_add(1, Ordering::Relaxed))))
}
