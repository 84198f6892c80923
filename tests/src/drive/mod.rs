//! A cloud drive: a copier that joins two folders of the real file system, and does to files what such drives do.

mod copier;
mod mischief;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use copier::Copier;

/// How long it does nothing between two looks at the folders.
const PAUSE: Duration = Duration::from_millis(10);

/// Keeps two folders equal, badly at first: file by file in random order, late, half of a file first, with conflicted
/// copies and litter of its own, deleted files that come back, and modification times that lie. It ends when dropped.
pub struct Drive {
    copier: Arc<Mutex<Copier>>,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Drive {
    /// Joins two folders from now on. What it does is random, and its choices are those of the seed.
    pub fn between(one: &Path, other: &Path, seed: u64) -> Self {
        let copier = Arc::new(Mutex::new(Copier::new([one.to_owned(), other.to_owned()], seed)));
        let is_over = Arc::new(AtomicBool::new(false));
        let (shared, over) = (copier.clone(), is_over.clone());
        let run = move || {
            while !over.load(Ordering::Relaxed) {
                shared.lock().unwrap_or_else(PoisonError::into_inner).round();
                thread::sleep(PAUSE);
            }
        };
        Self {
            copier,
            is_over,
            thread: Some(thread::spawn(run)),
        }
    }

    /// From now on it only copies, every file whole and in time.
    pub fn calm_down(&self) {
        self.with(|copier| copier.is_nasty = false);
    }

    /// How many nasty things it has done.
    pub fn mischief(&self) -> usize {
        self.with(|copier| copier.mischief)
    }

    /// The paths of the files that it made itself, conflicted copies and litter, seen from either folder.
    pub fn made(&self) -> BTreeSet<PathBuf> {
        self.with(|copier| copier.made.clone())
    }

    /// The paths of the deleted files that it brought back.
    pub fn brought_back(&self) -> BTreeSet<PathBuf> {
        self.with(|copier| copier.brought_back.clone())
    }

    fn with<T>(&self, look: impl FnOnce(&mut Copier) -> T) -> T {
        look(&mut self.copier.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Drive {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}
