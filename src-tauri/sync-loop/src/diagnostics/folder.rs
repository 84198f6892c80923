use std::{fs, io, path::Path};

use baton_engine::relay::{DEVICES, FileName, ShortHash};

/// So many files of a folder are listed.
const LISTED: usize = 400;

/// One entry: its name where that is known to be harmless.
struct Entry {
    name: String,
    bytes: u64,
    is_dir: bool,
}

/// Names that Baton gives in a data folder.
const OURS: [&str; 11] = [
    "baton.db",
    "baton.db-wal",
    "baton.db-shm",
    "pump.lock",
    "staging",
    "device-id",
    "device-id.lock",
    "settings.json",
    "told.txt",
    "logs",
    "tray",
];

/// What lies at the top of the data folder, and beside the store.
pub(super) fn of_data(root: &Path) -> Vec<String> {
    let ours = |name: &str| OURS.contains(&name).then(|| name.to_owned());
    let known = |name: &str| ours(name).or_else(|| is_device(name).then(|| "data".to_owned()));
    let mut lines = Vec::new();
    if !listed(root, "", &known, &mut lines) {
        return lines;
    }
    let folders = fs::read_dir(root).into_iter().flatten().flatten();
    let names = folders.map(|entry| entry.file_name());
    for name in names.filter(|name| name.to_str().is_some_and(is_device)) {
        listed(&root.join(name), "data/", &known, &mut lines);
    }
    lines
}

fn is_device(name: &str) -> bool {
    name.starts_with("device-") && !name.contains('.') && name != "device-id"
}

/// Every file of the relay, as its name says nothing: names of the grammar are hashes and numbers.
pub(super) fn of_relay(relay: &Path) -> Vec<String> {
    let top = |name: &str| (name == DEVICES || name == "README.txt" || is_sentinel(name)).then(|| name.to_owned());
    let mut lines = Vec::new();
    if !listed(relay, "", &top, &mut lines) {
        return lines;
    }
    let devices = relay.join(DEVICES);
    let mut dirs: Vec<_> = fs::read_dir(&devices)
        .into_iter()
        .flatten()
        .flatten()
        .map(|dir| dir.file_name())
        .collect();
    dirs.sort();
    for dir in dirs {
        let label = dir.to_str().filter(|name| is_hash(name)).unwrap_or("(foreign)");
        let named = |name: &str| FileName::parse(name).map(|name| name.to_string());
        listed(&devices.join(&dir), &format!("{DEVICES}/{label}/"), &named, &mut lines);
    }
    let more = lines.len().saturating_sub(LISTED);
    lines.truncate(LISTED);
    if more > 0 {
        lines.push(format!("and {more} more lines"));
    }
    lines
}

/// Notes a line for each entry; false if the folder cannot be read.
fn listed(dir: &Path, prefix: &str, known: &dyn Fn(&str) -> Option<String>, lines: &mut Vec<String>) -> bool {
    let entries = match entries(dir, known) {
        Ok(entries) => entries,
        Err(error) => {
            lines.push(format!("{prefix} not read: {:?}", error.kind()));
            return false;
        }
    };
    lines.extend(entries.iter().map(|entry| {
        let size = if entry.is_dir {
            "folder".to_owned()
        } else {
            format!("{} bytes", entry.bytes)
        };
        format!("{prefix}{} {size}", entry.name)
    }));
    true
}

fn entries(dir: &Path, known: &dyn Fn(&str) -> Option<String>) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let metadata = entry.metadata().ok();
        entries.push(Entry {
            name: entry
                .file_name()
                .to_str()
                .and_then(known)
                .unwrap_or_else(|| "(foreign)".to_owned()),
            bytes: metadata.as_ref().map_or(0, fs::Metadata::len),
            is_dir: metadata.is_some_and(|metadata| metadata.is_dir()),
        });
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

fn is_sentinel(name: &str) -> bool {
    let id = name.strip_prefix("relay-").and_then(|name| name.strip_suffix(".json"));
    id.is_some_and(is_hash)
}

/// What devices' directories and relays are named by.
fn is_hash(name: &str) -> bool {
    ShortHash::<16>::parse(name).is_some()
}
