use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::program;

/// A device that is nothing but a folder and the `baton` command.
#[derive(Debug, Clone)]
pub struct Device {
    /// Its own data.
    pub root: PathBuf,
    /// The folder it shares.
    pub relay: PathBuf,
}

/// What came of one run of `baton`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The exit status; -1 when a signal ended it.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Device {
    /// A command of `baton` on this device, not started yet.
    pub fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = Command::new(program("baton"));
        command
            .arg("--root")
            .arg(&self.root)
            .arg("--relay")
            .arg(&self.relay)
            .args(arguments);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs `baton` to its end.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).spawn().unwrap())
    }

    /// Runs `baton` to its end with something on standard input.
    pub fn run_with(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Run {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        // A program that refuses its options does not read: that is its right.
        let _ = child.stdin.take().unwrap().write_all(input.as_ref());
        Run::of(child)
    }

    /// The JSON answer of a command that succeeds.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[&["--json"], arguments].concat());
        assert_eq!(run.code, 0, "{arguments:?} failed: {}", run.err);
        run.document()
    }

    /// The text of a command that succeeds and says nothing on standard error.
    #[track_caller]
    pub fn text(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
        run.out
    }

    /// Records a user's turn.
    #[track_caller]
    pub fn say(&self, conversation: &str, content: &str) -> Value {
        self.json(&user_turn(conversation, content))
    }

    /// A process that records a user's turn, started and not waited for.
    pub fn start_saying(&self, conversation: &str, content: &str) -> Child {
        self.command(&user_turn(conversation, content)).spawn().unwrap()
    }

    /// What was said in a conversation, turn by turn.
    #[track_caller]
    pub fn said(&self, conversation: &str) -> Vec<String> {
        let turns = self.json(&["transcript", conversation]);
        let text = |turn: &Value| turn["content"].as_str().unwrap().to_owned();
        turns.as_array().unwrap().iter().map(text).collect()
    }
}

fn user_turn<'a>(conversation: &'a str, content: &'a str) -> [&'a str; 7] {
    [
        "record-turn",
        "--conversation",
        conversation,
        "--role",
        "user",
        "--content",
        content,
    ]
}

impl Run {
    /// Waits for the end.
    pub fn of(child: Child) -> Self {
        let output = child.wait_with_output().unwrap();
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The one JSON document on standard output.
    #[track_caller]
    pub fn document(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("not one JSON document: {error}: {}", self.out))
    }

    /// Checks that it failed with this status, said nothing else, and gave one line as the reason; answers that line.
    #[track_caller]
    pub fn refusal(&self, code: i32) -> &str {
        assert_eq!(self.code, code, "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "not one line: {}", self.err);
        self.err.trim_end()
    }
}

/// Two devices over one folder, all of it gone when this is dropped.
pub struct Pair {
    /// One device.
    pub a: Device,
    /// The other.
    pub b: Device,
    folder: TempDir,
}

impl Pair {
    /// Two devices that never ran.
    #[expect(clippy::new_without_default, reason = "it creates folders")]
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let device = |name: &str| Device {
            root: folder.path().join(name),
            relay: folder.path().join("relay"),
        };
        Self {
            a: device("a"),
            b: device("b"),
            folder,
        }
    }

    /// The folder that holds everything.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file beside the devices.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.folder().join(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Pumps until everything is everywhere and everybody has said so.
    #[track_caller]
    pub fn exchange(&self) {
        for device in [&self.a, &self.b, &self.a, &self.b] {
            device.json(&["pump"]);
        }
    }
}
