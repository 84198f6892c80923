//! Rules that are wrong. The model must find out: what it does not catch there, it would not catch here.

use baton_engine::lease::voted::{Claim, Mailbox};
use serde_json::{Value, json};

use crate::action::Action;
use crate::device::{AGENT, Device, TTL};
use crate::kept::Kept;
use crate::normal::rewrite;
use crate::world::{Postbox, World};

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// A crash forgets the vote and what was heard.
    VoteInMemory,
    /// The time of a claim counts from when it was granted, not from when it was asked for.
    TimeFromGrant,
    /// A vote counts for every claim of its holder at that epoch.
    AnyWord,
}

impl Broken {
    /// Spoils what is about to be read.
    pub fn before(self, world: &mut World, action: &Action) {
        let (Self::AnyWord, Action::Hear(at, from, _)) = (self, action) else {
            return;
        };
        let device = &world.devices[*at];
        let Some(claim) = claim(device) else { return };
        let mut postbox = Postbox::clone(&world.postboxes[*from]);
        for letter in &mut postbox.letters {
            let mut mailbox = Mailbox::clone(letter);
            let vote = mailbox.agents.get_mut(AGENT).and_then(|said| said.vote.as_mut());
            if let Some(vote) = vote.filter(|vote| vote.holder == device.ballot.me && vote.epoch == claim.epoch) {
                vote.word = claim.word;
            }
            *letter = Kept::new(mailbox);
        }
        world.postboxes[*from] = Kept::new(postbox);
    }

    /// Spoils what was decided.
    pub fn after(self, world: &mut World, last: &World, action: &Action) {
        match (self, action) {
            (Self::VoteInMemory, Action::Crash(at)) => world.spoil(*at, |ballot| {
                if let Some(agent) = ballot["agents"].get_mut(AGENT) {
                    (agent["vote"], agent["claims"]) = (Value::Null, json!([]));
                }
            }),
            (Self::TimeFromGrant, _) => world.lengthen(last),
            _ => {}
        }
    }
}

fn claim(device: &Device) -> Option<&Claim> {
    device.said()?.claim.as_ref()
}

impl World {
    fn lengthen(&mut self, last: &Self) {
        let held = |device: &Device| claim(device).is_some_and(|claim| claim.held);
        for at in 0..last.devices.len() {
            if held(&self.devices[at]) && !held(&last.devices[at]) {
                let until = self.devices[at].clock + TTL.get();
                self.spoil(at, |ballot| ballot["agents"][AGENT]["until"] = json!(until));
            }
        }
    }

    fn spoil(&mut self, at: usize, change: impl FnOnce(&mut Value)) {
        let mut device = Device::clone(&self.devices[at]);
        rewrite(&mut device.ballot, change);
        device.rest();
        self.devices[at] = Kept::new(device);
    }
}
