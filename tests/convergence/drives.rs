//! Each device has its own copy of the folder, as with every cloud drive; a copier carries files over one by one, in any
//! order, late, and half.

use std::collections::{BTreeMap, BTreeSet};

use baton_engine::relay::{MemoryFiles, device_dir};
use baton_tests::{Node, Random};
use tempfile::TempDir;

struct Drive {
    random: Random,
    seed: u64,
    /// Keeps the devices' data.
    _dir: TempDir,
    copies: Vec<MemoryFiles>,
    nodes: Vec<Node>,
    /// What the drive's server has, and what of it each copy was given last.
    server: BTreeMap<String, Vec<u8>>,
    confirmed: Vec<String>,
}

impl Drive {
    fn new(seed: u64, devices: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let copies: Vec<_> = (0..devices).map(|_| MemoryFiles::default()).collect();
        let open = |(at, files): (usize, &MemoryFiles)| {
            let name = format!("device-{at}");
            Node::open(&name, &dir.path().join(&name), files.clone())
        };
        let nodes = copies.iter().enumerate().map(open).collect();
        Self {
            random: Random::new(seed),
            seed,
            _dir: dir,
            copies,
            nodes,
            server: BTreeMap::new(),
            confirmed: Vec::new(),
        }
    }

    fn own_dir(&self, at: usize) -> String {
        device_dir(self.nodes[at].session.device()) + "/"
    }

    /// Carries what one device changed in its own directory to the server: some of it, in any order.
    fn upload(&mut self, at: usize, percent: usize) {
        let own = self.own_dir(at);
        let mine = |path: &str| path.starts_with(&own) || !path.starts_with("d/");
        let copy = self.copies[at].lock().clone();
        for (path, bytes) in copy.iter().filter(|(path, _)| mine(path)) {
            if self.random.chance(percent) {
                self.server.insert(path.clone(), bytes.clone());
            }
        }
        let gone: Vec<_> = self
            .server
            .keys()
            .filter(|path| path.starts_with(&own) && !copy.contains_key(*path))
            .cloned()
            .collect();
        for path in gone {
            if self.random.chance(percent) {
                self.server.remove(&path);
            }
        }
    }

    /// Carries from the server to one device: some of it, in any order, now and then only half a file.
    fn download(&mut self, at: usize, percent: usize, halves: bool) {
        let own = self.own_dir(at);
        let mut copy = self.copies[at].lock();
        let paths: BTreeSet<_> = self.server.keys().chain(copy.keys()).cloned().collect();
        for path in paths.into_iter().filter(|path| !path.starts_with(&own)) {
            if !self.random.chance(percent) {
                continue;
            }
            match self.server.get(&path) {
                Some(bytes) if halves && self.random.chance(10) => {
                    copy.insert(path, bytes[..self.random.below(bytes.len())].to_vec());
                }
                Some(bytes) => drop(copy.insert(path, bytes.clone())),
                None if path.starts_with("d/") => drop(copy.remove(&path)),
                None => {}
            }
        }
    }

    fn step(&mut self) {
        let at = self.random.below(self.nodes.len());
        let node = &mut self.nodes[at];
        match self.random.below(16) {
            0..=4 => {
                let text = format!("turn {} of {at}", self.confirmed.len());
                node.say(&text);
                self.confirmed.push(text);
            }
            5..=9 => drop(node.pump().unwrap()),
            10 => drop(node.session.publish_checkpoint().unwrap()),
            11 => drop(node.session.rebase().unwrap()),
            12 | 13 => self.upload(at, 60),
            _ => self.download(at, 60, true),
        }
    }

    fn settle(&mut self) {
        for _ in 0..6 {
            for at in 0..self.nodes.len() {
                self.upload(at, 100);
                self.download(at, 100, false);
                self.nodes[at]
                    .pump()
                    .unwrap_or_else(|error| panic!("seed {}: {error}", self.seed));
                self.upload(at, 100);
            }
        }
    }

    fn check(mut self) {
        self.confirmed.sort();
        let state = self.nodes[0].state();
        for (at, node) in self.nodes.iter().enumerate() {
            let mut said = node.said();
            said.sort();
            assert_eq!(
                said.len(),
                self.confirmed.len(),
                "seed {}: device {at} lacks or doubles turns",
                self.seed
            );
            assert!(
                said == self.confirmed && node.state() == state,
                "seed {}: device {at} differs",
                self.seed
            );
        }
    }
}

#[test]
fn f3_devices_over_a_drive_that_copies_file_by_file_in_any_order_end_equal() {
    for seed in 0..12 {
        let mut drive = Drive::new(seed, 2 + usize::try_from(seed % 3).unwrap());
        (0..200).for_each(|_| drive.step());
        drive.settle();
        drive.check();
    }
}

#[test]
fn f4_a_device_that_wrote_before_the_folder_was_downloaded_stops_nobody() {
    let mut drive = Drive::new(7, 2);
    for at in [0, 1] {
        for n in 0..5 {
            drive.nodes[at].say(&format!("{n} of {at}"));
            drive.confirmed.push(format!("{n} of {at}"));
            drive.nodes[at].pump().unwrap();
        }
    }
    drive.settle();
    drive.nodes[0].say("and on");
    drive.confirmed.push("and on".to_owned());
    drive.settle();
    drive.check();
}
