//! A running app.

use std::{
    fs::{self, File},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
};

use crate::{eventually, program};

use super::{dbus_menu::Tray, desk::Desk};

/// A running app. Dropping it kills it; what it logged is printed when the test fails.
pub struct App {
    child: Child,
    log: PathBuf,
}

impl App {
    /// Starts the app on the data of the device "app".
    pub fn start(desk: &Desk, arguments: &[&str]) -> Self {
        Self::start_on(desk, "app", arguments)
    }

    /// Starts the app on the data of this device.
    pub fn start_on(desk: &Desk, device: &str, arguments: &[&str]) -> Self {
        Self::run(desk, &mut baton(desk, device, arguments))
    }

    /// Starts the app on the data of the device "app", so that its page can be driven: see [`super::page::Page`].
    pub fn start_automated(desk: &Desk, arguments: &[&str], inspector: u16) -> Self {
        Self::start_automated_on(desk, "app", arguments, inspector)
    }

    /// The same on the data of this device.
    pub fn start_automated_on(desk: &Desk, device: &str, arguments: &[&str], inspector: u16) -> Self {
        Self::run(desk, automated(&mut baton(desk, device, arguments), inspector))
    }

    /// The same, with file dialogs that the session's portal shows, as in a desktop that wants it so.
    pub fn start_with_portal(desk: &Desk, arguments: &[&str], inspector: u16) -> Self {
        let mut command = baton(desk, "app", arguments);
        Self::run(desk, automated(&mut command, inspector).env("GTK_USE_PORTAL", "1"))
    }

    /// Starts any app on this desk.
    pub fn run(desk: &Desk, command: &mut Command) -> Self {
        let log = desk
            .folder()
            .join(format!("app-{}.log", fs::read_dir(desk.folder()).unwrap().count()));
        let runtime = desk.folder().join("runtime");
        fs::create_dir_all(&runtime).unwrap();
        let child = command
            .env("DISPLAY", &desk.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &desk.bus)
            // A machine has a second bus for its own services; here one will do for both.
            .env("DBUS_SYSTEM_BUS_ADDRESS", &desk.bus)
            .env("XDG_RUNTIME_DIR", runtime)
            .env("HOME", desk.folder())
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("BATON_LOG", "debug,zbus=warn")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_CONFIG_HOME")
            // What says which colours the panel has.
            .env_remove("XDG_CURRENT_DESKTOP")
            .env_remove("GTK_THEME")
            .stdout(Stdio::null())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        Self { child, log }
    }

    /// The app's tray, once it registered.
    pub fn tray(&self, desk: &Desk) -> Tray {
        let watcher = desk.watcher.as_ref().unwrap();
        Tray::of(&watcher.connection, watcher.item())
    }

    /// Has it not ended yet?
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Tells it to end, as a logout does.
    pub fn terminate(&self) {
        let kill = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(kill.unwrap().success());
    }

    /// Waits for the end.
    pub fn wait(&mut self) -> ExitStatus {
        eventually("the app's end", || self.child.try_wait().unwrap())
    }

    /// How many lines of the log contain this.
    pub fn logged(&self, text: &str) -> usize {
        fs::read_to_string(&self.log)
            .unwrap()
            .lines()
            .filter(|line| line.contains(text))
            .count()
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

/// Baton on the data of a device of this desk; an absolute path is data elsewhere.
fn baton(desk: &Desk, device: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program("baton-desktop"));
    command.arg("--root").arg(desk.folder().join(device)).args(arguments);
    command
}

/// With a page that can be driven.
fn automated(command: &mut Command, inspector: u16) -> &mut Command {
    command
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("WEBKIT_INSPECTOR_SERVER", format!("127.0.0.1:{inspector}"))
}

#[expect(clippy::print_stdout, reason = "for whoever reads why a test failed")]
impl Drop for App {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if thread::panicking() {
            println!(
                "--- {}\n{}",
                self.log.display(),
                fs::read_to_string(&self.log).unwrap_or_default()
            );
        }
    }
}
