use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use baton_engine::{DeviceId, store::Store};
use tempfile::TempDir;

/// A device's data folder at one moment, as a backup, a clone of the disk, or a power loss keeps it.
#[derive(Debug, Clone, Default)]
pub struct Image(Arc<BTreeMap<String, Vec<u8>>>);

/// What the database makes anew from its log.
const VOLATILE: &str = "-shm";

impl Image {
    /// Copies a folder.
    pub fn take(data: &Path) -> Self {
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(data).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.ends_with(VOLATILE) && entry.path().is_file() {
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
        Self(Arc::new(files))
    }

    /// The same with the beginning of a write at its end that was never finished.
    #[must_use]
    pub fn torn(self, salt: usize) -> Self {
        let mut files = (*self.0).clone();
        if salt.is_multiple_of(2)
            && let Some(log) = files.iter_mut().find(|(name, _)| name.ends_with("-wal"))
        {
            log.1.extend(std::iter::repeat_n(0xa5, 24 + salt % 4_096));
        }
        Self(Arc::new(files))
    }

    /// Makes a folder what it was. Nobody may have it open.
    pub fn put_back(&self, data: &Path) {
        let _ = fs::remove_dir_all(data);
        fs::create_dir_all(data).unwrap();
        for (name, bytes) in &*self.0 {
            fs::write(data.join(name), bytes).unwrap();
        }
    }

    /// The data of a device on which nothing happened yet. Made once per device: copying is faster.
    pub fn unused(device: &str) -> Self {
        static MADE: Mutex<BTreeMap<String, Image>> = Mutex::new(BTreeMap::new());
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        made.entry(device.to_owned())
            .or_insert_with(|| Self::make(device))
            .clone()
    }

    fn make(device: &str) -> Self {
        let dir = scratch();
        drop(Store::open(dir.path(), DeviceId::from(device)).unwrap());
        Self::take(dir.path())
    }
}

/// A folder that is gone when this is dropped; in memory where the system has a place for that.
pub(super) fn scratch() -> TempDir {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() {
        return tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir()).unwrap();
    }
    tempfile::tempdir().unwrap()
}
