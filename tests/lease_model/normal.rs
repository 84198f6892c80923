//! The normal form of a device: without what no rule reads any more. `LEASES.md` says why nothing can hide behind it, and
//! `reduction.rs` tries each step both ways.

use baton_engine::Epoch;
use baton_engine::lease::voted::{Agent, Ballot, Mailbox, Vote};
use serde_json::Value;

use crate::device::Device;

impl Device {
    pub fn normalize(&mut self) {
        let now = self.clock;
        for agent in self.ballot.agents.values_mut() {
            rewrite(agent, |agent| forget_past(agent, now));
        }
        forget_unread(&mut self.ballot);
    }
}

/// The fields of the rules are private, and rightly so; but all that is kept can be written down and read.
pub fn rewrite<T: serde::Serialize + serde::de::DeserializeOwned>(whole: &mut T, change: impl FnOnce(&mut Value)) {
    let written = serde_json::to_value(&*whole).map(|mut written| {
        change(&mut written);
        serde_json::from_value(written)
    });
    match written {
        Ok(Ok(changed)) => *whole = changed,
        Ok(Err(error)) | Err(error) => panic!("what was written cannot be read: {error}"),
    }
}

/// Times that are over are only that; what is told to people is nothing to the rules; and the view in which nothing is asked
/// for is none.
fn forget_past(agent: &mut Value, now: u64) {
    let ms = |value: &Value| value.as_u64().unwrap_or_default();
    agent["ran_out"] = Value::Null;
    if agent["claim"].is_null() {
        agent["asked_in"] = 0.into();
    }
    if ms(&agent["until"]) <= now {
        agent["until"] = Value::Null;
    }
    if let Some(askings) = agent["askings"].as_object_mut() {
        askings.retain(|_, asking| ms(&asking[0]) + ms(&asking[1]) > now);
    }
    for claim in agent["claims"].as_array_mut().into_iter().flatten() {
        let heard = &mut claim[1];
        let ttl = ms(&heard["ttl"]);
        if ms(&heard["since"]) + ttl + ttl / 50 <= now {
            heard["since"] = 0.into();
        }
    }
}

/// Of what others said, only what the rules look up later is kept.
fn forget_unread(ballot: &mut Ballot) {
    let Ballot {
        view, agents, heard, ..
    } = ballot;
    for mailbox in heard.values_mut() {
        if mailbox.view != *view && !mailbox.view.is_after(view) {
            mailbox.view = <_>::default();
        }
        mailbox.next = mailbox.next.take().filter(|next| next.is_after(view));
        mailbox.left_at = mailbox.left_at.filter(|left| *left > 0 && *left == mailbox.view.number);
        forget_said(mailbox, agents);
    }
}

fn forget_said(mailbox: &mut Mailbox, agents: &std::collections::BTreeMap<String, Agent>) {
    for (id, said) in &mut mailbox.agents {
        let claim = agents.get(id).and_then(|agent| agent.said().claim);
        let counts = |vote: &Vote| claim.as_ref().is_some_and(|claim| vote.epoch >= claim.epoch);
        (said.claim, said.ran_out, said.freed, said.ended) = (None, None, Epoch(0), Epoch(0));
        said.seen = if said.wants { said.seen } else { Epoch(0) };
        said.vote = said.vote.take().filter(counts);
    }
}
