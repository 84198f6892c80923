use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use baton_engine::{
    DeviceId, PumpReport, Scope, Surface, SyncError, WallClock,
    op::Payload,
    relay::{FileEntry, Files, MemoryFiles, RelayError, Stamp},
    session::{Config, Session},
    store::Store,
};
use serde_json::json;

use crate::{steady, ticking, voted};

/// A device below the facade, whose relay is whatever the test gives it.
pub struct Node {
    /// The device's rounds.
    pub session: Session,
    store: Store,
    clock: WallClock,
    data: PathBuf,
}

impl Node {
    /// Opens a device with its data in `data`.
    #[track_caller]
    pub fn open(name: &str, data: &Path, files: impl Files + 'static) -> Self {
        fs::create_dir_all(data).unwrap();
        let clock = ticking(1_700_000_000_000);
        let open = || Store::open(data, DeviceId::from(name)).unwrap();
        let store = open();
        let leases = voted(data, clock.clone(), steady(clock.clone(), "boot"));
        let session = Session::new(store, Box::new(files), leases, data, clock.clone(), Config::default());
        Self {
            session,
            store: open(),
            clock,
            data: data.to_owned(),
        }
    }

    /// Records a turn; once this returns, it is confirmed.
    #[track_caller]
    pub fn say(&mut self, text: &str) {
        self.append(Surface::Conversation, json!({"conversation_id": "c", "content": text}));
    }

    /// Records an op.
    #[track_caller]
    pub fn append(&mut self, surface: Surface, payload: serde_json::Value) {
        let (payload, now) = (Payload::new(payload).unwrap(), (self.clock)());
        let recorded = self
            .store
            .write("append", |write| write.append(Scope::Personal, surface, payload, now));
        recorded.unwrap();
    }

    /// Records ops in one transaction.
    #[track_caller]
    pub fn append_all(&mut self, surface: &Surface, payloads: impl IntoIterator<Item = serde_json::Value>) {
        let now = (self.clock)();
        let recorded = self.store.write("append", |write| {
            let payloads = payloads.into_iter().map(|payload| Payload::new(payload).unwrap());
            write.append_all(&Scope::Personal, surface, payloads.collect(), now)
        });
        recorded.unwrap();
    }

    /// One round with the relay.
    pub fn pump(&mut self) -> Result<PumpReport, SyncError> {
        self.session.pump()
    }

    /// Every turn held, in order.
    #[track_caller]
    pub fn said(&self) -> Vec<String> {
        self.store
            .transcript("c")
            .unwrap()
            .into_iter()
            .map(|turn| turn.content)
            .collect()
    }

    /// Digest of the state.
    #[track_caller]
    pub fn state(&self) -> String {
        self.session.overview().unwrap().state_hash
    }

    /// Where the data is.
    pub fn data(&self) -> &Path {
        &self.data
    }
}

/// What a relay refuses at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Creating files fails with this.
    Create(io::ErrorKind),
    /// So does removing them.
    Change(io::ErrorKind),
    /// Reading fails.
    Read(io::ErrorKind),
}

/// A relay in memory that can be told to fail. Clones share the files and the fault.
#[derive(Debug, Clone, Default)]
pub struct FaultyFiles {
    /// The files.
    pub files: MemoryFiles,
    fault: Arc<Mutex<Option<Fault>>>,
}

impl FaultyFiles {
    /// The same files with a fault of its own.
    pub fn over(files: &MemoryFiles) -> Self {
        Self {
            files: files.clone(),
            fault: Arc::default(),
        }
    }

    /// From now on it fails like this, or no more.
    pub fn set(&self, fault: Option<Fault>) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// What is there, to compare.
    pub fn content(&self) -> BTreeMap<String, Vec<u8>> {
        self.files.lock().clone()
    }

    fn fault(&self) -> Option<Fault> {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refuse(path: &str, kind: io::ErrorKind) -> RelayError {
    RelayError::NotWritable {
        path: path.to_owned(),
        source: kind.into(),
    }
}

impl Files for FaultyFiles {
    fn place(&self) -> String {
        self.files.place()
    }

    fn list(&mut self, dir: &str) -> Result<Option<Vec<FileEntry>>, RelayError> {
        self.files.list(dir)
    }

    fn read(&mut self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, RelayError> {
        match self.fault() {
            Some(Fault::Read(kind)) => Err(RelayError::Read {
                path: path.to_owned(),
                source: kind.into(),
            }),
            _ => self.files.read(path, limit),
        }
    }

    fn create(&mut self, path: &str, bytes: &[u8]) -> Result<Stamp, RelayError> {
        match self.fault() {
            Some(Fault::Create(kind) | Fault::Change(kind)) => Err(refuse(path, kind)),
            _ => self.files.create(path, bytes),
        }
    }

    fn remove(&mut self, path: &str) -> Result<(), RelayError> {
        match self.fault() {
            Some(Fault::Change(kind)) => Err(refuse(path, kind)),
            _ => self.files.remove(path),
        }
    }

    fn settle(&mut self, dir: &str) -> Result<(), RelayError> {
        self.files.settle(dir)
    }
}
