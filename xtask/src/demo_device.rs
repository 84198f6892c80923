//! One of the demo's two devices, as its command line sees it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// A device: its data, and the folder it shares.
pub struct Device {
    program: PathBuf,
    root: PathBuf,
    relay: PathBuf,
}

impl Device {
    /// The device of this name in the demo's folder.
    pub fn new(program: PathBuf, folder: &Path, name: &str) -> Self {
        Self {
            program,
            root: folder.join(name),
            relay: folder.join("relay"),
        }
    }

    /// Creates its folders, and sets it up the way a person does at the app's first start.
    pub fn set_up(&self, human_name: &str) -> Result<()> {
        fs::create_dir_all(&self.root)?;
        fs::create_dir_all(&self.relay)?;
        let path = self.relay.to_string_lossy().replace('\\', "\\\\").replace('"', "\\\"");
        let settings = format!("{{\n  \"relayPath\": \"{path}\",\n  \"deviceName\": \"{human_name}\"\n}}\n");
        Ok(fs::write(self.root.join("settings.json"), settings)?)
    }

    /// The options that make a program run as this device.
    pub fn arguments(&self) -> [PathBuf; 4] {
        ["--root".into(), self.root.clone(), "--relay".into(), self.relay.clone()]
    }

    /// A command of `baton` on this device.
    pub fn baton(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(self.arguments()).args(arguments).stdin(Stdio::null());
        command
    }

    /// Runs a command of `baton` to its end.
    pub fn tell(&self, arguments: &[&str]) -> Result<()> {
        self.tell_with(arguments, "")
    }

    /// Runs a command of `baton` with this on its standard input.
    pub fn tell_with(&self, arguments: &[&str], input: &str) -> Result<()> {
        let mut command = self.baton(arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().context("cannot start baton")?;
        child
            .stdin
            .take()
            .context("baton has no input")?
            .write_all(input.as_bytes())?;
        let output = child.wait_with_output()?;
        if !output.status.success() {
            bail!(
                "`baton {}`: {}",
                arguments.join(" "),
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        Ok(())
    }
}
