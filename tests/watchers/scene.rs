//! Two devices, each with a folder of its own that something joins.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use baton_engine::relay::FileName;
use baton_tests::{Device, files_below};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Turns are recorded so many at a time.
pub const BATCH: usize = 5;

/// Devices that share nothing by themselves.
pub struct Scene {
    pub devices: Vec<Device>,
    /// Every turn that was confirmed.
    pub confirmed: Vec<String>,
    _dir: TempDir,
}

impl Scene {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let device = |name: &str| Device {
            root: dir.path().join(name),
            relay: dir.path().join(format!("folder of {name}")),
        };
        Self {
            devices: vec![device("a"), device("b")],
            confirmed: Vec::new(),
            _dir: dir,
        }
    }

    /// Records a few turns on a device.
    #[track_caller]
    pub fn say(&mut self, at: usize) {
        let said = self.confirmed.len();
        let texts: Vec<_> = (said..said + BATCH).map(|n| format!("turn {n} of {at}")).collect();
        let line = |text: &String| json!({"conversation_id": "c", "content": text}).to_string();
        let lines: Vec<_> = texts.iter().map(line).collect();
        let run = self.devices[at].run_with(&["record-turns", "-"], lines.join("\n"));
        assert_eq!(run.code, 0, "{}", run.err);
        self.confirmed.extend(texts);
    }

    /// Does every device hold every confirmed turn exactly once, and the same state?
    pub fn are_equal(&self) -> bool {
        let mut wanted = self.confirmed.clone();
        wanted.sort();
        let holds_all = |device: &Device| {
            let mut said = device.said("c");
            said.sort();
            said == wanted
        };
        self.devices.iter().all(holds_all) && self.status(0)["state_hash"] == self.status(1)["state_hash"]
    }

    pub fn status(&self, at: usize) -> Value {
        self.devices[at].json(&["status"])
    }

    /// The files in a device's folder, seen from its top.
    pub fn files(&self, at: usize) -> BTreeSet<PathBuf> {
        let top = &self.devices[at].relay;
        let below = |path: PathBuf| path.strip_prefix(top).unwrap().to_owned();
        files_below(top).into_iter().map(below).collect()
    }
}

/// Is this a path that the format of the relay folder names?
pub fn is_ours(path: &Path) -> bool {
    let name = path.file_name().unwrap().to_string_lossy();
    let is_top = name == "README.txt" || (name.starts_with("relay-") && name.ends_with(".json"));
    match path.components().count() {
        1 => is_top,
        3 => path.starts_with("d") && FileName::parse(&name).is_some(),
        _ => false,
    }
}
