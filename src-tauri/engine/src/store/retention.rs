//! How far back this device shows things: a setting of this device alone, which never touches journal or state.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::Value;
use thiserror::Error;

use super::{Store, StoreError, Write};
use crate::op::MAX_WALL;

/// What this device shows, by kind.
///
/// It decides what lists and searches show and how large the search index is. The journal, the folded records and the
/// state hash stay complete, so it can be changed back at any time. Conversations are the only kind of which this device
/// keeps lists and a search index today; a kind that gets them gets a field here. Intents and routing have none on
/// purpose: they are never left out of anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Retention {
    /// Conversations, whole ones, by their newest turn.
    pub conversations: Keep,
}

/// How long something is shown after the last that happened to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Keep {
    /// For ever.
    #[default]
    All,
    /// For a number of days, by the stamp of what happened compared with this device's clock.
    Days(Days),
}

/// A number of days, from 1 to [`Days::MOST`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days(u16);

/// A retention that is none.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{0}' is neither 'all' nor a whole number of days from 1 to {most}", most = Days::MOST)]
pub struct KeepError(String);

impl Days {
    /// A hundred years.
    pub const MOST: u16 = 36_500;

    /// The number.
    pub fn get(self) -> u16 {
        self.0
    }
}

impl Keep {
    /// Until how long ago something is shown at `now_ms`.
    pub fn horizon(self, now_ms: u64) -> Horizon {
        const DAY_MS: u64 = 24 * 60 * 60 * 1000;
        match self {
            Self::All => Horizon::default(),
            Self::Days(days) => Horizon(now_ms.min(MAX_WALL).saturating_sub(u64::from(days.0) * DAY_MS)),
        }
    }
}

impl FromStr for Keep {
    type Err = KeepError;

    fn from_str(text: &str) -> Result<Self, KeepError> {
        if text == "all" {
            return Ok(Self::All);
        }
        let days = text.parse().ok().filter(|days| (1..=Days::MOST).contains(days));
        days.map(|days| Self::Days(Days(days)))
            .ok_or_else(|| KeepError(text.to_owned()))
    }
}

impl fmt::Display for Keep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Days(days) => fmt::Display::fmt(&days.0, f),
        }
    }
}

impl Serialize for Keep {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => serializer.serialize_str("all"),
            Self::Days(days) => serializer.serialize_u16(days.0),
        }
    }
}

impl<'de> Deserialize<'de> for Keep {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = match Value::deserialize(deserializer)? {
            Value::String(text) => text,
            other => other.to_string(),
        };
        text.parse().map_err(D::Error::custom)
    }
}

/// A point in time, in milliseconds since 1970: what last happened before it is not shown. By default nothing is so old.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Horizon(pub u64);

/// Where the retention is kept.
const RETENTION: &str = "retention";

impl Store {
    /// What this device shows; everything until somebody decided otherwise.
    pub fn retention(&self) -> Result<Retention, StoreError> {
        let text = self.setting(RETENTION)?.unwrap_or_default();
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }
}

impl Write<'_> {
    /// Decides what this device shows.
    pub fn set_retention(&self, retention: Retention) -> Result<(), StoreError> {
        self.set(RETENTION, &serde_json::json!(retention).to_string())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_neither_all_nor_days_is_refused() {
        for text in ["", "0", "-1", "1.5", "ninety", "All", "36501", "99999999999", " 7"] {
            let refused = text.parse::<Keep>().unwrap_err().to_string();
            assert!(refused.contains("number of days"), "{refused}");
            assert!(serde_json::from_value::<Keep>(json!(text)).is_err(), "{text}");
        }
        for value in [json!(0), json!(-1), json!(1.5), json!(null), json!({})] {
            assert!(serde_json::from_value::<Keep>(value).is_err());
        }
    }

    #[test]
    fn a_retention_reads_back_what_it_writes() {
        for (text, value) in [("all", json!("all")), ("1", json!(1)), ("36500", json!(36_500))] {
            let conversations: Keep = text.parse().unwrap();
            let retention = Retention { conversations };
            assert_eq!(conversations.to_string(), text);
            assert_eq!(json!(retention), json!({"conversations": value}));
            assert_eq!(
                serde_json::from_value::<Retention>(json!(retention)).unwrap(),
                retention
            );
        }
        assert_eq!(serde_json::from_str::<Retention>("{}").unwrap(), Retention::default());
    }

    #[test]
    fn the_horizon_lies_whole_days_back_and_never_before_1970() {
        let days = |text: &str| text.parse::<Keep>().unwrap();
        assert_eq!(days("2").horizon(3 * 86_400_000 + 7), Horizon(86_400_007));
        assert_eq!(days("9").horizon(86_400_000), Horizon(0));
        assert_eq!(Keep::All.horizon(u64::MAX), Horizon(0));
    }
}
