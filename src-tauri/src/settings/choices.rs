use baton_sync_loop::Alert;
use serde::{Deserialize, Serialize};
use tracing_subscriber::filter::LevelFilter;

/// What the desktop is told of while nobody looks at the window. All of it is in the activity as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Notifications {
    /// The relay folder stays unavailable.
    pub(crate) folder_unavailable: bool,
    /// This device's data turned out to be a copy or a restored backup.
    pub(crate) copied_data: bool,
    /// A lease ran out while a run was pending.
    pub(crate) stuck_lease: bool,
    /// A device was not heard of for [`SilentDays`].
    pub(crate) silent_device: bool,
    /// A lease of this device was lost, or another device asks for it.
    pub(crate) lease: bool,
    /// Something ran twice.
    pub(crate) double_run: bool,
}

impl Default for Notifications {
    fn default() -> Self {
        Self {
            folder_unavailable: true,
            copied_data: true,
            stuck_lease: true,
            silent_device: true,
            lease: true,
            double_run: true,
        }
    }
}

impl Notifications {
    /// Did the person leave this kind switched on?
    pub(crate) fn include(self, alert: &Alert) -> bool {
        match alert {
            Alert::LeaseLost { .. } | Alert::LeaseWanted { .. } => self.lease,
            Alert::FolderUnavailable { .. } => self.folder_unavailable,
            Alert::CopiedData { .. } => self.copied_data,
            Alert::StuckLease { .. } => self.stuck_lease,
            Alert::SilentDevice { .. } => self.silent_device,
            Alert::DoubleRun { .. } => self.double_run,
        }
    }
}

/// A number of days from 1 to [`SilentDays::MOST`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16")]
pub(crate) struct SilentDays(u16);

impl SilentDays {
    /// A year.
    pub(crate) const MOST: u16 = 365;

    /// The number.
    pub(crate) fn get(self) -> u16 {
        self.0
    }
}

impl Default for SilentDays {
    fn default() -> Self {
        Self(14)
    }
}

impl TryFrom<u16> for SilentDays {
    type Error = String;

    fn try_from(days: u16) -> Result<Self, String> {
        if (1..=Self::MOST).contains(&days) {
            return Ok(Self(days));
        }
        Err(format!("{days} is no number of days from 1 to {}", Self::MOST))
    }
}

/// How much is written to the log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LogLevel {
    /// What failed.
    Error,
    /// What may be wrong, too.
    Warn,
    /// What happened, too.
    #[default]
    Info,
    /// Every round and every decision, too.
    Debug,
}

impl From<LogLevel> for LevelFilter {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Error => Self::ERROR,
            LogLevel::Warn => Self::WARN,
            LogLevel::Info => Self::INFO,
            LogLevel::Debug => Self::DEBUG,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_at_least_one_and_at_most_a_year() {
        assert!(SilentDays::try_from(0).is_err() && SilentDays::try_from(366).is_err());
        assert_eq!(SilentDays::try_from(365).unwrap().get(), 365);
        assert!(serde_json::from_str::<SilentDays>("0").is_err());
    }

    #[test]
    fn a_kind_that_is_switched_off_is_not_shown() {
        let alert = Alert::DoubleRun {
            message: String::new(),
            hint: String::new(),
        };
        let without = Notifications {
            double_run: false,
            ..Notifications::default()
        };
        assert!(Notifications::default().include(&alert) && !without.include(&alert));
    }
}
