//! Copying, as the drive does it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use crate::{Random, files_below};

/// One of the two folders, as an index.
pub type Side = usize;

pub struct Copier {
    pub sides: [PathBuf; 2],
    pub random: Random,
    pub is_nasty: bool,
    pub mischief: usize,
    pub made: BTreeSet<PathBuf>,
    pub brought_back: BTreeSet<PathBuf>,
    /// What it deleted on one side because it was deleted on the other.
    pub buried: Vec<(PathBuf, Vec<u8>)>,
    /// What was on both sides once: if it is on one side only, somebody deleted it on the other.
    synced: BTreeSet<PathBuf>,
    /// What is not whole yet, and on which side.
    growing: BTreeMap<PathBuf, Side>,
}

impl Copier {
    pub fn new(sides: [PathBuf; 2], seed: u64) -> Self {
        Self {
            sides,
            random: Random::new(seed),
            is_nasty: true,
            mischief: 0,
            made: BTreeSet::new(),
            brought_back: BTreeSet::new(),
            buried: Vec::new(),
            synced: BTreeSet::new(),
            growing: BTreeMap::new(),
        }
    }

    /// One look from one side.
    pub fn round(&mut self) {
        let from = self.random.below(2);
        let mut paths = self.paths(from);
        // A folder that is not there says nothing about its files.
        if !self.sides.iter().all(|side| side.exists()) {
            return;
        }
        self.random.shuffle(&mut paths);
        self.bury(from, &paths.iter().cloned().collect());
        for path in paths {
            if !self.is_late() {
                self.visit(from, &path);
            }
        }
        if self.is_nasty {
            self.misbehave();
        }
    }

    /// What a side holds, seen from its top.
    pub fn paths(&self, side: Side) -> Vec<PathBuf> {
        let below = |path: PathBuf| path.strip_prefix(&self.sides[side]).map(Path::to_owned).ok();
        files_below(&self.sides[side]).into_iter().filter_map(below).collect()
    }

    fn is_late(&mut self) -> bool {
        self.is_nasty && self.random.chance(60)
    }

    fn visit(&mut self, from: Side, path: &Path) {
        let target = self.sides[1 - from].join(path);
        match self.growing.get(path) {
            Some(side) if *side == from => {}
            Some(_) => self.copy(from, path),
            // Another drive brought the first half, and the rest since.
            None if self.has_grown(from, path) => self.copy(from, path),
            None if target.exists() => drop(self.synced.insert(path.to_owned())),
            // Deleted over there: burying it is another look's work.
            None if self.synced.contains(path) => {}
            None => self.copy(from, path),
        }
    }

    /// Does this side have more of a file than the other?
    fn has_grown(&self, from: Side, path: &Path) -> bool {
        let held = [from, 1 - from].map(|side| fs::read(self.sides[side].join(path)));
        matches!(held, [Ok(here), Ok(there)] if here.len() > there.len() && here.starts_with(&there))
    }

    /// Copies a file, or makes the half that is there grow.
    fn copy(&mut self, from: Side, path: &Path) {
        let (source, target) = (self.sides[from].join(path), self.sides[1 - from].join(path));
        let Ok(bytes) = fs::read(source) else { return };
        let there = fs::metadata(&target).map_or(0, |found| usize::try_from(found.len()).unwrap());
        let is_half = self.is_nasty && self.random.chance(40) && bytes.len() > there + 1;
        let length = if is_half {
            usize::midpoint(there, bytes.len())
        } else {
            bytes.len()
        };
        self.mischief += usize::from(is_half);
        put(&target, &bytes[..length]);
        if is_half {
            self.growing.insert(path.to_owned(), 1 - from);
        } else {
            self.growing.remove(path);
            self.synced.insert(path.to_owned());
        }
    }

    /// Deletes on the other side what is no longer on this one, where only `paths` are.
    fn bury(&mut self, from: Side, paths: &BTreeSet<PathBuf>) {
        let is_source =
            |(path, side): (&PathBuf, &Side)| (*side != from && !paths.contains(path)).then(|| path.clone());
        for path in self.growing.iter().filter_map(is_source).collect::<Vec<_>>() {
            self.growing.remove(&path);
            let _ = fs::remove_file(self.sides[1 - from].join(path));
        }
        for path in self.synced.difference(paths).cloned().collect::<Vec<_>>() {
            if self.is_late() {
                continue;
            }
            let target = self.sides[1 - from].join(&path);
            if let Ok(bytes) = fs::read(&target) {
                self.buried.push((path.clone(), bytes));
                let _ = fs::remove_file(target);
            }
            self.synced.remove(&path);
        }
    }
}

/// Writes into place, as bad drives do.
pub fn put(target: &Path, bytes: &[u8]) {
    fs::create_dir_all(target.parent().unwrap()).unwrap();
    fs::write(target, bytes).unwrap();
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "in a test, an unmet expectation is the failure")]

    use super::*;

    #[test]
    fn a_file_that_was_half_there_when_it_was_copied_is_whole_in_the_end() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let sides = folders.each_ref().map(|folder| folder.path().to_owned());
        let [here, there] = sides.each_ref().map(|side| side.join("tip"));
        let mut copier = Copier::new(sides, 1);
        for written in ["half", "half and half"] {
            fs::write(&here, written).unwrap();
            (0..200).for_each(|_| copier.round());
            copier.is_nasty = false;
            (0..20).for_each(|_| copier.round());
            copier.is_nasty = true;
            assert_eq!(fs::read_to_string(&there).unwrap(), written);
        }
    }
}
