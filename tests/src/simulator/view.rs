use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::Image;

/// A file's content. Views and server share it.
pub type Bytes = Arc<[u8]>;

/// A file as one device sees it.
#[derive(Debug, Clone)]
pub struct Held {
    /// What reads.
    pub bytes: Bytes,
    /// Changes whenever the content does, and sometimes without.
    pub stamp: u64,
    /// Is only its name here, as far as reading goes?
    pub is_placeholder: bool,
}

/// What a device finds where its relay folder should be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Folder {
    /// The folder.
    #[default]
    Here,
    /// Nothing.
    Unmounted,
    /// An empty folder.
    Emptied,
    /// The relay of other people.
    Another,
    /// Something that cannot be listed.
    Unreadable,
}

/// What the file system refuses at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No space is left: nothing can be created.
    DiskFull,
    /// Neither creating nor removing is allowed.
    ReadOnly,
    /// Files cannot be read.
    Unreadable,
}

/// One change a device made in its folder.
#[derive(Debug, Clone)]
pub enum Act {
    /// It put a file in place; with what was there before.
    Created(String, Bytes, Option<Bytes>),
    /// It removed a file, which held this.
    Removed(String, Bytes),
    /// It changed something while its folder was not there.
    Trespassed(String),
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (verb, path) = match self {
            Self::Created(path, ..) => ("creates", path),
            Self::Removed(path, _) => ("removes", path),
            Self::Trespassed(path) => ("wants to change", path),
        };
        // The only name that nothing but chance decides.
        let path = if path.starts_with("relay-") {
            "the sentinel"
        } else {
            path
        };
        write!(f, "{verb} {path}")
    }
}

/// The relay folder of one device, with the drive's client beside it.
#[derive(Debug, Default)]
pub struct View {
    /// The files.
    pub files: BTreeMap<String, Held>,
    /// Paths whose change here the server has not heard of.
    pub changed: BTreeSet<String>,
    /// Paths whose change on the server has not arrived here.
    pub awaited: BTreeSet<String>,
    /// Files the device put in place whose names a power cut may take away.
    pub unsettled: BTreeSet<String>,
    /// What is at the folder's place.
    pub folder: Folder,
    /// What fails.
    pub refusal: Option<Refusal>,
    /// Does the drive's client stand still?
    pub is_paused: bool,
    /// Does nobody hear of changes in the folder?
    pub is_deaf: bool,
    /// Do the times of files change by themselves?
    pub has_lying_times: bool,
    /// What the device did since somebody asked.
    pub acts: Vec<Act>,
    /// After how many more looks at the folder the process dies.
    pub fuse: Option<usize>,
    /// What the dead process left of its data, once it died.
    pub remains: Option<Image>,
    /// What becomes of the file being created at that moment.
    pub half_way: usize,
    /// The device's own data.
    pub data: PathBuf,
    /// The newest stamp given out.
    pub stamps: u64,
}

/// A view, shared by a device and its drive.
#[derive(Debug, Clone, Default)]
pub struct SharedView(Arc<Mutex<View>>);

impl SharedView {
    /// The view, to look at or change.
    pub fn lock(&self) -> MutexGuard<'_, View> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl View {
    /// Puts a file here, as the drive or the device does.
    pub fn put(&mut self, path: &str, bytes: Bytes) -> u64 {
        let stamp = self.next_stamp();
        let held = Held {
            bytes,
            stamp,
            is_placeholder: false,
        };
        self.files.insert(path.to_owned(), held);
        stamp
    }

    /// A stamp that no file here ever had.
    pub fn next_stamp(&mut self) -> u64 {
        self.stamps += 1;
        self.stamps
    }

    /// Takes away some of the names that are not durable; the drive's client takes that for removals.
    pub fn lose_names(&mut self, salt: usize) {
        for (at, path) in std::mem::take(&mut self.unsettled).into_iter().enumerate() {
            if salt >> (at % 8) & 1 == 1 && self.files.remove(&path).is_some() {
                self.changed.insert(path);
            }
        }
    }

    /// What a process that died in the middle of something left of its data; some names go with it.
    pub fn take_remains(&mut self) -> Option<Image> {
        let remains = self.remains.take()?;
        self.lose_names(self.half_way / 3);
        Some(remains)
    }

    /// The files that are not about to be replaced or removed, since the server has something else or nothing.
    pub fn staying(&self) -> impl Iterator<Item = &Held> {
        let stays = |path: &str| !self.awaited.contains(path) || self.changed.contains(path);
        self.files
            .iter()
            .filter(move |(path, _)| stays(path))
            .map(|(_, held)| held)
    }

    /// Is the content of some file in the cloud only?
    pub fn has_placeholders(&self) -> bool {
        let is_one = |(path, held): (&String, &Held)| held.is_placeholder || path.ends_with(".icloud");
        self.files.iter().any(is_one)
    }

    /// What a path holds.
    pub fn bytes(&self, path: &str) -> Option<Bytes> {
        self.files.get(path).map(|held| held.bytes.clone())
    }

    /// Everything here, to compare.
    pub fn content(&self) -> BTreeMap<String, Bytes> {
        self.files
            .iter()
            .map(|(path, held)| (path.clone(), held.bytes.clone()))
            .collect()
    }
}
