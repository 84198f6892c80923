//! The order in which things become durable, as the relay's files witness it. A power cut between any two steps then leaves
//! nothing that speaks of something lost: the journal is synced before a segment of it is put in place, a segment before the
//! tip that names it, what was folded before the tip that acknowledges it, and a merged segment before those it replaces go.
//!
//! That a commit is on disk once it returns, a created file's content too, and its name with `settle`, is the promise of
//! `Store::write` and `Files`, each with tests of its own; a note, whose commit is not waited for, cannot hold an op. A power
//! cut may take the names of the last files in any order: then the tip speaks of a segment that is not here, as it does
//! wherever a drive brought the tip first, and the next round writes what is missing.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use baton_engine::{
    DeviceId, Seq,
    relay::{FileEntry, FileName, Files, MemoryFiles, RelayError, Stamp, Tip, device_dir},
    store::Store,
};
use baton_tests::Node;

/// What was seen, so that a test that saw nothing fails.
#[derive(Debug, Default)]
struct Seen {
    segments: usize,
    tips: usize,
    removed_segments: usize,
    removed_tails: usize,
    /// In which round a file was created.
    created: BTreeMap<String, usize>,
    /// Files whose names are durable.
    settled: BTreeSet<String>,
    round: usize,
}

/// The relay of one device, which checks at every step what is durable already.
#[derive(Debug, Clone)]
struct Witness {
    files: MemoryFiles,
    device: DeviceId,
    data: PathBuf,
    seen: Arc<Mutex<Seen>>,
}

impl Witness {
    fn new(files: &MemoryFiles, name: &str, data: &Path) -> Self {
        Self {
            files: files.clone(),
            device: DeviceId::from(name),
            data: data.to_owned(),
            seen: Arc::default(),
        }
    }

    /// What another process would read in the store at this moment.
    fn store(&self) -> Store {
        Store::open_to_read(&self.data, self.device.clone()).unwrap().unwrap()
    }

    /// Own files in place that hold own ops: first and last seq, path.
    fn holders(&self) -> Vec<(Seq, Seq, String)> {
        let prefix = format!("{}/", device_dir(&self.device));
        let files = self.files.lock();
        let own = files
            .keys()
            .filter_map(|path| Some((path, path.strip_prefix(&prefix)?)));
        own.filter_map(|(path, name)| {
            let (first, last) = FileName::parse(name)?.ops()?;
            Some((first, last, path.clone()))
        })
        .collect()
    }

    fn check_tip(&self, tip: &Tip) {
        let store = self.store();
        assert!(
            store.highest_tip_number().unwrap() >= tip.number,
            "its number is not set aside"
        );
        let committed = store.frontier().unwrap();
        for (device, seq) in &tip.frontier {
            assert!(
                committed.get(device) >= Some(seq),
                "{seq} of {device} is acknowledged and not kept"
            );
        }
        let Some(head) = tip.head else { return };
        let in_place = self.holders().into_iter().map(|(first, last, _)| (first, last));
        let ranges: Vec<_> = in_place.chain(tip.tail).collect();
        let offered = |seq: u64| ranges.iter().any(|(first, last)| (first.0..=last.0).contains(&seq));
        let missing = (tip.floor.0..=head.seq.0).find(|seq| !offered(*seq));
        assert_eq!(missing, None, "the tip speaks of an op that nothing here holds");
    }

    fn check_removal(&self, first: Seq, last: Seq, path: &str) {
        let seen = self.seen.lock().unwrap();
        let durable_before = |other: &str| {
            seen.settled.contains(other) && seen.created.get(other).is_some_and(|round| *round < seen.round)
        };
        let others: Vec<_> = self
            .holders()
            .into_iter()
            .filter(|(.., other)| durable_before(other))
            .collect();
        let replaced = |seq: u64| {
            let mut others = others.iter().filter(|(.., other)| other != path);
            others.any(|(a, b, _)| (a.0..=b.0).contains(&seq))
        };
        assert!(
            (first.0..=last.0).all(replaced),
            "{path} goes before others hold its ops"
        );
    }
}

fn name_of(path: &str) -> Option<FileName> {
    FileName::parse(path.rsplit_once('/')?.1)
}

impl Files for Witness {
    fn place(&self) -> String {
        self.files.place()
    }

    fn list(&mut self, dir: &str) -> Result<Option<Vec<FileEntry>>, RelayError> {
        self.files.list(dir)
    }

    fn read(&mut self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, RelayError> {
        self.files.read(path, limit)
    }

    fn create(&mut self, path: &str, bytes: &[u8]) -> Result<Stamp, RelayError> {
        let name = name_of(path);
        if let Some((_, last)) = name.as_ref().and_then(FileName::ops) {
            assert!(
                self.store().frontier().unwrap().get(&self.device) >= Some(&last),
                "{path} is ahead of the journal"
            );
        }
        match name {
            Some(FileName::Segment { .. }) => {
                self.seen.lock().unwrap().segments += 1;
            }
            Some(FileName::Tip { .. }) => {
                self.check_tip(&Tip::decode(bytes).unwrap());
                self.seen.lock().unwrap().tips += 1;
            }
            _ => {}
        }
        let mut seen = self.seen.lock().unwrap();
        let round = seen.round;
        seen.created.insert(path.to_owned(), round);
        drop(seen);
        self.files.create(path, bytes)
    }

    fn remove(&mut self, path: &str) -> Result<(), RelayError> {
        if let Some((name, (first, last))) = name_of(path).and_then(|name| Some((name, name.ops()?))) {
            self.check_removal(first, last, path);
            let mut seen = self.seen.lock().unwrap();
            match name {
                FileName::Segment { .. } => seen.removed_segments += 1,
                _ => seen.removed_tails += 1,
            }
        }
        self.files.remove(path)
    }

    fn settle(&mut self, dir: &str) -> Result<(), RelayError> {
        let mut seen = self.seen.lock().unwrap();
        let names = seen.created.keys();
        let settled: BTreeSet<_> = names
            .filter(|path| path.starts_with(&format!("{dir}/")))
            .cloned()
            .collect();
        seen.settled.extend(settled);
        drop(seen);
        self.files.settle(dir)
    }
}

#[test]
fn nothing_in_the_relay_is_ahead_of_what_is_durable() {
    let (dir, files) = (tempfile::tempdir().unwrap(), MemoryFiles::default());
    let data = |name: &str| dir.path().join(name);
    let witness = |name: &str| Witness::new(&files, name, &data(name));
    let (a, b) = (witness("a"), witness("b"));
    let mut nodes = [
        Node::open("a", &data("a"), a.clone()),
        Node::open("b", &data("b"), b.clone()),
    ];
    for round in 0..80 {
        for (node, seen) in nodes.iter_mut().zip([&a.seen, &b.seen]) {
            seen.lock().unwrap().round = round;
            // Some are large enough for a segment of their own, some ride in tips.
            let words = if round % 2 == 0 { 400 } else { 1 };
            (0..round % 3).for_each(|n| node.say(&format!("{n} of round {round} ").repeat(words)));
            node.pump().unwrap();
        }
    }
    for witness in [&a, &b] {
        let seen = witness.seen.lock().unwrap();
        let created = (seen.segments, seen.tips);
        let removed = (seen.removed_segments, seen.removed_tails);
        assert!(created.0 > 20 && created.1 > 50, "{created:?} were created");
        assert!(removed.0 > 20 && removed.1 > 20, "{removed:?} were removed");
    }
}
