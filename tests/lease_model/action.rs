//! What can happen.

use baton_engine::{DeviceId, Epoch};

use crate::world::{AGENT, Device, World};

/// One thing that happens. Numbers are places in `World::devices`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    Ask(usize),
    Keep(usize),
    Renew(usize),
    Release(usize),
    Publish(usize),
    Hear(usize, DeviceId, u32),
    Settle(usize),
    Tick,
    Crash(usize),
    Reboot(usize),
    Backup(usize),
    Restore(usize),
    Copy(usize),
    Leave(usize),
    Enter(usize),
    GoOnWithout(usize, DeviceId),
    TakeOver(usize, Epoch),
}

impl World {
    /// Everything that is possible here.
    pub fn possible(&self, actions: &mut Vec<Action>) {
        if self.left.ticks > 0 {
            actions.push(Action::Tick);
        }
        for at in 0..self.devices.len() {
            self.usual(at, actions);
            self.own(at, actions);
            self.rare(at, actions);
        }
    }

    /// The mail, and what follows from the time.
    fn usual(&self, at: usize, actions: &mut Vec<Action>) {
        let device = &self.devices[at];
        if self.has_news(at) {
            actions.push(Action::Publish(at));
        }
        for (from, letters) in self.mail.iter().filter(|(from, _)| **from != device.ballot.me) {
            let heard = device.heard.get(from).copied().unwrap_or(0);
            let newer = letters.iter().filter(|letter| letter.number > heard);
            actions.extend(newer.map(|letter| Action::Hear(at, from.clone(), letter.number)));
        }
        if device.late && self.would_change(at) {
            actions.push(Action::Settle(at));
        }
    }

    fn would_change(&self, at: usize) -> bool {
        let mut later = Device::clone(&self.devices[at]);
        later.act(self.time, |_, _| {});
        later.ballot != self.devices[at].ballot
    }

    /// What its user wants.
    fn own(&self, at: usize, actions: &mut Vec<Action>) {
        let claim = self.devices[at]
            .ballot
            .agents
            .get(AGENT)
            .map(|agent| agent.said().claim);
        let has_claim = claim.flatten().is_some();
        let mut offer = |left: u8, action| (left > 0).then(|| actions.push(action));
        if has_claim {
            offer(self.left.renewals, Action::Renew(at));
            offer(self.left.releases, Action::Release(at));
        } else {
            offer(self.left.asks, Action::Ask(at));
        }
        offer(self.left.keeps, Action::Keep(at));
        if self.devices[at].ballot.leaving.is_none() {
            offer(self.left.leaves, Action::Leave(at));
        } else {
            offer(self.left.enters, Action::Enter(at));
        }
    }

    fn rare(&self, at: usize, actions: &mut Vec<Action>) {
        let device = &self.devices[at];
        let mut offer = |left: u8, action| (left > 0).then(|| actions.push(action));
        offer(self.left.crashes, Action::Crash(at));
        offer(self.left.reboots, Action::Reboot(at));
        offer(self.left.backups, Action::Backup(at));
        if self.backup.as_ref().is_some_and(|(of, _)| *of == at) {
            offer(self.left.restores, Action::Restore(at));
        }
        offer(self.left.copies, Action::Copy(at));
        for gone in device
            .ballot
            .view
            .members
            .iter()
            .filter(|gone| **gone != device.ballot.me)
        {
            offer(self.left.decisions, Action::GoOnWithout(at, gone.clone()));
        }
        if let Some(agent) = device.ballot.agents.get(AGENT) {
            offer(self.left.take_overs, Action::TakeOver(at, agent.said().seen));
        }
    }
}
