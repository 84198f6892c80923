use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person can choose, and what they chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// This device's human name.
    pub device_name: String,
    /// The relay folder; `null` until chosen.
    pub relay_path: Option<String>,
    /// The relay folder was given when the app was started, so it is not chosen here.
    pub relay_is_fixed: bool,
    /// Where this device's data is.
    pub data_path: String,
    /// Does Baton start with the login session?
    pub start_at_login: StartAtLogin,
    /// What the desktop is told of.
    pub notifications: NotificationsView,
    /// After how many days without news a device counts as silent.
    pub silent_days: u16,
    /// How much is written to the log.
    pub log_level: LogLevelView,
    /// The log level was given when the app was started, and goes before the chosen one.
    pub log_level_is_fixed: bool,
    /// Where the log files are.
    pub log_path: String,
    /// Is a round that found nothing new a line of activity?
    pub list_quiet_rounds: bool,
    /// How far back conversations are shown; `null` while this device's data cannot be read, or there is none.
    pub retention: Option<RetentionView>,
}

/// Does Baton start with the login session?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StartAtLogin {
    /// It does.
    On,
    /// It does not.
    Off,
    /// Nobody can be asked here.
    Unavailable,
}

/// What the desktop is told of, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotificationsView {
    /// The relay folder stays unavailable.
    pub folder_unavailable: bool,
    /// This device's data turned out to be a copy or a restored backup.
    pub copied_data: bool,
    /// A lease ran out while a run was pending.
    pub stuck_lease: bool,
    /// A device was not heard of for `silentDays`.
    pub silent_device: bool,
    /// A lease of this device was lost, or another device asks for it.
    pub lease: bool,
    /// Something ran twice.
    pub double_run: bool,
}

/// How much is written to the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LogLevelView {
    /// What failed.
    Error,
    /// What may be wrong, too.
    Warn,
    /// What happened, too.
    Info,
    /// Every round and every decision, too.
    Debug,
}

/// How far back this device lists and finds conversations. Nothing is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RetentionView {
    /// Those with a turn in the last so many days; `null` for all.
    pub conversation_days: Option<u16>,
    /// How many conversations are left out now.
    #[ts(type = "number")]
    pub hidden: u64,
}

/// What is to be changed; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct SettingsPatch {
    /// This device's human name.
    pub device_name: Option<String>,
    /// Start with the login session?
    pub start_at_login: Option<bool>,
    /// What the desktop is told of.
    pub notifications: Option<NotificationsView>,
    /// From 1 to 365.
    pub silent_days: Option<u16>,
    /// How much is written to the log.
    pub log_level: Option<LogLevelView>,
    /// Is a round that found nothing new a line of activity?
    pub list_quiet_rounds: Option<bool>,
    /// How far back conversations are shown.
    pub retention: Option<KeepView>,
}

/// How long something is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "keep", rename_all = "snake_case")]
pub enum KeepView {
    /// For ever.
    All,
    /// For a number of days.
    Days {
        /// From 1 to 36,500.
        days: u16,
    },
}
