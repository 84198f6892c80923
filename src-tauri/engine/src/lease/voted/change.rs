//! Changes of who votes: one device at a time, in force once every member of the new view is known to have accepted it.

use std::collections::BTreeSet;

use super::{Ballot, Leaving, Mailbox, Outside, View, Word};
use crate::op::{DeviceId, Epoch};

impl Ballot {
    /// Founds the vote, follows the others, accepts, puts in force, and, as secretary, names the next view: until nothing
    /// more follows. A device may hear at once that a view is in force and what the next one is, and hear nothing later.
    pub(super) fn settle_view(&mut self, outside: &mut Outside<'_>) {
        loop {
            let before = (self.view.clone(), self.next.clone(), self.left_at);
            self.change_view(outside);
            if before == (self.view.clone(), self.next.clone(), self.left_at) {
                return;
            }
        }
    }

    fn change_view(&mut self, outside: &mut Outside<'_>) {
        // Also one that does not vote: whoever comes next can only enter a vote that is there.
        if self.view.number == 0 && outside.may_found && self.next.is_none() {
            self.view = View::found(self.me.clone(), (outside.draw)());
        }
        let said: Vec<Mailbox> = self.heard.values().cloned().collect();
        for mailbox in said {
            self.follow(&mailbox.view, outside.now);
            self.accept(&mailbox.view);
            mailbox.next.iter().for_each(|next| self.accept(next));
        }
        self.stay_away();
        self.put_in_force();
        self.come_back();
        self.name_next(outside.draw);
        self.stay_away();
        self.put_in_force();
    }

    /// Whoever says both that it accepted a view and that it leaves may be left out of the one after that.
    fn stay_away(&mut self) {
        if self.leaving.is_some() {
            let latest = self.next.as_ref().unwrap_or(&self.view);
            self.left_at = self.left_at.max(Some(latest.number));
        }
    }

    /// Acts under a later view that this device is not in: it was left out, or was never in.
    fn follow(&mut self, view: &View, now: u64) {
        if view.is_after(&self.view) && !view.members.contains(&self.me) {
            self.view = view.clone();
            let is_later = |next: &View| next.is_after(view) && next.members.contains(&self.me);
            self.next = self.next.take().filter(is_later);
            self.agents.values_mut().for_each(|agent| agent.abandon(now));
        }
    }

    /// Accepts a view that another device named, if this device is in it. As a member it accepts one that follows its own
    /// view, and no other after it; a person's decision goes before all.
    fn accept(&mut self, view: &View) {
        let latest = self.next.as_ref().unwrap_or(&self.view);
        let is_new = view.members.contains(&self.me) && view.is_after(latest);
        let follows = self.next.is_none() && view.number == self.view.number + 1 && view.parent == self.view.word;
        if is_new && (view.forced || follows || !self.view.members.contains(&self.me)) {
            self.next = Some(view.clone());
        }
    }

    /// A view is in force once all its members are known to have accepted it, or gone on from it: then everything they
    /// had granted before is known here.
    fn put_in_force(&mut self) {
        let Some(next) = &self.next else { return };
        let accepted = |member: &DeviceId| {
            let heard = self.heard.get(member);
            *member == self.me || heard.is_some_and(|mailbox| has_accepted(mailbox, next))
        };
        if next.members.iter().all(accepted) {
            self.view = next.clone();
            self.next = None;
            self.left_at = self.left_at.filter(|left| *left >= self.view.number);
        }
    }

    /// A device that agreed to be left out of this view, and is back, votes again under the next view only; but as
    /// secretary it knows that there is none.
    fn come_back(&mut self) {
        if self.leaving.is_none() && self.next.is_none() && self.view.secretary() == Some(&self.me) {
            self.left_at = None;
        }
    }

    fn name_next(&mut self, draw: &mut dyn FnMut() -> Word) {
        if self.view.secretary() != Some(&self.me) || self.next.is_some() {
            return;
        }
        if let Some(members) = self.leave().or_else(|| self.enter()) {
            self.next = Some(self.view.followed_by(members, draw()));
        }
    }

    /// The members without one that leaves; the last one stays.
    fn leave(&self) -> Option<BTreeSet<DeviceId>> {
        let says = |member: &DeviceId| self.heard.get(member).is_some_and(|mailbox| mailbox.leaving);
        let leaves = |member: &&DeviceId| {
            if **member == self.me {
                self.leaving.is_some()
            } else {
                says(member)
            }
        };
        let stays = self.view.members.iter().any(|member| !leaves(&member));
        let gone = self.view.members.iter().find(leaves).filter(|_| stays)?.clone();
        let mut members = self.view.members.clone();
        members.remove(&gone);
        Some(members)
    }

    /// The members with one that wants to enter, or with the same ones if one of them is back. Whoever does not know this
    /// view may not be there any more.
    fn enter(&self) -> Option<BTreeSet<DeviceId>> {
        let is_out = |from: &DeviceId, mailbox: &Mailbox| {
            !self.view.members.contains(from) || mailbox.left_at == Some(self.view.number)
        };
        let wants = |mailbox: &Mailbox| !mailbox.leaving && mailbox.view == self.view;
        let mut wanting = self
            .heard
            .iter()
            .filter(|(from, mailbox)| wants(mailbox) && is_out(from, mailbox));
        let (entering, _) = wanting.next()?;
        let mut members = self.view.members.clone();
        members.insert(entering.clone());
        Some(members)
    }

    /// Announces that this device does not vote any more, gives up what it has, and agrees to be left out. The last voter
    /// stays one even so.
    pub fn leave_vote(&mut self, why: Leaving, now: u64) {
        self.leaving = Some(why);
        self.stay_away();
        for agent in self.agents.values_mut() {
            agent.want = None;
            agent.abandon(now);
        }
    }

    /// Wants to vote again.
    pub fn enter_vote(&mut self) {
        self.leaving = None;
        self.come_back();
    }

    /// A person's decision to go on without a device that does not answer. It enters again by itself once it does.
    pub fn go_on_without(&mut self, gone: &DeviceId, draw: &mut dyn FnMut() -> Word) {
        let latest = self.next.as_ref().unwrap_or(&self.view);
        if *gone == self.me || !latest.members.contains(gone) {
            return;
        }
        let seen = self.agents.values().map(|agent| agent.seen).max().unwrap_or(Epoch(0));
        self.next = Some(latest.without(gone, &self.me, seen, draw()));
        self.put_in_force();
    }

    /// The members of a view under way that are not known to have accepted it.
    pub fn unsettled(&self) -> Vec<DeviceId> {
        let Some(next) = &self.next else { return Vec::new() };
        let has_accepted = |mailbox: &Mailbox| has_accepted(mailbox, next) || mailbox.view.number >= next.number;
        let accepted = |member: &&DeviceId| **member == self.me || self.heard.get(*member).is_some_and(has_accepted);
        next.members
            .iter()
            .filter(|member| !accepted(member))
            .cloned()
            .collect()
    }
}

/// Did whoever says this accept the view, or go on from it? The one that follows it was named when all its members had
/// accepted it, and a device that is in neither yet accepts that at once; what a person decided proves nothing.
fn has_accepted(mailbox: &Mailbox, view: &View) -> bool {
    let follows = |next: &View| next == view || next.parent == view.word && !next.forced;
    mailbox.next.as_ref().is_some_and(follows) || mailbox.view == *view || mailbox.view.number > view.number
}
