//! Acquiring, as far as this device alone decides.

use super::{
    Agent, Ballot, Leaving, Outside,
    standing::{self, Standing},
};
use crate::op::{Epoch, Millis};

/// What acquiring came to, apart from the votes.
pub(super) enum Asked {
    Viewer,
    Held(Standing),
    Exhausted(Epoch),
    Waits,
}

pub(super) fn ask(ballot: &mut Ballot, outside: &mut Outside<'_>, id: &str, ttl: Millis, floor: Epoch) -> Asked {
    let now = outside.now;
    match ballot.leaving {
        Some(Leaving::Viewer) => return Asked::Viewer,
        // Whoever runs something is not away.
        Some(Leaving::Away) => ballot.enter_vote(),
        None => {}
    }
    if let Some(standing) = standing::granted(ballot, id, now) {
        let told = ballot.agents.get_mut(id).map(Agent::tell);
        return if told == Some(true) {
            Asked::Waits
        } else {
            Asked::Held(standing)
        };
    }
    let agent = ballot.agents.entry(id.to_owned()).or_default();
    if agent.holds() {
        agent.abandon(now);
    }
    if let Some(rival) = standing::rival(ballot, id, now) {
        return Asked::Held(rival);
    }
    let agent = ballot.agents.entry(id.to_owned()).or_default();
    if agent.claim.is_none() && agent.next_epoch(&ballot.view, floor).is_none() {
        return Asked::Exhausted(Epoch(u64::MAX));
    }
    ballot.ask_here(id, outside);
    if !ballot.ask(id, ttl, floor, outside) {
        ballot.press(id, ttl, now);
    }
    if standing::granted(ballot, id, now).is_some() {
        ballot.agents.get_mut(id).map(Agent::tell);
    }
    Asked::Waits
}
