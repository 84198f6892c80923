use std::{collections::HashSet, sync::Arc};

use super::{
    FileEntry, FileName, Files, RelayError, ShortHash, Stamp,
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
    /// Files whose names follow the grammar. None for a stamp that the listing did not ask for.
    pub named: Vec<(FileName, Option<Stamp>)>,
    /// Those of them whose content is known not to be on this device yet.
    pub in_cloud: HashSet<FileName>,
    /// Other files: conflicted copies among them.
    pub foreign: Vec<FileEntry>,
}

/// What an entry of a device's directory is, by its name.
enum Meaning {
    /// A file of the grammar, or a stub of one whose content is not here.
    Named(FileName, bool),
    /// Another file.
    Foreign,
    /// Of no interest.
    None,
}

impl Meaning {
    fn of(name: &str, is_dir: bool) -> Self {
        let stub = online_only::stands_for(name);
        match FileName::parse(stub.unwrap_or(name)) {
            _ if is_dir => Self::None,
            Some(named) => Self::Named(named, stub.is_none()),
            None if is_litter(name) => Self::None,
            None => Self::Foreign,
        }
    }
}

impl Listing {
    /// Looks once at everything: at `own`, this device's directory, in full, and at the names in the others.
    pub fn scan(files: &mut dyn Files, own: Option<&str>) -> Result<Self, RelayError> {
        let mut listing = Self::default();
        for entry in files.names(DEVICES)?.unwrap_or_default() {
            if !entry.is_dir || !is_device_dir(&entry.name) {
                listing.foreign += u64::from(!is_litter(&entry.name));
                continue;
            }
            let dir = format!("{DEVICES}/{}", entry.name);
            let device = if own == Some(dir.as_str()) {
                DeviceFiles::in_full(files, dir)?
            } else {
                DeviceFiles::by_name(files, dir)?
            };
            listing.foreign += device.foreign.len() as u64;
            listing.devices.push(Arc::new(device));
        }
        Ok(listing)
    }

    /// The directory at `dir`; an empty one when it does not exist.
    pub fn device(&self, dir: &str) -> Arc<DeviceFiles> {
        let found = self.devices.iter().find(|device| device.dir == dir);
        found
            .cloned()
            .unwrap_or_else(|| Arc::new(DeviceFiles::empty(dir.to_owned())))
    }
}

impl DeviceFiles {
    fn empty(dir: String) -> Self {
        Self { dir, ..Self::default() }
    }

    /// All that a listing tells.
    fn in_full(files: &mut dyn Files, dir: String) -> Result<Self, RelayError> {
        let mut device = Self::empty(dir);
        for entry in files.list(&device.dir)?.unwrap_or_default() {
            match Meaning::of(&entry.name, entry.is_dir) {
                Meaning::Named(name, is_here) => {
                    if entry.in_cloud || !is_here {
                        device.in_cloud.insert(name);
                    }
                    device.named.push((name, Some(entry.stamp)));
                }
                Meaning::Foreign => device.foreign.push(entry),
                Meaning::None => {}
            }
        }
        Ok(device)
    }

    /// The names, which is all that others' files are known by; but a stamp tells whether a foreign file was looked into.
    fn by_name(files: &mut dyn Files, dir: String) -> Result<Self, RelayError> {
        let mut device = Self::empty(dir);
        for entry in files.names(&device.dir)?.unwrap_or_default() {
            match Meaning::of(&entry.name, entry.is_dir) {
                Meaning::Named(name, is_here) => {
                    if !is_here {
                        device.in_cloud.insert(name);
                    }
                    device.named.push((name, None));
                }
                Meaning::Foreign => return Self::in_full(files, device.dir),
                Meaning::None => {}
            }
        }
        Ok(device)
    }

    /// Path of a file in this directory.
    pub fn path(&self, name: &impl std::fmt::Display) -> String {
        format!("{}/{name}", self.dir)
    }

