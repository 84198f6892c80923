use std::{
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::Path,
};

use crate::{error::SyncError, op::DeviceId, store::StoreError};

/// File in the root that holds this device's id.
const FILE_NAME: &str = "device-id";

/// Longest id that is taken for one.
const MAX_CHARS: usize = 128;

/// File in the root that a process locks while it mints an id.
const LOCK: &str = "device-id.lock";

/// The id in `root/device-id`; an empty or missing file gets a fresh one.
pub(super) fn read_or_mint(root: &Path) -> Result<DeviceId, SyncError> {
    match read(root)? {
        Some(id) => Ok(id),
        None => mint(root),
    }
}

/// The id in `root/device-id`; none where there is no such file or it is blank.
pub(super) fn read(root: &Path) -> Result<Option<DeviceId>, SyncError> {
    let path = root.join(FILE_NAME);
    let text = match fs::read(&path) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| garbage(&path, "it is not text"))?,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io("read device id", path)(error).into()),
    };
    match text.trim() {
        "" => Ok(None),
        id if is_plausible(id) => Ok(Some(DeviceId::from(id))),
        _ => Err(garbage(&path, "it holds no device id")),
    }
}

/// An id also names a folder, so it keeps to characters that every file system takes.
fn is_plausible(id: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    id.len() <= MAX_CHARS && id.chars().all(allowed) && !id.starts_with('.')
}

fn garbage(path: &Path, what: &str) -> SyncError {
    let reason = format!(
        "{what}; put back the id (the name of the data folder beside it), or delete the file to go on as a new device"
    );
    SyncError::DeviceId {
        path: path.to_owned(),
        reason,
    }
}

/// Mints an id durably. Processes that start at once take turns, and agree on what the first of them wrote.
fn mint(root: &Path) -> Result<DeviceId, SyncError> {
    let _lock = lock(root).map_err(StoreError::io("lock device id", root.join(LOCK)))?;
    // Another process may have been faster.
    if let Some(id) = read(root)? {
        return Ok(id);
    }
    let (id, path) = (DeviceId::mint(), root.join(FILE_NAME));
    let place = || stage(root, &id)?.persist(&path).map_err(|refused| refused.error);
    place().map_err(StoreError::io("write device id", &path))?;
    Ok(id)
}

/// Held until the answer is dropped; the system frees it when a process dies.
fn lock(root: &Path) -> io::Result<File> {
    let file = File::options()
        .create(true)
        .write(true)
        .truncate(false)
        .open(root.join(LOCK))?;
    file.lock()?;
    Ok(file)
}

fn stage(root: &Path, id: &DeviceId) -> io::Result<tempfile::NamedTempFile> {
    let mut staged = tempfile::NamedTempFile::new_in(root)?;
    staged.write_all(id.as_str().as_bytes())?;
    staged.as_file().sync_all()?;
    Ok(staged)
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, thread};

    use super::*;

    #[test]
    fn an_id_is_minted_once_and_kept() {
        let root = tempfile::tempdir().unwrap();
        let id = read_or_mint(root.path()).unwrap();
        assert!(id.as_str().starts_with("device-"));
        assert_eq!(read_or_mint(root.path()).unwrap(), id);
    }

    #[test]
    fn an_empty_file_counts_as_absent() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join(FILE_NAME), " \n").unwrap();
        let id = read_or_mint(root.path()).unwrap();
        assert_eq!(read_or_mint(root.path()).unwrap(), id);
    }

    #[test]
    fn many_that_start_at_once_agree_whether_the_file_is_missing_or_blank() {
        for round in 0..60 {
            let root = tempfile::tempdir().unwrap();
            if round % 2 == 0 {
                fs::write(root.path().join(FILE_NAME), "\n").unwrap();
            }
            let start = std::sync::Barrier::new(8);
            let ids: BTreeSet<_> = thread::scope(|scope| {
                let mint = || {
                    start.wait();
                    read_or_mint(root.path()).unwrap()
                };
                let starts: Vec<_> = (0..8).map(|_| scope.spawn(mint)).collect();
                starts.into_iter().map(|start| start.join().unwrap()).collect()
            });
            assert_eq!(ids.len(), 1, "{ids:?}");
        }
    }

    #[test]
    fn garbage_is_refused_and_left_as_it_is() {
        for garbage in [&b"../../etc"[..], b"\xff\xfe\x00", b"two words", b".hidden"] {
            let root = tempfile::tempdir().unwrap();
            fs::write(root.path().join(FILE_NAME), garbage).unwrap();
            assert!(matches!(read_or_mint(root.path()), Err(SyncError::DeviceId { .. })));
            assert_eq!(fs::read(root.path().join(FILE_NAME)).unwrap(), garbage);
        }
    }
}
