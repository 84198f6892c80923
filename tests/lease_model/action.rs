//! What can happen.

use baton_engine::{DeviceId, Epoch};

use crate::step::Step;
use crate::world::World;

/// One thing that happens. The first number is the place in `World::devices`; mail is heard from a place in
/// `World::postboxes`, so many versions before the newest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    Ask(usize),
    Keep(usize),
    Renew(usize),
    Release(usize),
    Publish(usize),
    Hear(usize, usize, u8),
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

impl Action {
    /// The step of one device that this is, if it is one.
    pub fn step(&self) -> Option<(usize, Step)> {
        Some(match self {
            Self::Ask(at) => (*at, Step::Ask),
            Self::Keep(at) => (*at, Step::Keep(true)),
            Self::Renew(at) => (*at, Step::Renew),
            Self::Release(at) => (*at, Step::Release),
            Self::Settle(at) => (*at, Step::Settle),
            Self::Reboot(at) => (*at, Step::Reboot),
            Self::Leave(at) => (*at, Step::Leave),
            Self::Enter(at) => (*at, Step::Enter),
            Self::GoOnWithout(at, gone) => (*at, Step::GoOnWithout(gone.clone())),
            Self::TakeOver(at, observed) => (*at, Step::TakeOver(*observed)),
            _ => return None,
        })
    }
}

impl World {
    /// Everything that is possible here.
    pub fn possible(&self, actions: &mut Vec<Action>) {
        if self.left.ticks > 0 {
            actions.push(Action::Tick);
        }
        for at in 0..self.devices.len() {
            self.usual(at, actions);
            self.wanted(at, actions);
            self.rare(at, actions);
        }
    }

    /// The mail, and what follows from the time.
    fn usual(&self, at: usize, actions: &mut Vec<Action>) {
        if self.has_news(at) {
            actions.push(Action::Publish(at));
        }
        let own = self.own(at);
        for (from, unread) in self.unread[at].iter().enumerate().filter(|(from, _)| *from != own) {
            actions.extend((0..*unread).rev().map(|age| Action::Hear(at, from, age)));
        }
        if self.devices[at].late {
            actions.push(Action::Settle(at));
        }
    }

    /// What its user wants.
    fn wanted(&self, at: usize, actions: &mut Vec<Action>) {
        let mut offer = |left: u8, action| (left > 0).then(|| actions.push(action));
        if self.devices[at].said().is_some_and(|said| said.claim.is_some()) {
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
        if self.backup.as_ref().is_some_and(|backup| backup.of == at) {
            offer(self.left.restores, Action::Restore(at));
        }
        let claims = device.said().is_some_and(|said| said.claim.is_some());
        offer(
            self.left.copies + if claims { self.left.claims_copied } else { 0 },
            Action::Copy(at),
        );
        let (me, members) = (&device.ballot.me, &device.ballot.view.members);
        for gone in members.iter().filter(|gone| *gone != me) {
            offer(self.left.decisions, Action::GoOnWithout(at, gone.clone()));
        }
        if let Some(said) = device.said() {
            offer(self.left.take_overs, Action::TakeOver(at, said.seen));
        }
    }
}
