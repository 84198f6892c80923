use crate::{
    relay::{FileName, Stamp},
    store::OwnFile,
};

/// An own file as this device left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LeftFile {
    /// Another one tells that it is not as it was left.
    pub stamp: Stamp,
    /// Bytes of payload it holds, if it is a segment.
    pub weight: u64,
}

impl LeftFile {
    fn remembered((name, file): (String, OwnFile)) -> Option<(FileName, Self)> {
        let (stamp, weight) = (Stamp::parse(&file.mark)?, file.weight);
        Some((FileName::parse(&name)?, Self { stamp, weight }))
    }

    pub fn to_remember(self) -> OwnFile {
        OwnFile {
            mark: self.stamp.to_string(),
            weight: self.weight,
        }
    }
}

/// The files that this device left, in the order of their names. Each round makes and compares two of these, with a hundred
/// files in them: so they are blocks of memory that are searched, not trees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct OwnFiles(Vec<(FileName, LeftFile)>);

impl OwnFiles {
    /// What the store remembers.
    pub fn remembered(files: Vec<(String, OwnFile)>) -> Self {
        let mut files: Vec<_> = files.into_iter().filter_map(LeftFile::remembered).collect();
        files.sort_unstable_by_key(|(name, _)| *name);
        Self(files)
    }

    /// Those of them that are listed.
    pub fn listed<'a>(&self, names: impl Iterator<Item = &'a FileName>) -> Self {
        let mut is_listed = vec![false; self.0.len()];
        names
            .filter_map(|name| self.find(name).ok())
            .for_each(|at| is_listed[at] = true);
        let files = self.0.iter().zip(is_listed);
        Self(
            files
                .filter_map(|(file, is_listed)| is_listed.then_some(*file))
                .collect(),
        )
    }

    fn find(&self, name: &FileName) -> Result<usize, usize> {
        self.0.binary_search_by_key(name, |(held, _)| *held)
    }

    pub fn get(&self, name: &FileName) -> Option<LeftFile> {
        self.find(name).ok().map(|at| self.0[at].1)
    }

    pub fn has(&self, name: &FileName) -> bool {
        self.find(name).is_ok()
    }

    pub fn insert(&mut self, name: FileName, file: LeftFile) {
        match self.find(&name) {
            Ok(at) => self.0[at].1 = file,
            Err(at) => self.0.insert(at, (name, file)),
        }
    }

    pub fn remove(&mut self, name: &FileName) {
        if let Ok(at) = self.find(name) {
            self.0.remove(at);
        }
    }

    /// Files of this that are not in `other`, or are others there.
    pub fn unlike(&self, other: &Self) -> impl Iterator<Item = (&FileName, LeftFile)> {
        let files = self.0.iter().filter(|(name, file)| other.get(name) != Some(*file));
        files.map(|(name, file)| (name, *file))
    }

    /// Files of this whose names are not in `other`.
    pub fn missing_in(&self, other: &Self) -> impl Iterator<Item = &FileName> {
        self.0.iter().map(|(name, _)| name).filter(|name| !other.has(name))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::{op::Seq, relay::ShortHash};

    fn name(n: u8) -> FileName {
        let hash = ShortHash::of(&[n]);
        match n % 3 {
            0 => FileName::Hello { hash },
            1 => FileName::Segment {
                first: Seq(n.into()),
                last: Seq(n.into()),
                hash,
            },
            _ => FileName::Tip {
                number: n.into(),
                tail: None,
                hash,
            },
        }
    }

    fn left(weight: u64) -> LeftFile {
        LeftFile {
            stamp: Stamp::default(),
            weight,
        }
    }

    fn files(map: &BTreeMap<FileName, LeftFile>) -> OwnFiles {
        let remembered = map.iter().map(|(name, file)| (name.to_string(), file.to_remember()));
        OwnFiles::remembered(remembered.collect())
    }

    proptest! {
        #[test]
        fn own_files_are_a_map(changes in prop::collection::vec((any::<u8>(), prop::option::of(0..3u64)), 0..60), seen in prop::collection::vec(any::<u8>(), 0..60)) {
            let (mut map, mut own) = (BTreeMap::new(), OwnFiles::default());
            for (n, weight) in changes {
                if let Some(weight) = weight {
                    map.insert(name(n), left(weight));
                    own.insert(name(n), left(weight));
                } else {
                    map.remove(&name(n));
                    own.remove(&name(n));
                }
            }
            prop_assert_eq!(&own, &files(&map));
            let seen: Vec<_> = seen.into_iter().map(name).collect();
            let listed = own.listed(seen.iter());
            prop_assert!(seen.iter().all(|name| listed.get(name) == map.get(name).copied()));
            let gone: Vec<_> = map.keys().filter(|name| !seen.contains(name)).collect();
            prop_assert_eq!(own.missing_in(&listed).collect::<Vec<_>>(), gone);
            prop_assert_eq!(listed.unlike(&own).count(), 0);
            prop_assert_eq!(own.unlike(&OwnFiles::default()).count(), map.len());
        }
    }
}
