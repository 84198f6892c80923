//! Troubles that last until somebody does something: told once each, after a while where they often pass by themselves.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use baton_engine::{DeviceStatus, Overview, ProblemKind, RosterEntry};

use crate::{Alert, LoopState, Told, is_about_folder, listening::Listening};

/// Drives come and go; one that stays away this long needs a look.
const FOLDER_PATIENCE: Duration = Duration::from_secs(5 * 60);
/// After a start, or a time in which nothing was heard, the news of a device that is well may still be on its way.
const DEVICE_PATIENCE: Duration = Duration::from_secs(60 * 60);
const DAY_MS: u64 = 24 * 60 * 60 * 1000;
const FOLDER: &str = "folder";

/// A trouble that holds at this moment.
struct Trouble {
    /// Names it for as long as it lasts, over restarts.
    key: String,
    /// How long it has to last.
    patience: Duration,
    alert: Alert,
}

impl Trouble {
    /// From when on it counts, seen since `since`; none if it does not now. Silence does while this device listens.
    fn counts_from(&self, since: Instant, listens_since: Option<Instant>) -> Option<Instant> {
        match self.alert {
            Alert::SilentDevice { .. } => listens_since.map(|listens| listens.max(since)),
            _ => Some(since),
        }
    }
}

/// Watches what lasts.
pub(crate) struct Standing {
    told: Told,
    /// After how many days without news a device counts as silent.
    silent_days: u16,
    /// Since when each trouble is seen, on the clock that stands still while the machine sleeps.
    since: BTreeMap<String, Instant>,
    listening: Listening,
}

impl Standing {
    pub(crate) fn new(told: Told, silent_days: u16) -> Self {
        Self {
            told,
            silent_days,
            since: BTreeMap::new(),
            listening: Listening::default(),
        }
    }

    pub(crate) fn set_silent_days(&mut self, days: u16) {
        self.silent_days = days;
    }

    /// What a person has to be told of now.
    pub(crate) fn news(&mut self, state: &LoopState, now: Instant, now_ms: u64) -> Vec<Alert> {
        let listens_since = self.listening.since(state, DEVICE_PATIENCE, now);
        let Some(overview) = &state.overview else {
            return self.ripe(folder(state).into_iter().collect(), listens_since, now);
        };
        let stuck = state.stuck_agents.iter().map(|agent| stuck(state, agent));
        let silent = overview.roster.iter().filter_map(|device| self.silent(device, now_ms));
        let troubles: Vec<_> = folder(state)
            .into_iter()
            .chain(copied_data(overview))
            .chain(stuck)
            .chain(silent)
            .collect();
        let holds = |key: &str| key == FOLDER || troubles.iter().any(|trouble| trouble.key == key);
        self.told.retain(holds);
        self.ripe(troubles, listens_since, now)
    }

    /// A round succeeded: the folder is there.
    pub(crate) fn round_succeeded(&mut self) {
        self.told.retain(|key| key != FOLDER);
    }

    /// Those that lasted long enough and were not told yet.
    fn ripe(&mut self, troubles: Vec<Trouble>, listens_since: Option<Instant>, now: Instant) -> Vec<Alert> {
        self.since
            .retain(|key, _| troubles.iter().any(|trouble| trouble.key == *key));
        let mut alerts = Vec::new();
        for trouble in troubles {
            let since = *self.since.entry(trouble.key.clone()).or_insert(now);
            let lasts = trouble
                .counts_from(since, listens_since)
                .map(|from| now.saturating_duration_since(from));
            if lasts >= Some(trouble.patience) && !self.told.contains(&trouble.key) {
                self.told.insert(&trouble.key);
                alerts.push(trouble.alert);
            }
        }
        alerts
    }

    /// A device that is not heard of for days. One that is well says so twice a day, also when it has nothing to say.
    fn silent(&self, device: &RosterEntry, now_ms: u64) -> Option<Trouble> {
        let seen = device.last_seen_ms?;
        let days = now_ms.saturating_sub(seen) / DAY_MS;
        let counts = !device.is_self && device.status != DeviceStatus::Retired;
        (counts && days >= u64::from(self.silent_days)).then(|| Trouble {
            key: key(&["silent", device.device_id.as_str(), &seen.to_string()]),
            patience: DEVICE_PATIENCE,
            alert: Alert::SilentDevice {
                name: device.name.clone(),
                days,
                missing: device.behind,
            },
        })
    }
}

fn folder(state: &LoopState) -> Option<Trouble> {
    let failure = state.failure.as_ref().filter(|failure| is_about_folder(failure.kind))?;
    Some(Trouble {
        key: FOLDER.to_owned(),
        patience: FOLDER_PATIENCE,
        alert: Alert::FolderUnavailable {
            failure: failure.clone(),
        },
    })
}

fn copied_data(overview: &Overview) -> Option<Trouble> {
    let mut problems = overview.problems.iter();
    let problem = problems.find(|problem| problem.kind == ProblemKind::NewIdentity)?;
    Some(Trouble {
        key: key(&["copied", overview.device_id.as_str()]),
        patience: Duration::ZERO,
        alert: Alert::CopiedData {
            message: problem.message.clone(),
            hint: problem.hint.clone(),
        },
    })
}

fn stuck(state: &LoopState, agent: &str) -> Trouble {
    let lease = state.lease(agent).and_then(|entry| entry.lease.as_ref());
    let epoch = lease.map_or(0, |lease| lease.epoch.0);
    Trouble {
        key: key(&["stuck", agent, &epoch.to_string()]),
        patience: Duration::ZERO,
        alert: Alert::StuckLease {
            agent_id: agent.to_owned(),
            is_ours: state.is_ours(agent),
        },
    }
}

/// One line of the file of what was told, whatever the names are.
fn key(parts: &[&str]) -> String {
    let quoted: Vec<_> = parts.iter().map(|part| format!("{part:?}")).collect();
    quoted.join(" ")
}

#[cfg(test)]
#[path = "standing_tests.rs"]
mod tests;