    /// The segments: first seq, last seq, name.
    pub fn segments(&self) -> impl Iterator<Item = (Seq, Seq, &FileName)> {
        self.named.iter().filter_map(|(name, _)| match name {
            FileName::Segment { first, last, .. } => Some((*first, *last, name)),
            _ => None,
        })
    }

    /// The files that hold ops of this directory's device: first seq, last seq, name. Segments, and tips with a tail.
    pub fn holders(&self) -> impl Iterator<Item = (Seq, Seq, &FileName)> {
        self.named.iter().filter_map(|(name, _)| {
            let (first, last) = name.ops()?;
            Some((first, last, name))
        })
    }

    /// Segments of other devices: name of the author's directory, first seq, last seq, name.
    pub fn carried(&self) -> impl Iterator<Item = (ShortHash<16>, Seq, Seq, &FileName)> {
        self.named.iter().filter_map(|(name, _)| match name {
            FileName::Carried { owner, first, last, .. } => Some((*owner, *first, *last, name)),
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
    pub fn checkpoints(&self) -> impl Iterator<Item = ShortHash<32>> {
        self.named.iter().filter_map(|(name, _)| match name {
            FileName::Checkpoint { hash } => Some(*hash),
            _ => None,
        })
    }

    /// Is there a file of this name?
    pub fn has(&self, name: &FileName) -> bool {
        self.named.iter().any(|(held, _)| held == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        op::DeviceId,
        relay::{FolderFiles, device_dir},
    };

    fn name(of: &[u8]) -> FileName {
        FileName::Hello {
            hash: ShortHash::of(of),
        }
    }

    /// A relay with a file of each of two devices; answers their directories.
    fn relay(dir: &std::path::Path) -> (FolderFiles, [String; 2]) {
        let mut files = FolderFiles::new(&dir.join("relay"), &dir.join("staging"));
        let dirs = ["a", "b"].map(|device| device_dir(&DeviceId::from(device)));
        for dir in &dirs {
            files.create(&format!("{dir}/{}", name(b"hello")), b"hello").unwrap();
        }
        (files, dirs)
    }

    #[test]
    fn own_files_are_listed_in_full_and_those_of_others_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let (mut files, [own, other]) = relay(dir.path());
        let listing = Listing::scan(&mut files, Some(&own)).unwrap();
        let [own, other] = [own, other].map(|dir| listing.device(&dir).named.clone());
        assert!(matches!(own[..], [(held, Some(stamp))] if held == name(b"hello") && stamp.len == 5));
        assert_eq!(other, [(name(b"hello"), None)]);
    }

    #[test]
    fn a_foreign_file_of_another_device_has_a_stamp() {
        let dir = tempfile::tempdir().unwrap();
        let (mut files, [own, other]) = relay(dir.path());
        files.create(&format!("{other}/hello (1).json"), b"copied").unwrap();
        let listing = Listing::scan(&mut files, Some(&own)).unwrap();
        let [foreign] = &listing.device(&other).foreign[..] else {
            panic!("{listing:?}");
        };
        assert_eq!((foreign.name.as_str(), foreign.stamp.len), ("hello (1).json", 6));
        assert_eq!(listing.foreign, 1);
    }

    #[test]
    fn a_stub_is_listed_as_the_file_it_stands_for_whose_content_is_elsewhere() {
        let dir = tempfile::tempdir().unwrap();
        let (mut files, [own, other]) = relay(dir.path());
        for dir in [&own, &other] {
            files.create(&format!("{dir}/.{}.icloud", name(b"stub")), b"").unwrap();
        }
        let listing = Listing::scan(&mut files, Some(&own)).unwrap();
        for dir in [own, other] {
            let device = listing.device(&dir);
            assert!(device.has(&name(b"stub")) && device.foreign.is_empty());
            assert_eq!(device.in_cloud, HashSet::from([name(b"stub")]));
        }
    }
}
