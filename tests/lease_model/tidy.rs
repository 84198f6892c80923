//! What makes no difference any more: letters that tell a reader nothing, and letters that nobody can read.

use baton_engine::lease::voted::Mailbox;

use crate::device::Device;
use crate::kept::Kept;
use crate::step::Step;
use crate::world::{Postbox, World};

impl Kept<Device> {
    /// Does the oldest unread letter change nothing here, besides what follows without it?
    fn is_unmoved(&self, postbox: &Postbox, unread: u8) -> bool {
        let oldest = postbox.letters.len().checked_sub(usize::from(unread));
        let letter = oldest.and_then(|oldest| postbox.letters.get(oldest));
        let read = |letter: &Kept<Mailbox>| self.after(Step::Hear(postbox.id.clone(), letter.clone()));
        postbox.id != self.ballot.me && letter.is_some_and(|letter| read(letter) == self.settled())
    }

    fn settled(&self) -> Self {
        if self.late {
            self.after(Step::Settle)
        } else {
            self.clone()
        }
    }
}

impl World {
    /// A letter that changes nothing counts as read. Whatever happens before it is read, it changes nothing then either.
    fn skim(&mut self) {
        let kept = self.backup.as_mut().map(|backup| (&backup.device, &mut backup.unread));
        for (device, unread) in self.devices.iter().zip(&mut self.unread).chain(kept) {
            for (postbox, unread) in self.postboxes.iter().zip(unread) {
                while device.is_unmoved(postbox, *unread) {
                    *unread -= 1;
                }
            }
        }
    }

    /// Throws away what nobody can read any more. The newest one stays: its writer compares.
    pub fn tidy(&mut self) {
        self.skim();
        if self.may_rename() {
            return;
        }
        for at in 0..self.postboxes.len() {
            let unread = self.unread.iter().map(|row| usize::from(row[at])).max();
            let needed = unread.unwrap_or(0).max(1);
            let letters = &self.postboxes[at].letters;
            if letters.len() > needed {
                let (id, letters) = (
                    self.postboxes[at].id.clone(),
                    letters[letters.len() - needed..].to_vec(),
                );
                self.postboxes[at] = Kept::new(Postbox { id, letters });
            }
        }
    }

    /// May a device find a mailbox under its name that it did not write? It then reads it from the start.
    fn may_rename(&self) -> bool {
        let is_copy = |at: usize| (0..at).any(|other| self.own(other) == self.own(at));
        let may_come = self.left.copies + self.left.claims_copied + self.left.backups > 0 || self.backup.is_some();
        may_come || (0..self.devices.len()).any(is_copy)
    }
}
