use std::time::{Duration, Instant};

use baton_engine::{Overview, ProblemKind, RosterEntry};

use crate::{Alert, LoopState, is_about_folder};

/// Drives come and go; one that stays away this long needs a look.
const FOLDER_PATIENCE: Duration = Duration::from_secs(5 * 60);
/// After a start, or a time in which nothing was heard, the news of a device that is well may still be on its way.
pub(crate) const DEVICE_PATIENCE: Duration = Duration::from_secs(60 * 60);
/// The key of the folder's trouble.
pub(crate) const FOLDER: &str = "folder";

/// A trouble that holds at this moment.
pub(crate) struct Trouble {
    /// Names it for as long as it lasts, over restarts.
    pub(crate) key: String,
    /// How long it has to last.
    pub(crate) patience: Duration,
    pub(crate) alert: Alert,
}

impl Trouble {
    /// From when on it counts, seen since `since`; none if it does not now. Silence does while this device listens.
    pub(crate) fn counts_from(&self, since: Instant, listens_since: Option<Instant>) -> Option<Instant> {
        match self.alert {
            Alert::SilentDevice { .. } => listens_since.map(|listens| listens.max(since)),
            _ => Some(since),
        }
    }

    pub(crate) fn folder(state: &LoopState) -> Option<Self> {
        let failure = state.failure.as_ref().filter(|failure| is_about_folder(failure.kind))?;
        Some(Self {
            key: FOLDER.to_owned(),
            patience: FOLDER_PATIENCE,
            alert: Alert::FolderUnavailable {
                failure: failure.clone(),
            },
        })
    }

    pub(crate) fn copied_data(overview: &Overview) -> Option<Self> {
        let mut problems = overview.problems.iter();
        let problem = problems.find(|problem| problem.kind == ProblemKind::NewIdentity)?;
        Some(Self {
            key: key(&["copied", overview.device_id.as_str()]),
            patience: Duration::ZERO,
            alert: Alert::CopiedData {
                message: problem.message.clone(),
                hint: problem.hint.clone(),
            },
        })
    }

    pub(crate) fn stuck(state: &LoopState, agent: &str) -> Self {
        let lease = state.lease(agent).and_then(|entry| entry.lease.as_ref());
        let epoch = lease.map_or(0, |lease| lease.epoch.0);
        Self {
            key: key(&["stuck", agent, &epoch.to_string()]),
            patience: Duration::ZERO,
            alert: Alert::StuckLease {
                agent_id: agent.to_owned(),
                is_ours: state.is_ours(agent),
            },
        }
    }

    /// A device last heard of, or first seen, at `seen_ms`.
    pub(crate) fn silent(device: &RosterEntry, seen_ms: u64, days: u64) -> Self {
        Self {
            key: key(&["silent", device.device_id.as_str(), &seen_ms.to_string()]),
            patience: DEVICE_PATIENCE,
            alert: Alert::SilentDevice {
                name: device.name.clone(),
                days,
                spoke: device.last_seen_ms.is_some(),
                missing: device.behind,
            },
        }
    }
}

/// Names the time since when a device is known that has not said anything yet.
pub(crate) fn first_sight(device: &RosterEntry) -> String {
    key(&["first sight", device.device_id.as_str()])
}

/// Is this the name of such a time, of a device that still has not said anything?
pub(crate) fn is_first_sight(overview: &Overview, key: &str) -> bool {
    let mut mute = overview.roster.iter().filter(|device| device.last_seen_ms.is_none());
    mute.any(|device| key.starts_with(&first_sight(device)))
}

/// One line of the file of what was told, whatever the names are.
fn key(parts: &[&str]) -> String {
    let quoted: Vec<_> = parts.iter().map(|part| format!("{part:?}")).collect();
    quoted.join(" ")
}
