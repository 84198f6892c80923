use std::{fs::File, path::Path};

use crate::store::StoreError;

/// Held while a process pumps: two processes on one store take turns. The system frees it when a process dies.
pub(super) struct PumpLock {
    _file: File,
}

impl PumpLock {
    pub fn wait_for(path: &Path) -> Result<Self, StoreError> {
        let file = open(path).map_err(StoreError::io("open pump lock", path))?;
        file.lock().map_err(StoreError::io("take pump lock", path))?;
        Ok(Self { _file: file })
    }
}

fn open(path: &Path) -> std::io::Result<File> {
    File::options().create(true).write(true).truncate(false).open(path)
}

/// Removes what a process that died left half-staged. Leaves it alone while another process pumps.
pub(super) fn clear_staging(lock: &Path, staging: &Path) {
    let Ok(file) = open(lock) else { return };
    if file.try_lock().is_err() {
        return;
    }
    for entry in std::fs::read_dir(staging).into_iter().flatten().flatten() {
        // Whatever cannot be removed is tried again at the next start; it only takes space.
        let _ = std::fs::remove_file(entry.path());
    }
}
