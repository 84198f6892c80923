//! Troubles that last until somebody does something: told once each, after a while where they often pass by themselves.

use std::{collections::BTreeMap, time::Instant};

use baton_engine::{DeviceStatus, Overview, RosterEntry};

use crate::{
    Alert, LoopState, Told,
    listening::Listening,
    trouble::{DEVICE_PATIENCE, FOLDER, Trouble, first_sight, is_first_sight},
};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

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
            return self.ripe(Trouble::folder(state).into_iter().collect(), listens_since, now);
        };
        let troubles = self.troubles(state, overview, now_ms);
        let lasts = |key: &str| troubles.iter().any(|trouble| trouble.key == key);
        self.told
            .retain(|key| key == FOLDER || is_first_sight(overview, key) || lasts(key));
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

    fn troubles(&mut self, state: &LoopState, overview: &Overview, now_ms: u64) -> Vec<Trouble> {
        let stuck = state.stuck_agents.iter().map(|agent| Trouble::stuck(state, agent));
        let silent = overview.roster.iter().filter_map(|device| self.silent(device, now_ms));
        Trouble::folder(state)
            .into_iter()
            .chain(Trouble::copied_data(overview))
            .chain(stuck)
            .chain(silent)
            .collect()
    }

    /// A device that is not heard of for days, or never since it was first seen. One that is well says so twice a day, also
    /// when it has nothing to say.
    fn silent(&mut self, device: &RosterEntry, now_ms: u64) -> Option<Trouble> {
        if device.is_self || device.status == DeviceStatus::Retired {
            return None;
        }
        let first_sight = || self.told.since(&first_sight(device), now_ms);
        let seen = device.last_seen_ms.unwrap_or_else(first_sight);
        let days = now_ms.saturating_sub(seen) / DAY_MS;
        (days >= u64::from(self.silent_days)).then(|| Trouble::silent(device, seen, days))
    }
}

#[cfg(test)]
#[path = "standing_tests.rs"]
mod tests;
