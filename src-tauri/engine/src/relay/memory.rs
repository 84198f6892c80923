use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{FileEntry, Files, RelayError, Stamp};

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

/// There is no clock here, so the content itself tells whether it changed.
fn stamp(bytes: &[u8]) -> Stamp {
    let mut word = [0; 8];
    word.copy_from_slice(&blake3::hash(bytes).as_bytes()[..8]);
    Stamp {
        len: bytes.len() as u64,
        modified: u64::from_le_bytes(word),
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
                let (name, stamp) = (name.to_owned(), if is_dir { Stamp::default() } else { stamp(bytes) });
                entries.push(FileEntry {
                    name,
                    stamp,
                    is_dir,
                    in_cloud: false,
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

    fn create(&mut self, path: &str, bytes: &[u8]) -> Result<Stamp, RelayError> {
        self.lock().insert(path.to_owned(), bytes.to_vec());
        Ok(stamp(bytes))
    }

    fn remove(&mut self, path: &str) -> Result<(), RelayError> {
        self.lock().remove(path);
        Ok(())
    }

    fn settle(&mut self, _: &str) -> Result<(), RelayError> {
        Ok(())
    }
}
