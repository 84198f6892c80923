//! What it does.

use crate::action::Action;
use crate::device::Device;
use crate::kept::Kept;
use crate::scenario::Budget;
use crate::step::Step;
use crate::world::{Backup, World};

impl Budget {
    /// How often this may still happen; none for what happens without limit.
    fn of(&mut self, action: &Action) -> Option<&mut u8> {
        Some(match action {
            Action::Ask(_) => &mut self.asks,
            Action::Keep(_) => &mut self.keeps,
            Action::Renew(_) => &mut self.renewals,
            Action::Release(_) => &mut self.releases,
            Action::Tick => &mut self.ticks,
            Action::Crash(_) => &mut self.crashes,
            Action::Reboot(_) => &mut self.reboots,
            Action::Backup(_) => &mut self.backups,
            Action::Restore(_) => &mut self.restores,
            Action::Copy(_) if self.copies > 0 => &mut self.copies,
            Action::Copy(_) => &mut self.claims_copied,
            Action::Leave(_) => &mut self.leaves,
            Action::Enter(_) => &mut self.enters,
            Action::GoOnWithout(..) => &mut self.decisions,
            Action::TakeOver(..) => &mut self.take_overs,
            Action::Publish(_) | Action::Hear(..) | Action::Settle(_) => return None,
        })
    }
}

impl World {
    /// Lets it happen. `kept` versions of each mailbox can still be read.
    pub fn happen(&mut self, action: &Action, kept: usize) {
        self.left.of(action).into_iter().for_each(|left| *left -= 1);
        match action {
            Action::Publish(at) => self.publish(*at, kept),
            Action::Hear(at, from, age) => self.hear(*at, *from, *age),
            Action::Tick => self.tick(),
            Action::GoOnWithout(..) => self.note(|past| past.decided = true),
            Action::TakeOver(_, observed) => self.note(|past| past.freed = past.freed.max(*observed)),
            // Everything is durable: what a crash loses is the time until the device is back, which any delay covers.
            Action::Crash(_) => {}
            Action::Backup(at) => self.back_up(*at),
            Action::Restore(at) => self.restore(*at),
            Action::Copy(at) => self.copy(*at),
            _ => {}
        }
        if let Some((at, step)) = action.step() {
            self.step(at, step);
        }
    }

    /// Time passes everywhere.
    pub fn tick(&mut self) {
        (0..self.devices.len()).for_each(|at| self.step(at, Step::Tick));
    }

    fn back_up(&mut self, at: usize) {
        self.backup = Some(Backup {
            of: at,
            device: self.devices[at].clone(),
            unread: self.unread[at].clone(),
        });
    }

    /// Its clock goes on. Words are random: it draws others than before.
    fn restore(&mut self, at: usize) {
        let Some(Backup { device, unread, .. }) = self.backup.take() else {
            return;
        };
        let Device { clock, chance, .. } = Device::clone(&self.devices[at]);
        let mut restored = Device {
            clock,
            chance: chance + 100,
            ..Device::clone(&device)
        };
        restored.wait(0);
        self.devices[at] = Kept::new(restored);
        self.unread[at] = unread;
        self.check_identity(at);
    }

    fn copy(&mut self, at: usize) {
        let chance = self.devices.len() as u64;
        let copy = Device {
            chance,
            ..Device::clone(&self.devices[at])
        };
        self.devices.push(Kept::new(copy).after(Step::Reboot));
        self.unread.push(self.unread[at].clone());
    }
}
