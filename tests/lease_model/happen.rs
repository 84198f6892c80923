//! What it does.

use baton_engine::Epoch;
use baton_engine::lease::voted::Leaving;

use crate::action::Action;
use crate::world::{AGENT, Device, TICK, TTL, World};

impl World {
    /// Lets it happen. `kept` versions of each mailbox can still be read.
    pub fn happen(&mut self, action: &Action, kept: usize) {
        match action {
            Action::Publish(at) => self.publish(*at, kept),
            Action::Hear(at, from, number) => self.hear(*at, from, *number),
            Action::Settle(at) => self.on(*at, |_| {}),
            Action::Tick => {
                self.left.ticks -= 1;
                self.time += TICK;
                (0..self.devices.len()).for_each(|at| self.change(at).late = true);
            }
            Action::Ask(..) | Action::Keep(_) | Action::Renew(_) | Action::Release(_) => self.use_it(action),
            Action::Leave(_) | Action::Enter(_) | Action::GoOnWithout(..) | Action::TakeOver(..) => self.decide(action),
            _ => self.break_it(action),
        }
    }

    fn on(&mut self, at: usize, rule: impl FnOnce(&mut Device)) {
        let time = self.time;
        rule(self.change(at));
        self.change(at).act(time, |_, _| {});
    }

    fn use_it(&mut self, action: &Action) {
        let time = self.time;
        match *action {
            Action::Ask(at) => {
                self.left.asks -= 1;
                self.change(at).act(time, |ballot, outside| {
                    ballot.ask(AGENT, TTL, Epoch(0), outside);
                });
            }
            Action::Keep(at) => {
                self.left.keeps -= 1;
                self.change(at).act(time, |ballot, _| ballot.keep(AGENT, Some(TTL)));
            }
            Action::Renew(at) => {
                self.left.renewals -= 1;
                self.change(at).act(time, |ballot, outside| {
                    let me = ballot.me.clone();
                    ballot
                        .agents
                        .entry(AGENT.into())
                        .or_default()
                        .ask_again(&me, TTL, outside.now);
                });
            }
            Action::Release(at) => {
                self.left.releases -= 1;
                let release = |device: &mut Device| device.ballot.agents.entry(AGENT.into()).or_default().end();
                self.on(at, release);
            }
            _ => {}
        }
    }

    fn decide(&mut self, action: &Action) {
        let time = self.time;
        match action {
            Action::Leave(at) => {
                self.left.leaves -= 1;
                self.change(*at).act(time, |ballot, _| ballot.leave_vote(Leaving::Away));
            }
            Action::Enter(at) => {
                self.left.enters -= 1;
                self.change(*at).act(time, |ballot, _| ballot.enter_vote());
            }
            Action::GoOnWithout(at, gone) => {
                self.left.decisions -= 1;
                self.past.decided = true;
                self.change(*at)
                    .act(time, |ballot, outside| ballot.go_on_without(gone, outside.draw));
            }
            Action::TakeOver(at, observed) => {
                self.left.take_overs -= 1;
                self.past.freed = self.past.freed.max(*observed);
                self.change(*at)
                    .act(time, |ballot, _| ballot.take_over(AGENT, *observed));
            }
            _ => {}
        }
    }

    fn break_it(&mut self, action: &Action) {
        match *action {
            // Everything is durable: what a crash loses is the time until the device is back, which any delay covers.
            Action::Crash(_) => self.left.crashes -= 1,
            Action::Reboot(at) => {
                self.left.reboots -= 1;
                self.reboot(at);
            }
            Action::Backup(at) => {
                self.left.backups -= 1;
                self.backup = Some((at, Box::new(Device::clone(&self.devices[at]))));
            }
            Action::Restore(at) => self.restore(at),
            Action::Copy(at) => {
                self.left.copies -= 1;
                let slot = self.devices.len();
                let mut copy = Device::clone(&self.devices[at]);
                copy.words = slot as u64 * 1000;
                self.devices.push(copy.into());
                self.reboot(slot);
            }
            _ => {}
        }
    }

    fn reboot(&mut self, at: usize) {
        self.change(at).started = self.time;
        self.on(at, |device| device.ballot.restarted(0));
    }

    /// Words are random: it draws others than before.
    fn restore(&mut self, at: usize) {
        self.left.restores -= 1;
        if let Some((_, backup)) = self.backup.take() {
            let words = self.devices[at].words + 100;
            self.devices[at] = Device { words, ..*backup }.into();
            self.check_identity(at);
        }
    }
}
