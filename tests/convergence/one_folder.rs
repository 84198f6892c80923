//! Devices over one folder in which files are damaged and deleted.

use std::io;

use baton_engine::{Surface, relay::MemoryFiles};
use baton_tests::{Fault, FaultyFiles, Node, Random};
use serde_json::json;
use tempfile::TempDir;

/// Devices, the folder they share, and every turn that was confirmed.
struct World {
    random: Random,
    seed: u64,
    dir: TempDir,
    files: MemoryFiles,
    nodes: Vec<(Node, FaultyFiles)>,
    confirmed: Vec<String>,
}

impl World {
    fn new(seed: u64, devices: usize) -> Self {
        let (dir, files) = (tempfile::tempdir().unwrap(), MemoryFiles::default());
        let mut world = Self {
            random: Random::new(seed),
            seed,
            dir,
            files,
            nodes: Vec::new(),
            confirmed: Vec::new(),
        };
        (0..devices).for_each(|_| world.join());
        world
    }

    fn join(&mut self) {
        let name = format!("device-{}", self.nodes.len());
        let files = FaultyFiles::over(&self.files);
        let node = Node::open(&name, &self.dir.path().join(&name), files.clone());
        self.nodes.push((node, files));
    }

    /// A process ends and the next one starts.
    fn restart(&mut self, at: usize) {
        let name = format!("device-{at}");
        let files = FaultyFiles::over(&self.files);
        self.nodes[at] = (Node::open(&name, &self.dir.path().join(&name), files.clone()), files);
    }

    fn step(&mut self) {
        let at = self.random.below(self.nodes.len());
        let node = &mut self.nodes[at].0;
        match self.random.below(30) {
            0..=10 => {
                let text = format!("turn {} of {at}", self.confirmed.len());
                node.say(&text);
                self.confirmed.push(text);
            }
            11 => node.append(Surface::Declagent, json!({"id": "config", "n": self.confirmed.len()})),
            12 => {
                let status = *self.random.pick(&["pending", "committed", "failed"]);
                let run = format!("run-{}", self.random.below(5));
                node.append(
                    Surface::Intent,
                    json!({"id": run, "agent_id": "bot", "epoch": self.random.below(4), "status": status}),
                );
            }
            13..=22 => drop(node.pump().unwrap()),
            23 => drop(node.session.publish_checkpoint().unwrap()),
            24 => drop(node.session.rebase().unwrap()),
            25 => self.fail_once(at),
            26 => self.restart(at),
            27 if self.nodes.len() < 5 && self.random.chance(20) => self.join(),
            _ => self.harm(),
        }
    }

    /// A pump while the disk is full.
    fn fail_once(&mut self, at: usize) {
        let (node, files) = &mut self.nodes[at];
        files.set(Some(Fault::Create(io::ErrorKind::StorageFull)));
        let _ = node.pump();
        files.set(None);
    }

    /// Deletes, cuts, empties or prolongs one file of some device, or copies it under another name.
    fn harm(&mut self) {
        let mut files = self.files.lock();
        let paths: Vec<_> = files.keys().filter(|path| path.starts_with("d/")).cloned().collect();
        if paths.is_empty() {
            return;
        }
        let path = self.random.pick(&paths).clone();
        let cut = self.random.below(files[&path].len().max(1));
        match self.random.below(5) {
            0 => drop(files.remove(&path)),
            1 => files.get_mut(&path).unwrap().truncate(cut),
            2 => files.get_mut(&path).unwrap().clear(),
            3 => files.get_mut(&path).unwrap().extend([0; 50]),
            _ => {
                let copy = files[&path].clone();
                files.insert(path.replace('.', " (1)."), copy);
            }
        }
    }

    /// Everybody pumps until nothing happens any more.
    fn settle(&mut self) {
        for _ in 0..6 {
            for (node, _) in &mut self.nodes {
                node.pump()
                    .unwrap_or_else(|error| panic!("seed {}: {error}", self.seed));
            }
        }
    }

    fn check(&mut self) {
        self.confirmed.sort();
        let state = self.nodes[0].0.state();
        for (at, (node, _)) in self.nodes.iter().enumerate() {
            let mut said = node.said();
            said.sort();
            assert_eq!(
                said.len(),
                self.confirmed.len(),
                "seed {}: device {at} lacks or doubles turns",
                self.seed
            );
            assert!(
                said == self.confirmed,
                "seed {}: device {at} holds other turns",
                self.seed
            );
            assert_eq!(node.state(), state, "seed {}: device {at} differs", self.seed);
        }
    }
}

fn live(seeds: std::ops::Range<u64>, steps: usize) {
    for seed in seeds {
        let mut world = World::new(seed, 2 + usize::try_from(seed % 3).unwrap());
        (0..steps).for_each(|_| world.step());
        world.settle();
        world.check();
        // Somebody who comes last finds everything in the folder.
        world.join();
        world.settle();
        world.check();
    }
}

#[test]
fn devices_over_a_folder_whose_files_are_damaged_and_deleted_end_equal_with_every_confirmed_turn() {
    live(0..12, 120);
}

#[test]
fn devices_that_live_long_over_a_bad_folder_end_equal_with_every_confirmed_turn() {
    live(100..102, 700);
}
