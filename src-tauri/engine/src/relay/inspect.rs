use std::path::Path;

use super::{
    FileName, Files, FolderFiles, Hello, Listing, MAX_BODY_BYTES,
    sentinel::{is_litter, relay_id},
};

/// What a folder holds, seen from Baton, before anything is written there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayInspection {
    /// What it is.
    pub kind: RelayKind,
    /// Names of the devices that use it.
    pub device_names: Vec<String>,
}

/// The kinds of folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelayKind {
    /// Does not exist; it would be created.
    Missing,
    /// Holds nothing but litter.
    Empty,
    /// Is a Baton relay.
    Relay,
    /// Holds other things.
    Foreign,
    /// Cannot be written, is no folder, or belongs in a folder that does not exist.
    NotWritable,
}

/// Looks at a folder without changing it.
pub fn inspect_relay(dir: &Path) -> RelayInspection {
    let mut files = FolderFiles::new(dir, dir);
    let kind = kind_of(dir, &mut files);
    let device_names = if kind == RelayKind::Relay {
        device_names(&mut files)
    } else {
        Vec::new()
    };
    RelayInspection { kind, device_names }
}

fn kind_of(dir: &Path, files: &mut FolderFiles) -> RelayKind {
    let entries = match files.names("") {
        Ok(Some(entries)) => entries,
        Ok(None) => return missing(dir),
        Err(_) => return RelayKind::NotWritable,
    };
    if std::fs::metadata(dir).is_ok_and(|metadata| metadata.permissions().readonly()) {
        return RelayKind::NotWritable;
    }
    if entries.iter().any(|entry| relay_id(&entry.name).is_some()) {
        return RelayKind::Relay;
    }
    let empty = entries.iter().all(|entry| is_litter(&entry.name));
    if empty { RelayKind::Empty } else { RelayKind::Foreign }
}

/// A missing folder can be created where the one above it is a writable folder.
fn missing(dir: &Path) -> RelayKind {
    match dir.parent().and_then(|above| std::fs::metadata(above).ok()) {
        Some(metadata) if metadata.is_dir() && !metadata.permissions().readonly() => RelayKind::Missing,
        _ => RelayKind::NotWritable,
    }
}

fn device_names(files: &mut FolderFiles) -> Vec<String> {
    let devices = Listing::scan(files, None)
        .map(|listing| listing.devices)
        .unwrap_or_default();
    let mut names = Vec::new();
    for device in devices {
        let hello = device
            .named
            .iter()
            .find(|(name, _)| matches!(name, FileName::Hello { .. }));
        let file = hello.and_then(|(name, _)| files.read(&device.path(name), MAX_BODY_BYTES).ok().flatten());
        if let Some(hello) = file.and_then(|file| Hello::decode(&file).ok()) {
            names.push(if hello.profile.name.is_empty() {
                hello.device.to_string()
            } else {
                hello.profile.name
            });
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_folder_can_be_made_only_where_the_one_above_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let kind = |path: &str| inspect_relay(&dir.path().join(path)).kind;
        assert_eq!(kind("Baton"), RelayKind::Missing);
        assert_eq!(kind("drive/Baton"), RelayKind::NotWritable);
        std::fs::write(dir.path().join("file"), "").unwrap();
        assert_eq!(kind("file/Baton"), RelayKind::NotWritable);
        assert!(!dir.path().join("Baton").exists());
    }
}
