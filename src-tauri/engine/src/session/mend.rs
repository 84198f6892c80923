use std::{
    fs::{File, read_dir},
    path::{Path, PathBuf},
};

use super::{LOCK, STAGING, Session};
use crate::{
    error::SyncError,
    store::{StoreError, Write},
};

impl Session {
    /// Forgets that these own files are as they were left: the next round looks into each, and writes a damaged one again.
    pub fn doubt(&mut self, names: &[String]) -> Result<(), SyncError> {
        let forget = |write: &mut Write<'_>| names.iter().try_for_each(|name| write.forget_own_file(name));
        self.store
            .write("doubt own files", forget)
            .map_err(|error: StoreError| error.into())
    }

    /// Makes the search index anew; answers how many turns it then holds.
    pub fn rebuild_search(&mut self) -> Result<u64, SyncError> {
        Ok(self.store.rebuild_search()?)
    }

    /// What a process that died left in `dir`, the device's data folder, on its way into the relay. While a process pumps,
    /// what is there is none.
    pub fn staging_leftovers(dir: &Path) -> Vec<PathBuf> {
        let is_busy = File::open(dir.join(LOCK)).is_ok_and(|lock| lock.try_lock().is_err());
        if is_busy {
            return Vec::new();
        }
        let entries = read_dir(dir.join(STAGING)).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    }
}
