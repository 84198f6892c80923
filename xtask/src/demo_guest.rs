//! The demo's second device while the newcomer looks: it keeps itself in step, and goes on talking.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::demo::THERE;
use crate::demo_data;
use crate::demo_device::Device;

const BEAT: Duration = Duration::from_secs(4);
const BEATS_PER_TURN: usize = 5;

/// Runs until it is ended from outside, or the demo's folder is gone.
pub fn run(arguments: &[String]) -> Result<()> {
    let [folder, program] = arguments else {
        bail!("demo-guest is part of `run -- --demo`, not to be called")
    };
    let folder = Path::new(folder);
    let device = Device::new(PathBuf::from(program), folder, THERE);
    for beat in 1_usize.. {
        thread::sleep(BEAT);
        if !folder.exists() {
            break;
        }
        if beat % BEATS_PER_TURN == 0 {
            say(&device, beat / BEATS_PER_TURN - 1)?;
        }
        // A round that failed is tried again at the next beat.
        let _ = device.tell(&["pump"]);
    }
    Ok(())
}

/// Says the turn of this number; after the last one, nothing.
fn say(device: &Device, number: usize) -> Result<()> {
    let lines = demo_data::lines("live.jsonl")?;
    let line = lines.lines().nth(number);
    line.map_or(Ok(()), |line| device.tell_with(&["record-turns", "-"], line))
}
