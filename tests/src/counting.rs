use std::{
    ops::Sub,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use baton_engine::relay::{EntryName, FileEntry, FileName, Files, MemoryFiles, RelayError, Stamp};

/// What was done to a relay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Directories listed in full.
    pub lists: u64,
    /// Directories listed by name.
    pub names: u64,
    /// Entries that those listings had.
    pub entries: u64,
    /// Files read, or asked for in vain.
    pub reads: u64,
    /// Bytes read.
    pub bytes_read: u64,
    /// Files put in place.
    pub creates: u64,
    /// Their bytes.
    pub bytes_created: u64,
    /// Those of them that hold ops: segments, and what rides in tips.
    pub op_bytes_created: u64,
    /// Files removed, or tried to.
    pub removes: u64,
    /// Directories synced.
    pub syncs: u64,
}

impl Sub for Counted {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self {
            lists: self.lists - before.lists,
            names: self.names - before.names,
            entries: self.entries - before.entries,
            reads: self.reads - before.reads,
            bytes_read: self.bytes_read - before.bytes_read,
            creates: self.creates - before.creates,
            bytes_created: self.bytes_created - before.bytes_created,
            op_bytes_created: self.op_bytes_created - before.op_bytes_created,
            removes: self.removes - before.removes,
            syncs: self.syncs - before.syncs,
        }
    }
}

/// Files that lie in a relay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lying {
    /// How many.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// A relay in memory that counts what is done to it. Clones share the files and the count.
#[derive(Debug, Clone, Default)]
pub struct CountingFiles {
    files: MemoryFiles,
    counted: Arc<Mutex<Counted>>,
}

impl CountingFiles {
    /// What was done so far.
    pub fn counted(&self) -> Counted {
        *self.count()
    }

    /// The same files with a count of its own.
    pub fn with_own_count(&self) -> Self {
        Self {
            files: self.files.clone(),
            counted: Arc::default(),
        }
    }

    /// The files there whose names end like this.
    pub fn lying(&self, end: &str) -> Lying {
        let files = self.files.lock();
        let ending = files.iter().filter(|(path, _)| path.ends_with(end));
        ending.fold(Lying::default(), |sum, (_, bytes)| Lying {
            files: sum.files + 1,
            bytes: sum.bytes + bytes.len() as u64,
        })
    }

    fn count(&self) -> MutexGuard<'_, Counted> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files for CountingFiles {
    fn place(&self) -> String {
        self.files.place()
    }

    fn list(&mut self, dir: &str) -> Result<Option<Vec<FileEntry>>, RelayError> {
        let listed = self.files.list(dir)?;
        let mut count = self.count();
        count.lists += 1;
        count.entries += listed.as_ref().map_or(0, |entries| entries.len() as u64);
        drop(count);
        Ok(listed)
    }

    fn names(&mut self, dir: &str) -> Result<Option<Vec<EntryName>>, RelayError> {
        let named = self.files.names(dir)?;
        let mut count = self.count();
        count.names += 1;
        count.entries += named.as_ref().map_or(0, |names| names.len() as u64);
        drop(count);
        Ok(named)
    }

    fn read(&mut self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, RelayError> {
        let read = self.files.read(path, limit)?;
        let mut count = self.count();
        count.reads += 1;
        count.bytes_read += read.as_ref().map_or(0, |bytes| bytes.len() as u64);
        drop(count);
        Ok(read)
    }

    fn create(&mut self, path: &str, bytes: &[u8]) -> Result<Stamp, RelayError> {
        let mut count = self.count();
        count.creates += 1;
        count.bytes_created += bytes.len() as u64;
        count.op_bytes_created += op_bytes(path, bytes);
        drop(count);
        self.files.create(path, bytes)
    }

    fn remove(&mut self, path: &str) -> Result<(), RelayError> {
        self.count().removes += 1;
        self.files.remove(path)
    }

    fn settle(&mut self, dir: &str) -> Result<(), RelayError> {
        self.count().syncs += 1;
        self.files.settle(dir)
    }
}

/// How many bytes of a file hold ops.
fn op_bytes(path: &str, bytes: &[u8]) -> u64 {
    let name = path.rsplit_once('/').and_then(|(_, name)| FileName::parse(name));
    let before = match name {
        Some(FileName::Segment { .. }) => 0,
        // Behind its line.
        Some(FileName::Tip { tail: Some(_), .. }) => bytes.iter().take_while(|byte| **byte != b'\n').count(),
        _ => bytes.len(),
    };
    (bytes.len() - before) as u64
}
