//! Finds the folders of cloud drives on this machine.

use std::{
    fs,
    path::{Path, PathBuf},
};

use baton_contract::FolderSuggestion;

/// The folder that Baton suggests inside a drive.
pub(crate) const OURS: &str = "Baton";

/// Drives with one well-known place below the home folder.
const FIXED: [(&str, &str); 9] = [
    ("iCloud Drive", "Library/Mobile Documents/com~apple~CloudDocs"),
    ("Dropbox", "Dropbox"),
    ("Google Drive", "Google Drive"),
    ("Nextcloud", "Nextcloud"),
    ("ownCloud", "ownCloud"),
    ("Syncthing", "Sync"),
    ("pCloud", "pCloudDrive"),
    ("MEGA", "MEGA"),
    ("Proton Drive", "Proton Drive"),
];

/// Products by how their folder's name starts, where accounts add to the name: "OneDrive - Contoso".
const PREFIXED: [(&str, &str); 5] = [
    ("OneDrive", "OneDrive"),
    ("GoogleDrive", "Google Drive"),
    ("Dropbox", "Dropbox"),
    ("Nextcloud", "Nextcloud"),
    ("Box", "Box"),
];

/// The cloud folders below `home`, each once.
pub(crate) fn suggestions(home: &Path) -> Vec<FolderSuggestion> {
    let mut found: Vec<(String, PathBuf)> = dropbox_accounts(home);
    found.extend(FIXED.map(|(vendor, place)| (vendor.to_owned(), home.join(place))));
    found.extend(named_drives(home, home));
    found.extend(named_drives(&home.join("Library/CloudStorage"), home));
    let mut seen = Vec::new();
    found.retain(|(_, drive)| drive.is_dir() && first_time(&mut seen, drive));
    found
        .into_iter()
        .map(|(vendor, drive)| suggestion(vendor, &drive))
        .collect()
}

fn suggestion(vendor: String, drive: &Path) -> FolderSuggestion {
    FolderSuggestion {
        vendor,
        free_bytes: fs4::available_space(drive).ok(),
        path: drive.join(OURS).to_string_lossy().into_owned(),
    }
}

/// Is this folder new, under whatever path?
fn first_time(seen: &mut Vec<PathBuf>, drive: &Path) -> bool {
    let real = drive.canonicalize().unwrap_or_else(|_| drive.to_owned());
    let is_new = !seen.contains(&real);
    seen.push(real);
    is_new
}

/// The folders Dropbox itself names, wherever a person moved them.
fn dropbox_accounts(home: &Path) -> Vec<(String, PathBuf)> {
    let info = fs::read(home.join(".dropbox/info.json")).ok();
    let info: Option<serde_json::Value> = info.and_then(|text| serde_json::from_slice(&text).ok());
    let accounts = info.as_ref().and_then(serde_json::Value::as_object);
    let paths = accounts
        .into_iter()
        .flatten()
        .filter_map(|(_, account)| account["path"].as_str());
    paths.map(|path| ("Dropbox".to_owned(), PathBuf::from(path))).collect()
}

/// The folders in `parent` that carry a product's name, possibly with an account's behind it.
fn named_drives(parent: &Path, home: &Path) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let mut drives: Vec<_> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let vendor = vendor_of(&name, parent == home)?;
            Some((vendor.to_owned(), entry.path()))
        })
        .collect();
    drives.sort();
    drives
}

/// In the home folder only OneDrive appends account names with a space or nothing; elsewhere a `-` separates them.
fn vendor_of(name: &str, in_home: bool) -> Option<&'static str> {
    let (_, vendor) = PREFIXED.iter().find(|(prefix, _)| {
        let rest = name.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" - ") || rest.starts_with('-'))
    })?;
    (!in_home || *vendor == "OneDrive").then_some(*vendor)
}

#[cfg(test)]
#[path = "folders_tests.rs"]
mod tests;
