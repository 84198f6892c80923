//! What one device does by itself. It follows from the device alone, so it is worked out once, for all worlds.

use std::cell::RefCell;
use std::collections::HashMap;

use baton_engine::lease::voted::{Leaving, Mailbox};
use baton_engine::{DeviceId, Epoch};

use crate::device::{AGENT, Device, TTL};
use crate::kept::Kept;

/// So many results are remembered.
const REMEMBERED: usize = 400_000;

/// One transaction of a device.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    Settle,
    Tick,
    Ask,
    Keep(bool),
    Renew,
    Release,
    Leave,
    Enter,
    Reboot,
    TakeOver(Epoch),
    GoOnWithout(DeviceId),
    Rename(DeviceId),
    Hear(DeviceId, Kept<Mailbox>),
}

type Known = HashMap<(Kept<Device>, Step), Kept<Device>>;

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

impl Kept<Device> {
    /// The device after this.
    pub fn after(&self, step: Step) -> Self {
        let key = (self.clone(), step);
        let known = KNOWN.with_borrow(|known| known.get(&key).cloned());
        known.unwrap_or_else(|| {
            let mut device = Device::clone(self);
            device.step(&key.1);
            device.look(key.1 == Step::Tick);
            let after = Self::new(device);
            KNOWN.with_borrow_mut(|known| {
                if known.len() >= REMEMBERED {
                    known.clear();
                }
                known.insert(key, after.clone());
            });
            after
        })
    }
}

impl Device {
    fn step(&mut self, step: &Step) {
        match step {
            Step::Tick => self.tick(),
            Step::Reboot => self.reboot(),
            Step::Rename(fresh) => self.rename(fresh.clone()),
            Step::Settle => self.act(|_, _| {}),
            Step::Hear(from, mailbox) => self.act(|ballot, outside| {
                ballot.hear(from.clone(), Mailbox::clone(mailbox), outside.now);
            }),
            Step::Leave => self.act(|ballot, outside| ballot.leave_vote(Leaving::Away, outside.now)),
            Step::Enter => self.act(|ballot, _| ballot.enter_vote()),
            Step::GoOnWithout(gone) => self.act(|ballot, outside| ballot.go_on_without(gone, outside.draw)),
            Step::TakeOver(observed) => self.act(|ballot, _| ballot.take_over(AGENT, *observed)),
            _ => self.use_it(step),
        }
    }

    fn use_it(&mut self, step: &Step) {
        self.act(|ballot, outside| {
            let me = ballot.me.clone();
            match step {
                Step::Ask => drop(ballot.ask(AGENT, TTL, Epoch(0), outside)),
                Step::Keep(on) => ballot.keep(AGENT, on.then_some(TTL)),
                Step::Renew => ballot
                    .agents
                    .entry(AGENT.into())
                    .or_default()
                    .ask_again(&me, TTL, outside.now),
                Step::Release => ballot.agents.entry(AGENT.into()).or_default().end(),
                _ => {}
            }
        });
    }
}
