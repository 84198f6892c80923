use std::{fs, io::ErrorKind, io::Write, path::Path};

use crate::{error::SyncError, op::DeviceId, store::StoreError};

/// File in the root that holds this device's id.
const FILE_NAME: &str = "device-id";

/// Longest id that is taken for one.
const MAX_CHARS: usize = 128;

/// The id in `root/device-id`; an empty or missing file gets a fresh one.
pub(super) fn read_or_mint(root: &Path) -> Result<DeviceId, SyncError> {
    let path = root.join(FILE_NAME);
    let text = match fs::read(&path) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| garbage(&path, "it is not text"))?,
        Err(error) if error.kind() == ErrorKind::NotFound => return mint(root, Place::Missing),
        Err(error) => return Err(StoreError::io("read device id", path)(error).into()),
    };
    match text.trim() {
        "" => mint(root, Place::Blank),
        id if is_plausible(id) => Ok(DeviceId::from(id)),
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

/// What was found where the id belongs.
enum Place {
    Missing,
    Blank,
}

/// Mints an id durably. Two processes that start at once agree on the first one written.
fn mint(root: &Path, found: Place) -> Result<DeviceId, SyncError> {
    let path = root.join(FILE_NAME);
    let failed = StoreError::io("write device id", &path);
    let staged = match stage(root, DeviceId::mint()) {
        Ok(staged) => staged,
        Err(error) => return Err(failed(error).into()),
    };
    let placed = match found {
        Place::Missing => staged.persist_noclobber(&path),
        Place::Blank => staged.persist(&path),
    };
    match placed {
        Err(refused) if refused.error.kind() != ErrorKind::AlreadyExists => Err(failed(refused.error).into()),
        _ => read_or_mint(root),
    }
}

fn stage(root: &Path, id: DeviceId) -> std::io::Result<tempfile::NamedTempFile> {
    let mut staged = tempfile::NamedTempFile::new_in(root)?;
    staged.write_all(id.as_str().as_bytes())?;
    staged.as_file().sync_all()?;
    Ok(staged)
}

#[cfg(test)]
mod tests {
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
    fn garbage_is_refused_and_left_as_it_is() {
        for garbage in [&b"../../etc"[..], b"\xff\xfe\x00", b"two words", b".hidden"] {
            let root = tempfile::tempdir().unwrap();
            fs::write(root.path().join(FILE_NAME), garbage).unwrap();
            assert!(matches!(read_or_mint(root.path()), Err(SyncError::DeviceId { .. })));
            assert_eq!(fs::read(root.path().join(FILE_NAME)).unwrap(), garbage);
        }
    }
}
