use std::collections::{BTreeMap, HashSet};

use super::{Problem, Session, tips::remembered};
use crate::{
    error::SyncError,
    op::DeviceProfile,
    relay::{Damage, DeviceFiles, FileName, Listing, Tip, device_dir, ensure_ours},
};

/// What one round sees and does. What the store must remember of it is written once, at its end: should that not happen,
/// the next round finds the files themselves.
pub(super) struct Round {
    pub listing: Listing,
    /// This device's directory, as it is now.
    pub own: DeviceFiles,
    /// The files this device left in its directory, by name, with their lengths.
    pub left: BTreeMap<String, u64>,
    /// This device's newest tip.
    pub tip: Option<Tip>,
    pub wall_now: u64,
    pub problems: Vec<Problem>,
    before: BTreeMap<String, u64>,
    greeting: Option<DeviceProfile>,
    new_tip: bool,
}

impl Session {
    /// Makes sure the relay is ours, and lists it.
    pub(super) fn look(&mut self) -> Result<Round, SyncError> {
        let place = self.files.place();
        let known = self.store.relay_ids(&place)?;
        let found = ensure_ours(&mut *self.files, &known)?;
        if !found.is_subset(&known) {
            self.store.write("remember relay", |write| {
                found.difference(&known).try_for_each(|id| write.note_relay(&place, id))
            })?;
        }
        self.list()
    }

    /// Lists the relay, whatever it is.
    pub(super) fn list(&mut self) -> Result<Round, SyncError> {
        let listing = Listing::scan(&mut *self.files)?;
        let own = listing.device(&device_dir(self.device()));
        let before = self.store.own_files()?;
        let mut left = before.clone();
        let listed: HashSet<_> = own.named.iter().map(|(name, _)| name.to_string()).collect();
        left.retain(|name, _| listed.contains(name));
        Ok(Round {
            own,
            listing,
            before,
            left,
            tip: self
                .store
                .published_tip()?
                .and_then(|text| serde_json::from_str(&text).ok()),
            wall_now: self.now(),
            problems: Vec::new(),
            greeting: None,
            new_tip: false,
        })
    }

    /// Puts an own file in place.
    pub(super) fn create(&mut self, round: &mut Round, name: &FileName, file: &[u8]) -> Result<(), SyncError> {
        self.files.create(&round.own.path(name), file)?;
        round.own.named.retain(|(held, _)| held != name);
        round.own.named.push((name.clone(), file.len() as u64));
        round.left.insert(name.to_string(), file.len() as u64);
        Ok(())
    }

    /// Removes an own file.
    pub(super) fn remove(&mut self, round: &mut Round, name: &FileName) -> Result<(), SyncError> {
        self.files.remove(&round.own.path(name))?;
        round.own.named.retain(|(held, _)| held != name);
        round.left.remove(&name.to_string());
        Ok(())
    }

    /// Writes down what the round left in the relay, and that it succeeded if it did. A round that did nothing is noted
    /// only now and then, so that idling writes nothing.
    pub(super) fn remember(&mut self, round: &Round, folded: bool, succeeded: bool) -> Result<(), SyncError> {
        const OFTEN_ENOUGH_MS: u64 = 10 * 60 * 1000;
        let last = self.store.summary()?.last_pump_ms;
        let overdue = last.is_none_or(|last| round.wall_now.saturating_sub(last) > OFTEN_ENOUGH_MS);
        let changed = folded || round.new_tip || round.greeting.is_some() || round.left != round.before;
        if !(changed || overdue && succeeded) {
            return Ok(());
        }
        let tip = round.tip.as_ref().filter(|_| round.new_tip);
        let text = tip.map(serde_json::to_string).transpose().map_err(Damage::from)?;
        let device = self.device().clone();
        self.store.write("remember round", |write| {
            let created = round
                .left
                .iter()
                .filter(|(name, len)| round.before.get(*name) != Some(len));
            created
                .into_iter()
                .try_for_each(|(name, len)| write.note_own_file(name, *len))?;
            let removed = round.before.keys().filter(|name| !round.left.contains_key(*name));
            removed.into_iter().try_for_each(|name| write.forget_own_file(name))?;
            if let Some((tip, text)) = tip.zip(text) {
                write.set_published_tip(tip.number, &text)?;
                write.note_tip(&remembered(tip), round.wall_now)?;
            }
            if let Some(profile) = &round.greeting {
                write.note_profile(&device, profile)?;
            }
            if succeeded {
                Ok(write.note_pump(round.wall_now)?)
            } else {
                Ok(())
            }
        })
    }
}

impl Round {
    /// A new hello was published.
    pub fn greeted(&mut self, profile: DeviceProfile) {
        self.greeting = Some(profile);
    }

    /// A new tip was published.
    pub fn spoke(&mut self, tip: Tip) {
        self.tip = Some(tip);
        self.new_tip = true;
    }

    /// Is this own file there as this device left it?
    pub fn is_intact(&self, name: &FileName) -> bool {
        let left = self.left.get(&name.to_string());
        self.own
            .named
            .iter()
            .any(|(held, len)| held == name && left == Some(len))
    }
}
