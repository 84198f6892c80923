use std::io::{Error, ErrorKind};

use baton_engine::relay::{FileEntry, Files, RelayError, Stamp};

use super::{
    Image,
    view::{Act, Folder, Held, Refusal, SharedView, View},
};

/// What a device sees of its view: the seam to the engine.
#[derive(Debug, Clone)]
pub struct DriveFiles(pub SharedView);

/// The sentinel of a relay that nobody here ever used.
const STRANGE: &str = "relay-zzzzyyyyxxxxwwww.json";

fn read_failed(path: &str, kind: ErrorKind) -> RelayError {
    RelayError::Read {
        path: path.to_owned(),
        source: Error::from(kind),
    }
}

fn write_failed(path: &str, kind: ErrorKind) -> RelayError {
    RelayError::NotWritable {
        path: path.to_owned(),
        source: Error::from(kind),
    }
}

impl View {
    /// Burns the fuse; answers whether the process is dead by now. What it leaves is what its data was at this moment.
    fn is_dead(&mut self) -> bool {
        if self.remains.is_some() {
            return true;
        }
        match self.fuse {
            Some(0) => {
                self.fuse = None;
                self.remains = Some(Image::take(&self.data).torn(self.half_way));
                true
            }
            Some(left) => {
                self.fuse = Some(left - 1);
                false
            }
            None => false,
        }
    }

    fn entries(&self, dir: &str) -> Vec<FileEntry> {
        let prefix = if dir.is_empty() {
            String::new()
        } else {
            format!("{dir}/")
        };
        let mut entries: Vec<FileEntry> = Vec::new();
        for (path, held) in self.files.range(prefix.clone()..) {
            let Some(below) = path.strip_prefix(&prefix) else { break };
            let (name, is_dir) = below.split_once('/').map_or((below, false), |(name, _)| (name, true));
            if entries.last().is_none_or(|last| last.name != name) {
                let stamp = if is_dir { Stamp::default() } else { stamp(held) };
                entries.push(FileEntry {
                    in_cloud: held.is_placeholder && !is_dir,
                    ..entry(name, stamp, is_dir)
                });
            }
        }
        entries
    }

    fn creating_fails(&self) -> Option<ErrorKind> {
        match self.refusal? {
            Refusal::DiskFull => Some(ErrorKind::StorageFull),
            Refusal::ReadOnly => Some(ErrorKind::PermissionDenied),
            Refusal::Unreadable => None,
        }
    }

    /// The process dies while a file is on its way: it is not there, there, or there in part.
    fn die_creating(&mut self, path: &str, bytes: &[u8]) {
        match self.half_way % 3 {
            0 => return,
            1 => drop(self.put(path, bytes.into())),
            _ => drop(self.put(path, bytes[..bytes.len() / 2].into())),
        }
        self.changed.insert(path.to_owned());
    }
}

fn entry(name: &str, stamp: Stamp, is_dir: bool) -> FileEntry {
    FileEntry {
        name: name.to_owned(),
        stamp,
        is_dir,
        in_cloud: false,
    }
}

fn stamp(held: &Held) -> Stamp {
    Stamp {
        len: held.bytes.len() as u64,
        modified: held.stamp,
    }
}

impl Files for DriveFiles {
    fn place(&self) -> String {
        "drive".to_owned()
    }

    fn list(&mut self, dir: &str) -> Result<Option<Vec<FileEntry>>, RelayError> {
        let mut view = self.0.lock();
        if view.is_dead() {
            return Err(read_failed(dir, ErrorKind::Interrupted));
        }
        match view.folder {
            Folder::Unmounted => Ok(None),
            Folder::Emptied => Ok(dir.is_empty().then(Vec::new)),
            Folder::Another => Ok(dir.is_empty().then(|| vec![entry(STRANGE, Stamp::default(), false)])),
            Folder::Unreadable => Err(read_failed(dir, ErrorKind::PermissionDenied)),
            Folder::Here => {
                if view.has_lying_times {
                    let stamp = view.next_stamp();
                    view.files.values_mut().for_each(|held| held.stamp = stamp);
                }
                let entries = view.entries(dir);
                Ok((dir.is_empty() || !entries.is_empty()).then_some(entries))
            }
        }
    }

    fn read(&mut self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, RelayError> {
        let mut view = self.0.lock();
        if view.is_dead() {
            return Err(read_failed(path, ErrorKind::Interrupted));
        }
        if view.folder != Folder::Here {
            return Ok(None);
        }
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        match view.files.get(path) {
            Some(_) if view.refusal == Some(Refusal::Unreadable) => Err(read_failed(path, ErrorKind::PermissionDenied)),
            Some(held) if held.is_placeholder => Err(read_failed(path, ErrorKind::TimedOut)),
            Some(held) => Ok(Some(held.bytes[..held.bytes.len().min(limit)].to_vec())),
            None => Ok(None),
        }
    }

    fn create(&mut self, path: &str, bytes: &[u8]) -> Result<Stamp, RelayError> {
        let mut view = self.0.lock();
        let was_alive = view.remains.is_none();
        if view.is_dead() {
            if was_alive && view.folder == Folder::Here && view.refusal.is_none() {
                view.die_creating(path, bytes);
            }
            return Err(write_failed(path, ErrorKind::Interrupted));
        }
        if view.folder != Folder::Here {
            view.acts.push(Act::Trespassed(path.to_owned()));
            return Err(write_failed(path, ErrorKind::NotFound));
        }
        if let Some(kind) = view.creating_fails() {
            return Err(write_failed(path, kind));
        }
        let before = view.bytes(path);
        let modified = view.put(path, bytes.into());
        view.changed.insert(path.to_owned());
        view.unsettled.insert(path.to_owned());
        view.acts.push(Act::Created(path.to_owned(), bytes.into(), before));
        Ok(Stamp {
            len: bytes.len() as u64,
            modified,
        })
    }

    fn remove(&mut self, path: &str) -> Result<(), RelayError> {
        let mut view = self.0.lock();
        if view.is_dead() {
            return Err(write_failed(path, ErrorKind::Interrupted));
        }
        if view.folder != Folder::Here {
            view.acts.push(Act::Trespassed(path.to_owned()));
            return Err(write_failed(path, ErrorKind::NotFound));
        }
        if view.refusal == Some(Refusal::ReadOnly) {
            return Err(write_failed(path, ErrorKind::PermissionDenied));
        }
        if let Some(held) = view.files.remove(path) {
            view.changed.insert(path.to_owned());
            view.acts.push(Act::Removed(path.to_owned(), held.bytes));
        }
        Ok(())
    }

    fn settle(&mut self, dir: &str) -> Result<(), RelayError> {
        let is_elsewhere = |path: &String| path.rsplit_once('/').map_or("", |(dir, _)| dir) != dir;
        self.0.lock().unsettled.retain(is_elsewhere);
        Ok(())
    }
}
