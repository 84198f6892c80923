use std::{
    fs::{self, DirEntry, File, Metadata},
    io::{self, ErrorKind, Read, Write},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use tempfile::NamedTempFile;

use super::{
    EntryName, FileEntry, Files, RelayError, Stamp,
    online_only::{self, Downloads},
};

/// A relay in a folder on disk.
///
/// A file is staged in this device's own data folder, made durable, and then renamed into the tree, so that no drive
/// client ever sees a temporary or growing file. Where the tree is on another file system, a rename is impossible: the
/// file is then written in place, which is safe as well since it proves itself only when complete.
#[derive(Debug)]
pub struct FolderFiles {
    root: PathBuf,
    staging: PathBuf,
    downloads: Downloads,
}

impl FolderFiles {
    /// The relay in `root`, staging in `staging`, which must be outside of it.
    pub fn new(root: &Path, staging: &Path) -> Self {
        Self {
            root: root.to_owned(),
            staging: staging.to_owned(),
            downloads: Downloads::default(),
        }
    }

    /// What `look` makes of the entries of a directory and their names, in no order; none when it does not exist.
    fn entries<T>(
        &self,
        dir: &str,
        look: impl Fn(&DirEntry, String) -> Option<T>,
    ) -> Result<Option<Vec<T>>, RelayError> {
        let read = |source| RelayError::Read {
            path: dir.to_owned(),
            source,
        };
        let entries = match fs::read_dir(self.at(dir)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(read(error)),
        };
        let mut looked = Vec::new();
        for entry in entries {
            let entry = entry.map_err(read)?;
            looked.extend(look(&entry, entry.file_name().to_string_lossy().into_owned()));
        }
        Ok(Some(looked))
    }

    fn at(&self, path: &str) -> PathBuf {
        if path.is_empty() {
            self.root.clone()
        } else {
            self.root.join(path)
        }
    }

    /// Reads a file; one that the drive must fetch first only within a time limit.
    fn read_whole(&mut self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        if online_only::is_online_only(&fs::metadata(path)?) {
            self.downloads.read(path, limit)
        } else {
            read_to(path, limit)
        }
    }

    /// Makes the relay's own folder if it is missing, and nothing above it: what a drive is not mounted on is no place.
    fn make_root(&self) -> Result<(), RelayError> {
        match fs::create_dir(&self.root) {
            Err(error) if error.kind() == ErrorKind::NotFound => Err(RelayError::Unavailable {
                place: self.place(),
                why: "the folder it belongs in does not exist either; is its drive mounted, and the path right?"
                    .to_owned(),
            }),
            // Whatever else keeps it from being made says so when it is written into.
            _ => Ok(()),
        }
    }

    /// Makes a directory within the relay, its name durable: what is settled in it would be lost with it.
    fn make_dir(&self, dir: &Path) -> io::Result<()> {
        fs::create_dir_all(dir)?;
        let mut above = dir
            .ancestors()
            .skip(1)
            .take_while(|above| above.starts_with(&self.root));
        above.try_for_each(sync_dir)
    }

    /// A new file in the staging folder, which is there but for the first time.
    fn stage(&self) -> io::Result<NamedTempFile> {
        match NamedTempFile::new_in(&self.staging) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(&self.staging)?;
                NamedTempFile::new_in(&self.staging)
            }
            staged => staged,
        }
    }

    fn put(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut staged = self.stage()?;
        staged.write_all(bytes)?;
        staged.as_file().sync_all()?;
        make_shareable(staged.path())?;
        match staged.persist(target) {
            Ok(_) => Ok(()),
            Err(refused) if refused.error.kind() == ErrorKind::CrossesDevices => write_in_place(target, bytes),
            Err(refused) => Err(refused.error),
        }
    }
}

/// Reads no more than `limit` bytes.
pub(super) fn read_to(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    // Room for all of it at once: a buffer that grows takes a read each time.
    let len = file.metadata()?.len().min(limit);
    let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or(0) + 1);
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn file_entry(name: String, metadata: &Metadata) -> FileEntry {
    FileEntry {
        name,
        stamp: stamp(metadata),
        is_dir: metadata.is_dir(),
        in_cloud: online_only::is_online_only(metadata),
    }
}

fn stamp(metadata: &Metadata) -> Stamp {
    let since = metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified = since.map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(u64::MAX));
    let len = if metadata.is_dir() { 0 } else { metadata.len() };
    Stamp { len, modified }
}

/// The drive's client may run as another user: readable like any file a person saves.
#[cfg(unix)]
fn make_shareable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_shareable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes a rename durable. Only Unix can open a directory as a file, and some file systems cannot sync it.
#[cfg(unix)]
fn sync_dir(dir: &Path) -> io::Result<()> {
    match File::open(dir)?.sync_all() {
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        synced => synced,
    }
}

#[cfg(not(unix))]
fn sync_dir(_: &Path) -> io::Result<()> {
    Ok(())
}

