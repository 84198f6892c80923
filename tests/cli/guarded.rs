//! A `baton run` that is under way.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command};

use baton_tests::{Device, Pair, Run, eventually};
use serde_json::Value;

/// Writes its epoch into the file it is given, and goes on until that file is gone.
pub const LONG: &str = r#"echo "$BATON_EPOCH" > "$0"; while [ -e "$0" ]; do sleep 0.05; done"#;

/// A guarded run that is under way.
pub struct Guard {
    /// `baton run`.
    pub child: Child,
    /// What its command waits for the end of.
    pub file: PathBuf,
}

impl Guard {
    /// Starts it, and waits until its command runs.
    #[track_caller]
    pub fn start(pair: &Pair, options: &[&str], script: &str) -> Self {
        let file = pair.folder().join("command-runs");
        let path = file.to_str().unwrap().to_owned();
        let arguments = [&["run"], options, &["--", "sh", "-c", script, &path]].concat();
        let child = pair.a.command(&arguments).spawn().unwrap();
        eventually("the command runs", || started(&file));
        Self { child, file }
    }

    /// Sends it a signal.
    pub fn signal(&self, name: &str) {
        let kill = Command::new("kill").args([name, &self.child.id().to_string()]).status();
        assert!(kill.unwrap().success());
    }

    /// Lets the command come to its end.
    pub fn finish(self) -> Run {
        fs::remove_file(&self.file).unwrap();
        Run::of(self.child)
    }

    /// Waits for its end.
    pub fn end(self) -> Run {
        Run::of(self.child)
    }
}

fn started(file: &PathBuf) -> Option<()> {
    let text = fs::read_to_string(file).ok()?;
    text.ends_with('\n').then_some(())
}

/// Runs a shell script under guard, to its end.
pub fn run(device: &Device, options: &[&str], script: &str) -> Run {
    device.run(&[&["run"], options, &["--", "sh", "-c", script]].concat())
}

/// The decision of the fence about a run, which no epoch can pass any more.
pub fn decision(device: &Device, run: &str) -> Value {
    let run = device.run(&["--json", "fence", "--agent", "bot", "--run", run, "--epoch", "99"]);
    run.document()["decision"]["decision"].clone()
}

/// Who holds the agent.
pub fn lease(device: &Device) -> Value {
    device.json(&["lease", "status", "bot"])["lease"].clone()
}

/// One run of one agent.
pub const R1: [&str; 4] = ["--agent", "bot", "--run-id", "r1"];
