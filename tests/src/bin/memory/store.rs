//! The history that Baton holds while it is measured.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use baton_tests::{Random, program};

use crate::turns::{TURNS, turn};

/// A device that holds a million turns, and the folder where it published them.
pub struct Store {
    /// The device's data.
    pub root: PathBuf,
    /// The shared folder.
    pub relay: PathBuf,
    folder: PathBuf,
}

impl Store {
    /// Takes the store in `folder`, and has the engine make it if there is none.
    pub fn in_folder(folder: &Path) -> Self {
        let store = Self {
            root: folder.join("root"),
            relay: folder.join("relay"),
            folder: folder.to_owned(),
        };
        // Named after the form of the turns: other turns are another history.
        let complete = folder.join("complete-1");
        if !complete.exists() {
            if folder.exists() {
                fs::remove_dir_all(folder).unwrap();
            }
            fs::create_dir_all(&store.relay).unwrap();
            store.fill();
            File::create(complete).unwrap();
        }
        store
    }

    /// Where a picture of this name is kept for whoever wants to see what was measured.
    pub fn picture(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.png"))
    }

    fn fill(&self) {
        let mut recording = self
            .baton(&["record-turns", "-"])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufWriter::new(recording.stdin.take().unwrap());
        let mut random = Random::new(1);
        for number in 0..TURNS {
            writeln!(lines, "{}", turn(number, &mut random)).unwrap();
        }
        drop(lines.into_inner().unwrap());
        assert!(recording.wait().unwrap().success());
        assert!(self.baton(&["pump"]).status().unwrap().success());
        // Puts into the search index what is not in it yet, as the app does in idle moments.
        assert!(self.baton(&["search", "ba"]).status().unwrap().success());
    }

    fn baton(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program("baton"));
        command.arg("--root").arg(&self.root).arg("--relay").arg(&self.relay);
        command.args(arguments).stdout(Stdio::null());
        command
    }
}
