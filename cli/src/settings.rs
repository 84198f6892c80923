use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use baton_sync_loop::Pause;
use serde::Deserialize as _;
use serde_json::Value;

use crate::error::CliError;

/// What the app keeps in `settings.json`, as far as the command line shares it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The relay folder that a person chose.
    pub relay: Option<PathBuf>,
    /// How this device is called.
    pub device_name: Option<String>,
    /// The pause that a person asked for in the app; it may be over.
    pub pause: Option<Pause>,
}

impl Settings {
    /// Reads them; without a file, nothing is set.
    pub fn read(root: &Path) -> Result<Self, CliError> {
        let path = root.join("settings.json");
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text).map_err(|reason| CliError::Settings { path, reason }),
            Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Self::default()),
            Err(cause) => Err(CliError::Unreadable { path, cause }),
        }
    }

    fn parse(text: &str) -> Result<Self, String> {
        let settings: Value = serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))?;
        Ok(Self {
            relay: word(&settings, "relayPath")?.map(PathBuf::from),
            device_name: word(&settings, "deviceName")?,
            // What another version of the app means by it does not matter here.
            pause: Pause::deserialize(&settings["pause"]).ok(),
        })
    }
}

fn word(settings: &Value, name: &str) -> Result<Option<String>, String> {
    match &settings[name] {
        Value::Null => Ok(None),
        Value::String(word) => Ok(Some(word.clone()).filter(|word| !word.trim().is_empty())),
        other => Err(format!("{name} is {other}, not a text")),
    }
}