fn write_in_place(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let write = || {
        let mut file = File::create(target)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().inspect_err(|_| {
        let _ = fs::remove_file(target);
    })
}

impl Files for FolderFiles {
    fn place(&self) -> String {
        self.root.display().to_string()
    }

    fn list(&mut self, dir: &str) -> Result<Option<Vec<FileEntry>>, RelayError> {
        let listed = self.entries(dir, |entry, name| {
            // A file that vanishes while we look is simply not listed.
            Some(file_entry(name, &entry.metadata().ok()?))
        })?;
        Ok(listed.map(|mut listed| {
            listed.sort_unstable_by(|a, b| a.name.cmp(&b.name));
            listed
        }))
    }

    fn names(&mut self, dir: &str) -> Result<Option<Vec<EntryName>>, RelayError> {
        let named = self.entries(dir, |entry, name| {
            let is_dir = entry.file_type().ok()?.is_dir();
            Some(EntryName { name, is_dir })
        })?;
        Ok(named.map(|mut named| {
            named.sort_unstable_by(|a, b| a.name.cmp(&b.name));
            named
        }))
    }

    fn entry(&mut self, path: &str) -> Result<Option<FileEntry>, RelayError> {
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        match fs::symlink_metadata(self.at(path)) {
            Ok(metadata) => Ok(Some(file_entry(name.to_owned(), &metadata))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(RelayError::Read {
                path: path.to_owned(),
                source,
            }),
        }
    }

    fn read(&mut self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, RelayError> {
        match self.read_whole(&self.at(path), limit) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if io::Error::kind(&error) == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(RelayError::Read {
                path: path.to_owned(),
                source,
            }),
        }
    }

    fn create(&mut self, path: &str, bytes: &[u8]) -> Result<Stamp, RelayError> {
        let failed = |source| RelayError::NotWritable {
            path: path.to_owned(),
            source,
        };
        let target = self.at(path);
        let dir = target.parent().unwrap_or(&self.root);
        if !dir.is_dir() {
            self.make_root()?;
            self.make_dir(dir).map_err(failed)?;
        }
        let put = self.put(&target, bytes).and_then(|()| fs::metadata(&target));
        put.map(|metadata| stamp(&metadata)).map_err(failed)
    }

    fn remove(&mut self, path: &str) -> Result<(), RelayError> {
        match fs::remove_file(self.at(path)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(RelayError::NotWritable {
                path: path.to_owned(),
                source: error,
            }),
            _ => Ok(()),
        }
    }

    fn settle(&mut self, dir: &str) -> Result<(), RelayError> {
        match sync_dir(&self.at(dir)) {
            // Where the relay itself is gone, its drive is not there.
            Err(error) if error.kind() == ErrorKind::NotFound && self.root.is_dir() => Ok(()),
            synced => synced.map_err(|source| RelayError::NotWritable {
                path: dir.to_owned(),
                source,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_whole_and_staging_leaves_nothing_behind() {
        let dir = tempfile::tempdir().unwrap();
        let mut files = FolderFiles::new(&dir.path().join("relay"), &dir.path().join("staging"));
        files.create("d/abc/x", b"hello").unwrap();
        assert_eq!(files.read("d/abc/x", 100).unwrap().as_deref(), Some(&b"hello"[..]));
        assert_eq!(files.read("d/abc/x", 2).unwrap().as_deref(), Some(&b"he"[..]));
        assert_eq!(fs::read_dir(dir.path().join("staging")).unwrap().count(), 0);
        files.remove("d/abc/x").unwrap();
        files.remove("d/abc/x").unwrap();
        assert_eq!(files.read("d/abc/x", 100).unwrap(), None);
        assert_eq!(files.list("nowhere").unwrap(), None);
    }

    #[test]
    fn names_are_those_of_the_listing() {
        let dir = tempfile::tempdir().unwrap();
        let mut files = FolderFiles::new(&dir.path().join("relay"), &dir.path().join("staging"));
        for path in ["z", "d/abc/x", "b", "e"] {
            files.create(path, b"hello").unwrap();
        }
        let listed = files.list("").unwrap().unwrap();
        assert_eq!(listed.len(), 4);
        for entry in &listed {
            assert_eq!(files.entry(&entry.name).unwrap().as_ref(), Some(entry));
        }
        assert_eq!(files.entry("nothing").unwrap(), None);
        let names: Vec<_> = listed.into_iter().map(EntryName::from).collect();
        assert_eq!(files.names("").unwrap().unwrap(), names);
        assert_eq!(files.names("nowhere").unwrap(), None);
    }

    #[test]
    fn a_missing_folder_is_made_but_nothing_above_it() {
        let dir = tempfile::tempdir().unwrap();
        let staging = dir.path().join("staging");
        FolderFiles::new(&dir.path().join("relay"), &staging)
            .create("x", b"x")
            .unwrap();
        assert!(dir.path().join("relay/x").exists());
        let mut unmounted = FolderFiles::new(&dir.path().join("drive/Baton"), &staging);
        let refused = unmounted.create("x", b"x").unwrap_err();
        assert!(matches!(refused, RelayError::Unavailable { .. }), "{refused}");
        assert!(!dir.path().join("drive").exists());
    }

    #[test]
    fn names_are_not_durable_while_the_drive_is_not_there() {
        let dir = tempfile::tempdir().unwrap();
        let (relay, unmounted) = (dir.path().join("relay"), dir.path().join("unmounted"));
        let mut files = FolderFiles::new(&relay, &dir.path().join("staging"));
        files.create("d/abc/x", b"hello").unwrap();
        files.settle("d/abc").unwrap();
        fs::rename(&relay, &unmounted).unwrap();
        assert!(files.settle("d/abc").is_err());
        fs::rename(&unmounted, &relay).unwrap();
        files.settle("d/abc").unwrap();
    }

    #[test]
    fn names_that_somebody_removed_with_their_folder_hold_up_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let relay = dir.path().join("relay");
        let mut files = FolderFiles::new(&relay, &dir.path().join("staging"));
        files.create("d/abc/x", b"hello").unwrap();
        fs::remove_dir_all(relay.join("d/abc")).unwrap();
        files.settle("d/abc").unwrap();
    }
}
