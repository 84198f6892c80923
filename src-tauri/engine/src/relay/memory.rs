use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{FileEntry, Files, RelayError};

/// A relay in memory. Clones share it, so a whole fleet can run in one test.
#[derive(Debug, Clone, Default)]
pub struct MemoryFiles {
    files: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
}

impl MemoryFiles {
    /// The files, by path; a test may change them as a cloud drive would.
    pub fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files for MemoryFiles {
    fn place(&self) -> String {
        "memory".to_owned()
    }

    fn list(&mut self, dir: &str) -> Result<Option<Vec<FileEntry>>, RelayError> {
        let prefix = if dir.is_empty() {
            String::new()
        } else {
            format!("{dir}/")
        };
        let files = self.lock();
        let mut entries: Vec<FileEntry> = Vec::new();
        for (path, bytes) in files.range(prefix.clone()..) {
            let Some(below) = path.strip_prefix(&prefix) else { break };
            let (name, is_dir) = below.split_once('/').map_or((below, false), |(name, _)| (name, true));
            if entries.last().is_none_or(|last| last.name != name) {
                let len = if is_dir { 0 } else { bytes.len() as u64 };
                entries.push(FileEntry {
                    name: name.to_owned(),
                    len,
                    is_dir,
                });
            }
        }
        Ok((dir.is_empty() || !entries.is_empty()).then_some(entries))
    }

    fn read(&mut self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, RelayError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(self
            .lock()
            .get(path)
            .map(|bytes| bytes[..bytes.len().min(limit)].to_vec()))
    }

    fn create(&mut self, path: &str, bytes: &[u8]) -> Result<(), RelayError> {
        self.lock().insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn remove(&mut self, path: &str) -> Result<(), RelayError> {
        self.lock().remove(path);
        Ok(())
    }
}
