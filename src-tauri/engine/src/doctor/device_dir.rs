//! One device's directory in a relay folder.

use std::collections::HashSet;

use crate::{
    op::{DeviceId, Seq},
    relay::{
        Damage, FileEntry, FileName, Files, MAX_BODY_BYTES, Manifest, PartEntry, Proven, Tip, device_dir, prove,
        prove_unnamed,
    },
};

/// One device's directory.
#[derive(Debug, Default)]
pub(super) struct DeviceDir {
    /// Its path.
    pub dir: String,
    /// The device, as its files say.
    pub device: Option<DeviceId>,
    /// Its human name; empty if it never said one.
    pub name: String,
    /// The names of Baton's files in it, good and damaged.
    pub listed: HashSet<FileName>,
    /// Their size in bytes.
    pub bytes: u64,
    /// Its newest tip.
    pub tip: Option<Tip>,
    /// The ops that good segments and tips hold, from the first seq to the last.
    pub held: Vec<(Seq, Seq)>,
    /// The good manifests.
    pub manifests: Vec<Manifest>,
    /// Names of the good files.
    pub good: HashSet<FileName>,
    /// The damaged files.
    pub damaged: Vec<Damaged>,
}

/// A file of Baton's that cannot be used.
#[derive(Debug)]
pub(super) struct Damaged {
    pub name: FileName,
    pub path: String,
    pub why: String,
    /// Made by a newer Baton, not damaged.
    pub newer: bool,
}

/// A path inside the relay folder, which itself is the empty one.
pub(super) fn join(dir: &str, name: &str) -> String {
    if dir.is_empty() {
        name.to_owned()
    } else {
        format!("{dir}/{name}")
    }
}

impl DeviceDir {
    /// Reads one of Baton's files. One that vanishes meanwhile was removed by its owner.
    pub fn examine(&mut self, files: &mut dyn Files, name: FileName, len: u64) {
        let path = join(&self.dir, &name.to_string());
        let proven = match files.read(&path, 2 * MAX_BODY_BYTES) {
            Ok(None) => return,
            Ok(Some(file)) => prove(&self.dir, &name, &file),
            Err(error) => return self.note_damage(name, path, error.to_string(), false),
        };
        self.bytes += len;
        match proven {
            Ok(proven) => {
                self.listed.insert(name);
                self.good.insert(name);
                self.learn(proven);
            }
            Err(damage) => self.note_damage(name, path, damage.to_string(), matches!(damage, Damage::TooNew(_))),
        }
    }

    fn note_damage(&mut self, name: FileName, path: String, why: String, newer: bool) {
        self.listed.insert(name);
        self.damaged.push(Damaged { name, path, why, newer });
    }

    /// A file under a foreign name, such as a conflicted copy, counts as far as it proves itself.
    pub fn learn_from_stranger(&mut self, files: &mut dyn Files, entry: &FileEntry) {
        if entry.is_dir {
            return;
        }
        let path = join(&self.dir, &entry.name);
        let file = files.read(&path, 2 * MAX_BODY_BYTES).ok().flatten().unwrap_or_default();
        if let Ok(proven) = prove_unnamed(&file)
            && proven.device().is_some_and(|device| device_dir(device) == self.dir)
        {
            self.learn(proven);
        }
    }

    fn learn(&mut self, proven: Proven) {
        if let Some(device) = proven.device() {
            self.device.get_or_insert_with(|| device.clone());
        }
        match proven {
            Proven::Hello(hello) => self.name = hello.profile.name,
            Proven::Segment(_, first, last) => self.held.push((first, last)),
            Proven::Tip(tip) => self.learn_tip(tip),
            Proven::Checkpoint(manifest) => self.manifests.push(manifest),
            Proven::Carried(..) | Proven::Part => {}
        }
    }

    fn learn_tip(&mut self, tip: Tip) {
        self.held.extend(tip.tail);
        if self.tip.as_ref().is_none_or(|known| known.number < tip.number) {
            self.tip = Some(tip);
        }
    }

    /// What people call it: its name, else its id, else its directory.
    pub fn called(&self) -> String {
        match &self.device {
            _ if !self.name.is_empty() => self.name.clone(),
            Some(device) => device.to_string(),
            None => self.dir.clone(),
        }
    }

    /// Are all parts of a checkpoint here and good?
    pub fn is_complete(&self, manifest: &Manifest) -> bool {
        self.missing_parts(manifest, &self.good).is_empty()
    }

    /// Paths of the parts of a checkpoint that `have` lacks.
    pub fn missing_parts(&self, manifest: &Manifest, have: &HashSet<FileName>) -> Vec<String> {
        let names = manifest.parts.iter().map(PartEntry::file_name);
        names
            .filter(|name| !have.contains(name))
            .map(|name| join(&self.dir, &name.to_string()))
            .collect()
    }
}
