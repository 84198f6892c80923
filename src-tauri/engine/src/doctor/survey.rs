//! What lies in a relay folder, every file of Baton's read to its last byte.

use std::collections::BTreeSet;

use super::{
    device_dir::{DeviceDir, join},
    foreign::{Foreign, classify, is_ours},
};
use crate::relay::{DEVICES, FileEntry, FileName, Files, RelayError, is_device_dir, relay_id};

/// A relay folder.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Ids of the relays it says it is.
    pub relay_ids: BTreeSet<String>,
    /// What is not Baton's, by path.
    pub foreign: Vec<(String, Foreign)>,
    /// The devices' directories.
    pub devices: Vec<DeviceDir>,
}

impl Survey {
    /// Looks at everything; none if there is no folder.
    pub fn of(files: &mut dyn Files) -> Result<Option<Self>, RelayError> {
        let Some(entries) = files.list("")? else {
            return Ok(None);
        };
        let mut survey = Self::default();
        for entry in entries {
            match relay_id(&entry.name) {
                Some(id) if !entry.is_dir => survey.relay_ids.extend([id.to_owned()]),
                _ if entry.is_dir && entry.name == DEVICES || !entry.is_dir && entry.name == "README.txt" => {}
                _ => survey.meet_stranger(files, "", &entry),
            }
        }
        survey.look_at_devices(files)?;
        Ok(Some(survey))
    }

    fn look_at_devices(&mut self, files: &mut dyn Files) -> Result<(), RelayError> {
        for entry in files.list(DEVICES)?.unwrap_or_default() {
            if entry.is_dir && is_device_dir(&entry.name) {
                let dir = format!("{DEVICES}/{}", entry.name);
                let device = self.look_at_device(files, dir)?;
                self.devices.push(device);
            } else {
                self.meet_stranger(files, DEVICES, &entry);
            }
        }
        Ok(())
    }

    fn look_at_device(&mut self, files: &mut dyn Files, dir: String) -> Result<DeviceDir, RelayError> {
        let mut device = DeviceDir {
            dir,
            ..DeviceDir::default()
        };
        for entry in files.list(&device.dir)?.unwrap_or_default() {
            match FileName::parse(&entry.name) {
                Some(name) if !entry.is_dir => device.examine(files, name, entry.stamp.len),
                _ => {
                    device.learn_from_stranger(files, &entry);
                    self.meet_stranger(files, &device.dir, &entry);
                }
            }
        }
        Ok(device)
    }

    fn meet_stranger(&mut self, files: &mut dyn Files, dir: &str, entry: &FileEntry) {
        let path = join(dir, &entry.name);
        let mut kind = classify(&entry.name);
        if kind == Foreign::Unknown && (is_ours(&entry.name) || entry.is_dir && holds_ours(files, &path, 2)) {
            kind = Foreign::BackupCopy;
        }
        self.foreign.push((path, kind));
    }
}

/// Is there something with a name of ours in a directory, some levels deep? Then it is a copy of the tree, or of a part.
fn holds_ours(files: &mut dyn Files, dir: &str, levels: u32) -> bool {
    let entries = files.list(dir).ok().flatten().unwrap_or_default();
    let named = |entry: &FileEntry| is_ours(&entry.name) && entry.name != "README.txt" && entry.name != DEVICES;
    entries.iter().any(named)
        || levels > 0
            && entries
                .iter()
                .any(|entry| entry.is_dir && holds_ours(files, &join(dir, &entry.name), levels - 1))
}
