//! The command line, as the other device.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::program;

/// The command line on one device's data.
pub struct Baton {
    root: PathBuf,
    relay: PathBuf,
}

impl Baton {
    /// The command line on the data in `root`, syncing through `relay`.
    pub fn new(root: &Path, relay: &Path) -> Self {
        Self {
            root: root.to_owned(),
            relay: relay.to_owned(),
        }
    }

    /// Runs a command that has to succeed; answers its JSON.
    pub fn run(&self, arguments: &[&str]) -> Value {
        let output = Command::new(program("baton"))
            .arg("--root")
            .arg(&self.root)
            .arg("--relay")
            .arg(&self.relay)
            .arg("--json")
            .args(arguments)
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "baton {arguments:?}: {error}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Records a turn of the conversation "talk".
    pub fn say(&self, content: &str) {
        self.run(&[
            "record-turn",
            "--conversation",
            "talk",
            "--role",
            "user",
            "--content",
            content,
        ]);
    }

    /// Records a turn and hands it to the relay.
    pub fn say_and_pump(&self, content: &str) {
        self.say(content);
        self.run(&["pump"]);
    }

    /// The texts of the conversation "talk", in order.
    pub fn heard(&self) -> Vec<String> {
        let turns = self.run(&["transcript", "talk"]);
        let texts = turns.as_array().unwrap().iter();
        texts.map(|turn| turn["content"].as_str().unwrap().to_owned()).collect()
    }

    /// Does the conversation "talk" hold this text?
    pub fn has_heard(&self, content: &str) -> bool {
        self.heard().iter().any(|text| text == content)
    }
}
