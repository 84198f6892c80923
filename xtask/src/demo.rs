//! `cargo xtask run -- --demo`: two throw-away devices over one folder, and something to see.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, Result, ensure};

use crate::binaries::Build;
use crate::demo_data;
use crate::demo_device::Device;
use crate::steps::say;

/// The folder of the device that the newcomer sits at.
const HERE: &str = "this-device";
/// The folder of the other one.
pub const THERE: &str = "other-device";

/// Two devices in a temporary folder.
pub struct Demo {
    folder: PathBuf,
    program: PathBuf,
}

impl Demo {
    /// Makes the devices, and lets each of them write its part of the history.
    pub fn create(build: Build) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("baton-demo-{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        say(&format!(
            "\nDemo: two devices that exist only while it runs, in {}",
            folder.display()
        ));
        let demo = Self {
            folder,
            program: build.program("baton"),
        };
        demo.fill().inspect_err(|_| drop(fs::remove_dir_all(&demo.folder)))?;
        Ok(demo)
    }

    /// The device that the newcomer sits at.
    pub fn here(&self) -> Device {
        Device::new(self.program.clone(), &self.folder, HERE)
    }

    /// The folder that goes away with the demo.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Says what there is to see.
    pub fn explain(&self, window: bool) {
        say(if window { WINDOW } else { TERMINAL });
    }

    fn fill(&self) -> Result<()> {
        let (here, there) = (self.here(), Device::new(self.program.clone(), &self.folder, THERE));
        here.set_up("This device (demo)")?;
        there.set_up("Studio workstation (demo)")?;
        conversations(&here, &there)?;
        facts(&there)?;
        runs(&here, &there)?;
        exchange(&[&there, &here, &there, &here])?;
        here.tell(&["checkpoint"])
    }
}

fn conversations(here: &Device, there: &Device) -> Result<()> {
    there.tell_with(&["record-turns", "-"], &demo_data::lines("other-device.jsonl")?)?;
    // What is said here comes after what was said there.
    exchange(&[there, here])?;
    here.tell_with(&["record-turns", "-"], &demo_data::lines("this-device.jsonl")?)
}

fn facts(device: &Device) -> Result<()> {
    let facts = demo_data::lines("knowledge.jsonl")?;
    facts
        .lines()
        .try_for_each(|fact| device.tell(&["append", "--surface", "knowledge", "--payload", fact]))
}

/// A run that waits on each device, and one that is done.
fn runs(here: &Device, there: &Device) -> Result<()> {
    // So many rounds, and both vote: then every first epoch is 1.
    (0..4).try_for_each(|_| exchange(&[there, here]))?;
    run([here, there], "nightly-digest", "digest-of-yesterday", "pending")?;
    run([there, here], "invoice-mailer", "invoices-november", "pending")?;
    run([there, here], "release-notes", "v0.9.2", "committed")?;
    there.tell(&["lease", "release", "release-notes", "--epoch", "1"])
}

/// The first device runs it; the other one votes for it.
fn run([device, other]: [&Device; 2], agent: &str, run: &str, status: &str) -> Result<()> {
    let ask = ["lease", "acquire", agent, "--ttl-ms", "90000", "--wait", "60s"];
    let mut asking = device.baton(&ask).stdout(Stdio::null()).spawn()?;
    let granted = loop {
        if let Some(ended) = asking.try_wait()? {
            break ended;
        }
        other.tell(&["pump"])?;
    };
    ensure!(granted.success(), "`baton {}` was refused", ask.join(" "));
    device.tell(&[
        "record-intent",
        "--agent",
        agent,
        "--run",
        run,
        "--epoch",
        "1",
        "--status",
        status,
    ])
}

fn exchange(devices: &[&Device]) -> Result<()> {
    devices.iter().try_for_each(|device| device.tell(&["pump"]))
}

const WINDOW: &str = "
What you see:
  * Devices        this device and a second one, the \"Studio workstation\", and how far each has come. Both hold the
                   same history: the state hashes are equal.
  * Conversations  thirteen of them, written partly here and partly there: code, tool calls with their results, emoji,
                   Arabic and Hebrew. While you look, the workstation goes on talking in \"Moving the blog\": a new
                   turn arrives by itself every twenty seconds.
  * Leases         the agent nightly-digest is held by this device and has a run pending. Its lease runs out after a
                   minute and a half. \"Release\" shows what a person is asked before a lease with a pending run is freed.
  * Activity       every exchange with the folder, in words.
When you quit, both devices and everything they wrote are removed.
";

const TERMINAL: &str = "
What you see: the lines of `baton watch` for the first of two devices. Both hold thirteen conversations already. Every
twenty seconds the second device says something new in the conversation \"Moving the blog\", and this one takes it in.
When you end it with Ctrl-C, both devices and everything they wrote are removed.
";
