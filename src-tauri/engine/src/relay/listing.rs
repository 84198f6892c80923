use std::{collections::HashSet, sync::Arc};

use super::{
    FileEntry, FileName, Files, RelayError, Stamp,
    layout::{DEVICES, is_device_dir},
    online_only,
    sentinel::is_litter,
};
use crate::op::Seq;

/// What one look at the relay folder showed. Exact depth only: a copy of the tree somewhere inside it is not looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The devices' directories. Shared, since there may be a hundred files in each, and a round looks at them in many ways.
    pub devices: Vec<Arc<DeviceFiles>>,
    /// How many files and directories were neither ours nor a desktop's usual litter.
    pub foreign: u64,
}

/// The files of one device's directory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceFiles {
    /// Path of the directory.
    pub dir: String,
    /// Files whose names follow the grammar.
    pub named: Vec<(FileName, Stamp)>,
    /// Those of them whose content is not on this device yet.
    pub in_cloud: HashSet<FileName>,
    /// Other files: conflicted copies among them.
    pub foreign: Vec<FileEntry>,
}

impl Listing {
    /// Looks once at everything.
    pub fn scan(files: &mut dyn Files) -> Result<Self, RelayError> {
        let mut listing = Self::default();
        for entry in files.list(DEVICES)?.unwrap_or_default() {
            if !entry.is_dir || !is_device_dir(&entry.name) {
                listing.foreign += u64::from(!is_litter(&entry.name));
                continue;
            }
            let device = DeviceFiles::scan(files, format!("{DEVICES}/{}", entry.name))?;
            listing.foreign += device.foreign.len() as u64;
            listing.devices.push(Arc::new(device));
        }
        Ok(listing)
    }

    /// The directory at `dir`; an empty one when it does not exist.
    pub fn device(&self, dir: &str) -> Arc<DeviceFiles> {
        let found = self.devices.iter().find(|device| device.dir == dir);
        let empty = || DeviceFiles {
            dir: dir.to_owned(),
            ..DeviceFiles::default()
        };
        found.cloned().unwrap_or_else(|| Arc::new(empty()))
    }
}

impl DeviceFiles {
    fn scan(files: &mut dyn Files, dir: String) -> Result<Self, RelayError> {
        let mut device = Self { dir, ..Self::default() };
        for entry in files.list(&device.dir)?.unwrap_or_default() {
            let stub = online_only::stands_for(&entry.name);
            match FileName::parse(stub.unwrap_or(&entry.name)) {
                Some(name) if !entry.is_dir => {
                    if entry.in_cloud || stub.is_some() {
                        device.in_cloud.insert(name.clone());
                    }
                    device.named.push((name, entry.stamp));
                }
                _ if entry.is_dir || is_litter(&entry.name) => {}
                _ => device.foreign.push(entry),
            }
        }
        Ok(device)
    }

    /// Path of a file in this directory.
    pub fn path(&self, name: &impl std::fmt::Display) -> String {
        format!("{}/{name}", self.dir)
    }

    /// The segments: first seq, last seq, name, stamp.
    pub fn segments(&self) -> impl Iterator<Item = (Seq, Seq, &FileName, Stamp)> {
        self.named.iter().filter_map(|(name, stamp)| match name {
            FileName::Segment { first, last, .. } => Some((*first, *last, name, *stamp)),
            _ => None,
        })
    }

    /// The files that hold ops of this directory's device: first seq, last seq, name, stamp. Segments, and tips with a tail.
    pub fn holders(&self) -> impl Iterator<Item = (Seq, Seq, &FileName, Stamp)> {
        self.named.iter().filter_map(|(name, stamp)| {
            let (first, last) = name.ops()?;
            Some((first, last, name, *stamp))
        })
    }

    /// Segments of other devices: name of the author's directory, first seq, last seq, name.
    pub fn carried(&self) -> impl Iterator<Item = (&str, Seq, Seq, &FileName)> {
        self.named.iter().filter_map(|(name, _)| match name {
            FileName::Carried { owner, first, last, .. } => Some((owner.as_str(), *first, *last, name)),
            _ => None,
        })
    }

    /// The tips, newest first: number, name.
    pub fn tips(&self) -> Vec<(u64, &FileName)> {
        let mut tips: Vec<_> = self
            .named
            .iter()
            .filter_map(|(name, _)| match name {
                FileName::Tip { number, .. } => Some((*number, name)),
                _ => None,
            })
            .collect();
        tips.sort_by(|a, b| b.cmp(a));
        tips
    }

    /// The checkpoints' hashes.
    pub fn checkpoints(&self) -> impl Iterator<Item = &str> {
        self.named.iter().filter_map(|(name, _)| match name {
            FileName::Checkpoint { hash } => Some(hash.as_str()),
            _ => None,
        })
    }

    /// Is there a file of this name?
    pub fn has(&self, name: &FileName) -> bool {
        self.named.iter().any(|(held, _)| held == name)
    }
}
