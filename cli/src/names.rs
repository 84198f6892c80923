//! What devices are called, for people.

use std::collections::BTreeMap;

use baton_engine::{DeviceId, Overview, SyncError, SyncSubsystem};

use crate::guest::one_line;

/// The names of the devices that are known here.
#[derive(Debug, Default)]
pub struct Names {
    own: String,
    by_id: BTreeMap<String, String>,
}

impl Names {
    /// As the roster has them.
    pub fn of(engine: &mut SyncSubsystem) -> Result<Self, SyncError> {
        Ok(Self::in_roster(&engine.overview()?))
    }

    /// As this roster has them.
    pub fn in_roster(overview: &Overview) -> Self {
        let entries = overview.roster.iter();
        Self {
            by_id: entries
                .map(|entry| (entry.device_id.to_string(), entry.name.clone()))
                .collect(),
            own: overview.device_id.to_string(),
        }
    }

    /// The device's name; its id where it never said one.
    pub fn name(&self, device: &str) -> String {
        if device == self.own {
            return "this device".to_owned();
        }
        self.proper(device)
    }

    /// The device's name, also of this one: for what is read elsewhere.
    pub fn proper(&self, device: &str) -> String {
        one_line(self.by_id.get(device).map_or(device, String::as_str))
    }

    /// [`Self::name`] at the start of a sentence.
    pub fn subject(&self, device: &str) -> String {
        if device == self.own {
            return "This device".to_owned();
        }
        self.name(device)
    }

    /// Several devices: "Laptop, Desk and Mini".
    pub fn list(&self, devices: &[DeviceId]) -> String {
        let names: Vec<_> = devices.iter().map(|device| self.name(device.as_str())).collect();
        match names.as_slice() {
            [] => "nobody".to_owned(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        }
    }

    /// Are these one device, or several?
    pub fn have(devices: &[DeviceId]) -> &'static str {
        if devices.len() == 1 { "has" } else { "have" }
    }
}
