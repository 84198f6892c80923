use std::path::Path;

/// Tells whether a path still leads to the very folder it led to before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FolderIdentity(Option<(u64, u64)>);

impl FolderIdentity {
    /// The identity of the folder at `path`; `None` when there is none.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let metadata = path.metadata().ok().filter(std::fs::Metadata::is_dir)?;
        Some(Self(inode(&metadata)))
    }
}

#[cfg(unix)]
fn inode(metadata: &std::fs::Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

/// Elsewhere only vanishing and coming back between two looks is noticed.
#[cfg(not(unix))]
fn inode(_metadata: &std::fs::Metadata) -> Option<(u64, u64)> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_folder_or_a_file_has_no_identity() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        std::fs::write(&file, "x").unwrap();
        assert_eq!(FolderIdentity::of(&dir.path().join("missing")), None);
        assert_eq!(FolderIdentity::of(&file), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_took_the_place_of_another_is_another() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (dir.path().join("a"), dir.path().join("b"));
        std::fs::create_dir(&a).unwrap();
        std::fs::create_dir(&b).unwrap();
        let before = FolderIdentity::of(&a);
        assert_eq!(FolderIdentity::of(&a), before);
        std::fs::rename(&a, dir.path().join("c")).unwrap();
        std::fs::rename(&b, &a).unwrap();
        assert_ne!(FolderIdentity::of(&a), before);
    }
}
