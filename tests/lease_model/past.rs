//! What must never happen, noticed when it happens.

use std::collections::BTreeMap;

use baton_engine::lease::voted::{View, Word};
use baton_engine::{DeviceId, Epoch};

use crate::world::{AGENT, World};

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

impl World {
    /// Looks at the world after every step.
    pub fn watch(&mut self) {
        let holders = self.holders();
        for (holder, epoch, word) in &holders {
            self.note_grant(holder, *epoch, *word);
        }
        let is_bound = |epoch: Epoch| epoch > self.past.freed;
        let bound = holders.iter().filter(|(_, epoch, _)| is_bound(*epoch)).count();
        self.past.overlapped |= bound > 1 && !self.past.decided;
        self.past.split |= self.is_split() && !self.past.decided;
    }

    /// Everybody who may act as holder now, by their own clock.
    pub fn holders(&self) -> Vec<(DeviceId, Epoch, Word)> {
        let devices = self.devices.iter();
        let held = devices.filter_map(|device| {
            let agent = device.ballot.agents.get(AGENT)?;
            let claim = agent.granted(device.clock(self.time))?;
            Some((device.ballot.me.clone(), claim.epoch, claim.word))
        });
        held.collect()
    }

    fn note_grant(&mut self, holder: &DeviceId, epoch: Epoch, word: Word) {
        let past = &mut self.past;
        let highest = past.granted.last_key_value().map(|(highest, _)| *highest);
        let grant = (holder.clone(), word);
        let is_excused = past.decided || epoch <= past.freed;
        past.lowered |= highest.is_some_and(|highest| epoch < highest) && !is_excused;
        let first = past.granted.entry(epoch).or_insert_with(|| grant.clone());
        past.reused |= *first != grant;
    }

    fn is_split(&self) -> bool {
        let voters = self.devices.iter().filter(|device| device.ballot.is_voter());
        let views: Vec<&View> = voters.map(|device| &device.ballot.view).collect();
        let apart =
            |one: &View, other: &View| one.majority() + other.majority() <= one.members.union(&other.members).count();
        views.iter().any(|one| views.iter().any(|other| apart(one, other)))
    }
}
