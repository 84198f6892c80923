//! What must never happen, noticed when it happens.

use std::collections::BTreeMap;

use baton_engine::lease::voted::{View, Word};
use baton_engine::{DeviceId, Epoch};

use crate::kept::Kept;
use crate::world::World;

/// What happened so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Past {
    /// Who was granted each epoch.
    pub granted: BTreeMap<Epoch, (DeviceId, Word)>,
    /// A person took over up to here.
    pub freed: Epoch,
    /// A person went on without somebody.
    pub decided: bool,
    /// An epoch was granted twice.
    pub reused: bool,
    /// Somebody held an epoch after a higher one was granted.
    pub lowered: bool,
    /// Two held it at one time.
    pub overlapped: bool,
    /// Two acted under views that can decide without each other.
    pub split: bool,
}

impl Past {
    fn note_grant(&mut self, holder: &DeviceId, epoch: Epoch, word: Word) {
        let highest = self.granted.last_key_value().map(|(highest, _)| *highest);
        let grant = (holder.clone(), word);
        let is_excused = self.decided || epoch <= self.freed;
        self.lowered |= highest.is_some_and(|highest| epoch < highest) && !is_excused;
        let first = self.granted.entry(epoch).or_insert_with(|| grant.clone());
        self.reused |= *first != grant;
    }
}

impl World {
    /// Notes what a person did.
    pub fn note(&mut self, change: impl FnOnce(&mut Past)) {
        let mut past = Past::clone(&self.past);
        change(&mut past);
        self.past = Kept::new(past);
    }

    /// Looks at the world after every step.
    pub fn watch(&mut self) {
        let mut past = Past::clone(&self.past);
        let holders = self.holders();
        for (holder, epoch, word) in &holders {
            past.note_grant(holder, *epoch, *word);
        }
        let bound = holders.iter().filter(|(_, epoch, _)| *epoch > past.freed).count();
        past.overlapped |= bound > 1 && !past.decided;
        past.split |= !past.decided && self.is_split();
        if past != *self.past {
            self.past = Kept::new(past);
        }
    }

    /// Everybody who may act as holder now, by their own clock.
    pub fn holders(&self) -> Vec<(DeviceId, Epoch, Word)> {
        let held = self.devices.iter().filter_map(|device| {
            let (epoch, word) = device.holds()?;
            Some((device.ballot.me.clone(), epoch, word))
        });
        held.collect()
    }

    fn is_split(&self) -> bool {
        let voters = self.devices.iter().filter(|device| device.ballot.is_voter());
        let views: Vec<&View> = voters.map(|device| &device.ballot.view).collect();
        let apart =
            |one: &View, other: &View| one.majority() + other.majority() <= one.members.union(&other.members).count();
        let differ = |one: &View, other: &View| one.members != other.members;
        let is_apart = |one: &View| views.iter().any(|other| differ(one, other) && apart(one, other));
        views.iter().any(|one| is_apart(one))
    }
}
