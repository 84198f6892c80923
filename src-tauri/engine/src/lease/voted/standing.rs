//! Who stands where: the answers that are read off a ballot.

use super::{Ballot, ClaimKey, Heard};
use crate::op::{DeviceId, Epoch};

/// A lease, as far as this device knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    pub epoch: Epoch,
    pub holder: DeviceId,
    /// On this device's clock.
    pub ends: u64,
}

/// The last lease granted that is not known to be over, even if its time has passed.
pub(super) fn of(ballot: &Ballot, id: &str, now: u64) -> Option<Standing> {
    let agent = ballot.agents.get(id)?;
    let (key, heard) = agent.claims.iter().rev().find(|(_, heard)| heard.held)?;
    let own = own(ballot, id, now).filter(|own| own.epoch == key.epoch && own.holder == key.holder);
    Some(own.unwrap_or_else(|| heard_of(key, heard)))
}

fn heard_of(key: &ClaimKey, heard: &Heard) -> Standing {
    Standing {
        epoch: key.epoch,
        holder: key.holder.clone(),
        ends: heard.ends(),
    }
}

/// What people are shown: a lease, or the last one, which ran out without being given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    /// Not known to be over.
    Standing(Standing),
    /// Over: its holder says that its time passed.
    RanOut { epoch: Epoch, holder: DeviceId },
}

impl Shown {
    pub fn epoch(&self) -> Epoch {
        match self {
            Self::Standing(standing) => standing.epoch,
            Self::RanOut { epoch, .. } => *epoch,
        }
    }

    pub fn holder(&self) -> &DeviceId {
        match self {
            Self::Standing(standing) => &standing.holder,
            Self::RanOut { holder, .. } => holder,
        }
    }

    pub fn ran_out(&self) -> bool {
        matches!(self, Self::RanOut { .. })
    }
}

pub(super) fn shown(ballot: &Ballot, id: &str, now: u64) -> Option<Shown> {
    let standing = of(ballot, id, now).map(Shown::Standing);
    let ran_out = ran_out(ballot, id);
    let is_older = |standing: &Shown| ran_out.as_ref().is_some_and(|last| standing.epoch() < last.epoch());
    standing.filter(|standing| !is_older(standing)).or(ran_out)
}

/// The lease that ran out, if nobody asked for the agent or took it over since.
fn ran_out(ballot: &Ballot, id: &str) -> Option<Shown> {
    let agent = ballot.agents.get(id)?;
    let mut devices = std::iter::once(&ballot.me).chain(ballot.heard.keys());
    let holder = devices.find(|device| says_ran_out(ballot, id, device) == Some(agent.seen))?;
    (agent.seen > agent.freed).then(|| Shown::RanOut {
        epoch: agent.seen,
        holder: holder.clone(),
    })
}

/// At which epoch a device says that a lease of its own ran out.
pub(super) fn says_ran_out(ballot: &Ballot, id: &str, device: &DeviceId) -> Option<Epoch> {
    if *device == ballot.me {
        return ballot.agents.get(id)?.ran_out;
    }
    ballot.heard.get(device)?.agents.get(id)?.ran_out
}

/// The own claim, granted or not.
pub(super) fn own(ballot: &Ballot, id: &str, now: u64) -> Option<Standing> {
    let agent = ballot.agents.get(id)?;
    Some(Standing {
        epoch: agent.claim.as_ref()?.epoch,
        holder: ballot.me.clone(),
        ends: agent.until.unwrap_or(now),
    })
}

/// The own lease, if it is granted and time is left.
pub(super) fn granted(ballot: &Ballot, id: &str, now: u64) -> Option<Standing> {
    let own = own(ballot, id, now)?;
    ballot.agents.get(id)?.is_granted(own.epoch, now).then_some(own)
}

/// A claim of another device that may still run; one that is granted first.
pub(super) fn rival(ballot: &Ballot, id: &str, now: u64) -> Option<Standing> {
    let agent = ballot.agents.get(id)?;
    let (key, heard) = agent
        .rivals(&ballot.me, now)
        .max_by_key(|(key, heard)| (heard.held, key.epoch))?;
    Some(heard_of(key, heard))
}

/// What is asked for and not granted, and since when.
pub(super) fn asking(ballot: &Ballot, id: &str, now: u64) -> Option<(Epoch, u64)> {
    let agent = ballot.agents.get(id)?;
    let claim = agent.claim.as_ref().filter(|claim| !claim.held);
    let since = agent.askings.first_key_value().map_or(now, |(_, (at, _))| *at);
    let waits_to_vote = agent.want.is_some() && !ballot.is_voter();
    claim
        .map(|claim| (claim.epoch, since))
        .or(waits_to_vote.then_some((Epoch(0), now)))
}

/// Whose answer the own claim waits for.
pub(super) fn waiting_for(ballot: &Ballot, id: &str) -> Vec<DeviceId> {
    if ballot.is_voter() {
        ballot.silent(id)
    } else {
        entry_waits_for(ballot)
    }
}

/// Whose acknowledgement this device waits for before it votes, or before a change of who votes is in force.
pub(super) fn entry_waits_for(ballot: &Ballot) -> Vec<DeviceId> {
    if ballot.next.is_some() {
        return ballot.unsettled();
    }
    let is_out = !ballot.is_voter() && ballot.leaving.is_none();
    let secretary = ballot
        .view
        .secretary()
        .filter(|secretary| is_out && **secretary != ballot.me);
    secretary.into_iter().cloned().collect()
}
