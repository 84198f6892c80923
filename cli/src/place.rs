//! Where the data lies: this device's own, and the relay folder.

use std::path::PathBuf;

use baton_engine::{DeviceProfile, SyncError, SyncSubsystem};
use baton_sync_loop::Pause;

use crate::error::CliError;
use crate::settings::Settings;

/// The two folders that a command works on, and the device's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// This device's data.
    pub root: PathBuf,
    /// The folder shared with the other devices.
    pub relay: PathBuf,
    /// How the device is called, if a person said so in the app.
    pub device_name: Option<String>,
    /// The pause that a person asked for in the app; it may be over.
    pub pause: Option<Pause>,
}

impl Place {
    /// What the options say, and the defaults for what they do not.
    pub fn find(root: Option<PathBuf>, relay: Option<PathBuf>) -> Result<Self, CliError> {
        let root = absolute(root.or_else(data_folder).ok_or(CliError::NoDataFolder)?);
        let settings = match Settings::read(&root) {
            Err(_) if relay.is_some() => Settings::default(),
            read => read?,
        };
        let relay = relay
            .map(absolute)
            .or(settings.relay)
            .unwrap_or_else(|| root.join("relay"));
        Ok(Self {
            root,
            relay,
            device_name: settings.device_name,
            pause: settings.pause,
        })
    }

    /// Opens the device's data.
    pub fn open(&self) -> Result<SyncSubsystem, SyncError> {
        SyncSubsystem::open_with_relay(&self.root, &self.relay)
    }

    /// How the device introduces itself to the others.
    pub fn profile(&self) -> DeviceProfile {
        let host = || gethostname::gethostname().to_string_lossy().into_owned();
        DeviceProfile {
            name: self.device_name.clone().unwrap_or_else(host),
            platform: std::env::consts::OS.to_owned(),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// Stays what it was where there is no current folder to start from; whoever opens it says so.
fn absolute(path: PathBuf) -> PathBuf {
    std::path::absolute(&path).unwrap_or(path)
}

fn data_folder() -> Option<PathBuf> {
    Some(directories::BaseDirs::new()?.data_dir().join("baton"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    fn relay(settings: Option<&str>, relay: Option<&str>) -> Result<PathBuf, CliError> {
        let root = tempfile::tempdir().unwrap();
        if let Some(text) = settings {
            fs::write(root.path().join("settings.json"), text).unwrap();
        }
        let place = Place::find(Some(root.path().into()), relay.map(PathBuf::from))?;
        Ok(place
            .relay
            .strip_prefix(root.path())
            .map(Path::to_path_buf)
            .unwrap_or(place.relay))
    }

    #[test]
    fn without_settings_the_relay_is_in_the_root() {
        assert_eq!(relay(None, None).unwrap(), Path::new("relay"));
        assert_eq!(relay(Some("{}"), None).unwrap(), Path::new("relay"));
        assert_eq!(relay(Some(r#"{"relayPath":null}"#), None).unwrap(), Path::new("relay"));
    }

    #[test]
    fn the_folder_chosen_in_the_app_counts_unless_another_is_named() {
        let settings = Some(r#"{"relayPath":"/drive/Baton","paused":true}"#);
        assert_eq!(relay(settings, None).unwrap(), Path::new("/drive/Baton"));
        assert_eq!(relay(settings, Some("/other")).unwrap(), Path::new("/other"));
    }

    #[test]
    fn settings_that_make_no_sense_are_named_and_not_needed_when_the_relay_is_said() {
        for text in ["{", r#"{"relayPath":7}"#] {
            assert!(
                relay(Some(text), None)
                    .unwrap_err()
                    .to_string()
                    .contains("settings.json")
            );
            assert!(relay(Some(text), Some("/other")).is_ok());
        }
    }
}
