//! What happens to machines.

use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use baton_tests::Random;

use crate::machine::{Machine, send};

const GLANCE: Duration = Duration::from_millis(20);

/// Lets some work be done, then does something to one of the machines, and puts it right after a while.
pub fn make(machines: &[Machine], journal: &Path, random: &mut Random) {
    let machine = random.pick(machines);
    until_something_happens(journal, Duration::from_millis(random.below(3_000) as u64));
    let a_while = Duration::from_millis(1_000 + random.below(7_000) as u64);
    match random.below(4) {
        0 => drop(machine.signal("KILL")),
        1 => drop(machine.signal("TERM")),
        2 => {
            if let Some(process) = machine.signal("STOP") {
                until_something_happens(journal, a_while);
                send("CONT", process);
            }
        }
        _ => without_its_folder(machine, || until_something_happens(journal, a_while)),
    }
}

/// Waits for the next effect, but not for ever: nothing may happen at all.
fn until_something_happens(journal: &Path, longest: Duration) {
    let size = || fs::metadata(journal).map_or(0, |found| found.len());
    let (start, before) = (Instant::now(), size());
    while size() == before && start.elapsed() < longest {
        thread::sleep(GLANCE);
    }
}

/// The drive of the machine is not mounted for a while.
fn without_its_folder(machine: &Machine, meanwhile: impl FnOnce()) {
    let away = machine.device.relay.with_extension("away");
    if fs::rename(&machine.device.relay, &away).is_ok() {
        meanwhile();
        // The drive may have begun to make the folder anew.
        let _ = fs::remove_dir_all(&machine.device.relay);
        fs::rename(&away, &machine.device.relay).unwrap();
    }
}
