use std::{fs::File, path::Path};

use crate::store::StoreError;

/// Held while a process pumps: two processes on one store take turns. The system frees it when a process dies.
pub(super) struct PumpLock {
    _file: File,
}

impl PumpLock {
    pub fn wait_for(path: &Path) -> Result<Self, StoreError> {
        let file = File::create(path).map_err(StoreError::io("open pump lock", path))?;
        file.lock().map_err(StoreError::io("take pump lock", path))?;
        Ok(Self { _file: file })
    }
}
