//! Folders as a whole.

use std::{fs, io, path::Path};

/// What a folder holds, whatever its depth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Content {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// Counts what a folder holds; nothing if there is no such folder.
pub fn content(folder: &Path) -> io::Result<Content> {
    let mut content = Content::default();
    for path in baton_tests::files_below(folder) {
        content.files += 1;
        content.bytes += fs::metadata(path)?.len();
    }
    Ok(content)
}

/// Makes `to` a copy of the folder `from`, whatever it was before.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    remove(to)?;
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Waits until everything that anybody wrote is on stable storage: a sync takes longer while the system still writes what
/// others left.
pub fn settle() {
    #[cfg(unix)]
    rustix::fs::sync();
}

/// Removes a folder; one that does not exist is fine.
pub fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
