//! What the drive does besides copying.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

use baton_engine::relay::FileName;

use super::copier::{Copier, put};
use crate::{LITTER, conflicted_names};

/// More than so many files of its own would only make the test slow.
const MOST_MADE: usize = 60;

impl Copier {
    /// Now and then, one nasty thing.
    pub fn misbehave(&mut self) {
        let side = self.random.below(2);
        let paths = self.paths(side);
        if paths.is_empty() || !self.random.chance(40) {
            return;
        }
        let path = self.random.pick(&paths).clone();
        self.mischief += 1;
        match self.random.below(4) {
            0 => self.drop_litter(side, &path),
            1 => self.make_conflict(side, &path),
            2 => self.bring_back(side),
            _ => self.touch(side, &path),
        }
    }

    fn drop_litter(&mut self, side: usize, beside: &Path) {
        let path = beside.with_file_name(*self.random.pick(LITTER));
        self.make(side, path, b"litter");
    }

    /// A conflicted copy, whole or cut, of a file that is not one itself.
    fn make_conflict(&mut self, side: usize, path: &Path) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (Ok(bytes), Some(_)) = (fs::read(self.sides[side].join(path)), FileName::parse(&name)) else {
            return;
        };
        let (stem, ending) = name.rsplit_once('.').unwrap();
        let copy = self.random.pick(&conflicted_names(stem, ending)).clone();
        let length = if self.random.chance(50) {
            bytes.len()
        } else {
            self.random.below(bytes.len().max(1))
        };
        self.make(side, path.with_file_name(copy), &bytes[..length]);
    }

    fn make(&mut self, side: usize, path: PathBuf, bytes: &[u8]) {
        if self.made.len() < MOST_MADE {
            put(&self.sides[side].join(&path), bytes);
            self.made.insert(path);
        }
    }

    /// A file that was deleted long ago is there again.
    fn bring_back(&mut self, side: usize) {
        if self.buried.is_empty() {
            return;
        }
        let (path, bytes) = self.random.pick(&self.buried).clone();
        let target = self.sides[side].join(&path);
        if !target.exists() {
            put(&target, &bytes);
            self.brought_back.insert(path);
        }
    }

    /// The file was modified at some time between 1970 and 2030, says the drive.
    fn touch(&mut self, side: usize, path: &Path) {
        let seconds = self.random.below(1_900_000_000) as u64;
        let time = UNIX_EPOCH + Duration::from_secs(seconds);
        let _ = File::options()
            .append(true)
            .open(self.sides[side].join(path))
            .and_then(|file| file.set_modified(time));
    }
}
