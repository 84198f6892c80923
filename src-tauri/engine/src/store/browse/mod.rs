//! Looking at everything that is not a conversation: what each surface holds, in pages.
//!
//! A page starts from a cursor and looks at a bounded number of rows and bytes, whatever it finds: a search through very
//! much comes back early and says where to go on.

mod list;
mod one;
mod row;
mod surfaces;

#[cfg(test)]
mod tests;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

pub use one::{HistoryEntry, HistoryPage};
pub use surfaces::SurfaceCount;

use crate::{
    fold::{IntentStatus, OpRow},
    op::{DeviceId, Epoch, Hlc, OpId, Surface},
};

/// Asks for a page of the records of one surface: by key, runs by agent and key, routing by stamp with the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordQuery {
    /// Which surface; not conversations, which have lists of their own.
    pub surface: Surface,
    /// Only records whose key, or for a run whose agent, starts like this; empty for all.
    pub starts_with: String,
    /// Only records with this text in key, agent or value, whatever its case; empty for all.
    pub contains: String,
    /// Go on after this record.
    pub after: Option<RecordCursor>,
    /// At most this many; at least one.
    pub limit: u32,
}

/// The place of a record in its list. Opaque to callers, who get it printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RecordCursor {
    /// On a stream: wall, counter, device.
    Stamp(u64, u32, DeviceId),
    /// Agent and key.
    Slot(String, String),
}

impl RecordCursor {
    pub(super) fn of_stamp(hlc: &Hlc) -> Self {
        Self::Stamp(hlc.wall_ms, hlc.counter, hlc.device_id.clone())
    }
}

impl fmt::Display for RecordCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for RecordCursor {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        serde_json::from_str(text)
    }
}

/// Where the op of a record is kept in this store. Opaque to callers, who get it printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordPlace(pub(super) OpRow);

impl fmt::Display for RecordPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.0)
    }
}

impl FromStr for RecordPlace {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(OpRow(text.parse()?)))
    }
}

/// One op on a surface, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordSummary {
    /// The surface's tag.
    pub surface: String,
    /// For a run, whose it is; else empty.
    pub agent: String,
    /// `id:` and the id it was given, `h:` and a digest of its value where it has none, `op:` and the op's id for routing.
    pub key: String,
    /// The op.
    pub op_id: OpId,
    /// Where it is kept.
    #[serde(skip)]
    pub place: RecordPlace,
    /// The device that wrote it.
    pub device_id: DeviceId,
    /// When, in milliseconds since 1970 on that device's clock.
    pub at_ms: u64,
    /// The organisation it is shared with; none when it is personal.
    pub org: Option<String>,
    /// Length of its canonical value, in bytes.
    pub bytes: u64,
    /// Start of the canonical value.
    pub preview: String,
    /// For a run, how far it has come.
    pub run: Option<RunState>,
}

/// How far a run has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunState {
    /// Committed counts before everything else.
    pub status: IntentStatus,
    /// Under which epoch.
    pub epoch: Epoch,
    /// It was committed more than once.
    pub committed_twice: bool,
}

/// A page of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPage {
    /// The records.
    pub records: Vec<RecordSummary>,
    /// Where to go on; none at the end. There can be more although nothing was found.
    pub next: Option<RecordCursor>,
    /// How many records were looked at.
    pub examined: u64,
}
