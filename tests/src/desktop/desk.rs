//! A machine of its own for the app.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

use crate::eventually;

use super::{app::App, baton::Baton, watcher::Watcher};

/// A machine with a display, a session bus and a panel that shows tray icons, all of its own.
pub struct Desk {
    /// The display, as in `DISPLAY`.
    pub display: String,
    /// The bus, as in `DBUS_SESSION_BUS_ADDRESS`.
    pub bus: String,
    /// The panel, if there is one.
    pub watcher: Option<Watcher>,
    folder: TempDir,
    xvfb: Child,
    dbus: Child,
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}

impl Desk {
    /// A desk whose panel shows tray icons.
    pub fn new() -> Self {
        let mut desk = Self::without_tray();
        desk.watcher = Some(Watcher::start(&desk.bus));
        desk
    }

    /// A desk where nobody shows tray icons.
    pub fn without_tray() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (xvfb, number) =
            start(Command::new("Xvfb").args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]));
        let (dbus, bus) = start(Command::new("dbus-daemon").args(["--session", "--print-address", "--nofork"]));
        Self {
            display: format!(":{number}"),
            bus,
            watcher: None,
            folder,
            xvfb,
            dbus,
        }
    }

    /// The folder that holds everything of this desk.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The command line of a device on this desk, by the name of its data folder.
    pub fn baton(&self, device: &str) -> Baton {
        Baton::new(&self.folder().join(device), &self.folder().join("relay"))
    }

    /// Starts the app on the data of the device "app", syncing through the relay folder.
    pub fn start_app(&self) -> App {
        std::fs::create_dir_all(self.folder().join("relay")).unwrap();
        let app = App::start(self, &["--relay", self.folder().join("relay").to_str().unwrap()]);
        eventually("the app's device id", || {
            self.folder().join("app/device-id").is_file().then_some(())
        });
        app
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        for process in [&mut self.xvfb, &mut self.dbus] {
            // It may have ended by itself.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// Starts a program that says on its first line of output where it can be reached.
fn start(command: &mut Command) -> (Child, String) {
    let program = command.get_program().to_owned();
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{program:?} cannot be started ({error}): install xvfb and dbus"));
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(!line.trim().is_empty(), "{program:?} ended without a word");
    (child, line.trim().to_owned())
}
