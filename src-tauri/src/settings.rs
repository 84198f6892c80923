use std::{
    fs, io,
    path::{Path, PathBuf},
};

use baton_sync_loop::Pause;
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};

mod choices;

pub(crate) use self::choices::{LogLevel, Notifications, SilentDays};

const FILE: &str = "settings.json";

/// What a person chose in the app; the command line reads the same file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Settings {
    /// The relay folder; `None` until chosen.
    pub(crate) relay_path: Option<PathBuf>,
    /// This device's human name; `None` for the machine's name.
    pub(crate) device_name: Option<String>,
    /// The pause that a person asked for; it may be over.
    #[serde(deserialize_with = "or_default")]
    pub(crate) pause: Option<Pause>,
    /// Was the person told that this desktop shows no tray icons?
    #[serde(deserialize_with = "or_default")]
    pub(crate) knows_no_tray: bool,
    /// What the desktop is told of.
    #[serde(deserialize_with = "or_default")]
    pub(crate) notifications: Notifications,
    /// After how many days without news a device counts as silent.
    #[serde(deserialize_with = "or_default")]
    pub(crate) silent_days: SilentDays,
    /// How much is written to the log.
    #[serde(deserialize_with = "or_default")]
    pub(crate) log_level: LogLevel,
    /// Is a round that found nothing new a line of activity?
    #[serde(deserialize_with = "or_default")]
    pub(crate) list_quiet_rounds: bool,
    /// Settings of other versions of Baton, kept as they are.
    #[serde(flatten)]
    others: serde_json::Map<String, serde_json::Value>,
}

/// Settings as they were found.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) settings: Settings,
    /// Where the file was put aside that made no sense.
    pub(crate) damaged: Option<PathBuf>,
}

impl Settings {
    /// Reads the settings in `root`. A file that makes no sense is put aside, and the defaults hold.
    pub(crate) fn load(root: &Path) -> io::Result<Loaded> {
        let text = match fs::read(root.join(FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Loaded::sound(Self::default())),
            Err(error) => return Err(error),
        };
        match serde_json::from_slice(&text) {
            Ok(settings) => Ok(Loaded::sound(settings)),
            Err(_) => put_aside(root),
        }
    }

    /// Writes the settings whole or not at all.
    pub(crate) fn save(&self, root: &Path) -> io::Result<()> {
        fs::create_dir_all(root)?;
        let mut file = tempfile::NamedTempFile::new_in(root)?;
        serde_json::to_writer_pretty(&mut file, self)?;
        file.as_file().sync_all()?;
        file.persist(root.join(FILE))?;
        Ok(())
    }

    /// This device's name, never empty.
    pub(crate) fn name(&self) -> String {
        let chosen = self
            .device_name
            .as_deref()
            .map(str::trim)
            .filter(|name| !name.is_empty());
        chosen.map_or_else(machine_name, str::to_owned)
    }
}

/// A choice that another version of Baton made, and that this one does not know, must not cost the others.
fn or_default<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(deserializer: D) -> Result<T, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

impl Loaded {
    fn sound(settings: Settings) -> Self {
        Self {
            settings,
            damaged: None,
        }
    }
}

fn put_aside(root: &Path) -> io::Result<Loaded> {
    let aside = (1..)
        .map(|number| root.join(format!("settings.damaged-{number}.json")))
        .find(|path| !path.exists());
    if let Some(aside) = &aside {
        fs::rename(root.join(FILE), aside)?;
    }
    Ok(Loaded {
        settings: Settings::default(),
        damaged: aside,
    })
}

fn machine_name() -> String {
    let name = gethostname::gethostname().to_string_lossy().trim().to_owned();
    if name.is_empty() {
        "This device".to_owned()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_is_loaded_and_unknown_settings_stay() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join(FILE), r#"{"relayPath":"/cloud/Baton","future":7}"#).unwrap();
        let mut settings = Settings::load(root.path()).unwrap().settings;
        settings.pause = Some(Pause::for_an_hour(1));
        settings.save(root.path()).unwrap();
        let text = fs::read_to_string(root.path().join(FILE)).unwrap();
        assert!(text.contains("\"future\": 7"), "{text}");
        let loaded = Settings::load(root.path()).unwrap();
        assert_eq!(loaded.settings, settings);
        assert_eq!(loaded.settings.relay_path, Some(PathBuf::from("/cloud/Baton")));
    }

    #[test]
    fn a_choice_that_is_not_known_here_costs_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        let text = r#"{"relayPath":"/cloud/Baton","logLevel":"loud","silentDays":0,"notifications":{"stuckLease":false,"new":1}}"#;
        fs::write(root.path().join(FILE), text).unwrap();
        let settings = Settings::load(root.path()).unwrap().settings;
        assert_eq!(settings.relay_path, Some(PathBuf::from("/cloud/Baton")));
        assert_eq!(
            (settings.log_level, settings.silent_days),
            (LogLevel::default(), SilentDays::default())
        );
        assert!(!settings.notifications.stuck_lease && settings.notifications.double_run);
    }

    #[test]
    fn without_a_file_the_defaults_hold() {
        let root = tempfile::tempdir().unwrap();
        let loaded = Settings::load(&root.path().join("missing")).unwrap();
        assert_eq!(loaded.settings, Settings::default());
        assert!(loaded.damaged.is_none());
        assert!(!loaded.settings.name().is_empty());
    }

    #[test]
    fn a_damaged_file_is_put_aside_and_every_copy_is_kept() {
        let root = tempfile::tempdir().unwrap();
        for text in ["{\"relayPath\":", "", "[]", "\u{0}\u{0}"] {
            fs::write(root.path().join(FILE), text).unwrap();
            let loaded = Settings::load(root.path()).unwrap();
            assert_eq!(loaded.settings, Settings::default());
            assert_eq!(fs::read_to_string(loaded.damaged.unwrap()).unwrap(), text);
        }
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 4);
    }
}
