//! The doctor's place in the facade.

use std::path::Path;

use super::{SyncSubsystem, identity};
use crate::{
    doctor::{self, Checkup, Scene, Who, look},
    error::SyncError,
    op::system_clock,
    store::Store,
};

impl SyncSubsystem {
    /// Looks at the relay folder and at this device's store, and says what it finds; with `repair` it then does what cannot
    /// lose anything, and says what it did. Without, nothing is written.
    pub fn examine(&mut self, repair: bool) -> Result<Checkup, SyncError> {
        let (device, dir, relay) = (
            self.session.device().clone(),
            self.device_dir.clone(),
            self.relay_dir.clone(),
        );
        let scene = Scene {
            relay: &relay,
            who: Who::Device(&device, &dir),
            now_ms: self.session.now(),
        };
        let found = look(&scene);
        if repair {
            return Ok(doctor::repair(&mut self.session, &scene, found));
        }
        Ok(found)
    }
}

/// Looks at any relay folder, also where this device has no data. Writes nothing.
pub fn examine_folder(dir: &Path) -> Checkup {
    look(&scene(dir, Who::Anybody))
}

/// Looks at the device whose data is in `root`, and at its relay folder, without opening them for work: nothing is created
/// and nothing is written, and a store that is too damaged to be opened is a finding.
pub fn examine_device(root: &Path, relay: &Path) -> Result<Checkup, SyncError> {
    with_scene(root, relay, look)
}

/// Looks as [`examine_device`] does, and then does what cannot lose anything and says what it did. Where there is nothing to
/// repair, nothing is written.
pub fn repair_device(root: &Path, relay: &Path) -> Result<Checkup, SyncError> {
    with_scene(root, relay, |scene| {
        let found = look(scene);
        if !found.is_repairable() {
            return found;
        }
        match SyncSubsystem::open_with_relay(root, relay) {
            Ok(mut opened) => doctor::repair(&mut opened.session, scene, found),
            Err(error) => doctor::refused(found, &error),
        }
    })
}

fn with_scene(root: &Path, relay: &Path, act: impl FnOnce(&Scene<'_>) -> Checkup) -> Result<Checkup, SyncError> {
    let device = identity::read(root)?;
    let data = device.as_ref().map(|device| root.join(device.as_str()));
    // The store knows under which id the device writes now; one that cannot be read is a finding.
    let device = device.zip(data.as_ref()).map(|(first, data)| {
        let store = Store::open_to_read(data, first.clone()).ok().flatten();
        store.map_or(first, |store| store.device().clone())
    });
    let who = match (&device, &data) {
        (Some(device), Some(data)) => Who::Device(device, data),
        _ => Who::NewDevice(root),
    };
    Ok(act(&scene(relay, who)))
}

fn scene<'a>(relay: &'a Path, who: Who<'a>) -> Scene<'a> {
    Scene {
        relay,
        who,
        now_ms: (system_clock())(),
    }
}
