//! Rules that are wrong. The model must find out: what it does not catch there, it would not catch here.

use baton_engine::lease::voted::Ballot;
use serde_json::{Value, json};

use crate::action::Action;
use crate::world::{AGENT, Device, TTL, World};

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
        let (Self::AnyWord, Action::Hear(at, from, number)) = (self, action) else {
            return;
        };
        let Some(claim) = claim(&world.devices[*at]) else {
            return;
        };
        let me = world.devices[*at].ballot.me.clone();
        let letters = world.mail.get_mut(from).into_iter().flatten();
        for letter in letters.filter(|letter| letter.number == *number) {
            let said = std::sync::Arc::make_mut(&mut letter.mailbox).agents.get_mut(AGENT);
            let vote = said.and_then(|said| said.vote.as_mut());
            if let Some(vote) = vote.filter(|vote| vote.holder == me && vote.epoch == claim.epoch) {
                vote.word = claim.word;
            }
        }
    }

    /// Spoils what was decided.
    pub fn after(self, world: &mut World, last: &World, action: &Action) {
        match (self, action) {
            (Self::VoteInMemory, Action::Crash(at)) => world.change(*at).rewrite(|ballot| {
                if let Some(agent) = ballot["agents"].get_mut(AGENT) {
                    (agent["vote"], agent["claims"]) = (Value::Null, json!([]));
                }
            }),
            (Self::TimeFromGrant, _) => world.lengthen(last),
            _ => {}
        }
    }
}

fn claim(device: &Device) -> Option<baton_engine::lease::voted::Claim> {
    device.ballot.agents.get(AGENT)?.said().claim
}

impl World {
    fn lengthen(&mut self, last: &Self) {
        let held = |device: &Device| claim(device).is_some_and(|claim| claim.held);
        for at in 0..last.devices.len() {
            if held(&self.devices[at]) && !held(&last.devices[at]) {
                let until = self.devices[at].clock(self.time) + TTL.get();
                let later = |ballot: &mut Value| ballot["agents"][AGENT]["until"] = json!(until);
                self.change(at).rewrite(later);
            }
        }
    }
}

impl Device {
    /// The fields are private, and rightly so; but every ballot can be written down and read.
    fn rewrite(&mut self, change: impl FnOnce(&mut Value)) {
        let written = serde_json::to_value(&self.ballot).map(|mut written| {
            change(&mut written);
            serde_json::from_value::<Ballot>(written)
        });
        match written {
            Ok(Ok(ballot)) => self.ballot = ballot,
            Ok(Err(error)) | Err(error) => panic!("a ballot that cannot be read: {error}"),
        }
    }
}
