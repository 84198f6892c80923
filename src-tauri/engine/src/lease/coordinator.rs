use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use thiserror::Error;

use crate::op::{DeviceId, Epoch, Frontier, Millis};

/// The right of one device to run an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lease {
    /// The agent.
    pub agent_id: String,
    /// The device that holds it.
    pub holder: DeviceId,
    /// The fencing token: only grows, never reused.
    pub epoch: Epoch,
    /// From when on it may be granted to somebody else, in milliseconds since 1970 on the coordinator's clock. Only a
    /// matter of liveness: authority is the epoch.
    pub expires_at_ms: u64,
    /// How strongly it excludes everybody else.
    pub grade: Grade,
}

/// How strongly a lease excludes everybody else. There is no weaker one: where neither holds, nothing is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// One linearizable register decides.
    Exclusive,
    /// A majority of the voters voted for it, over the relay.
    Voted,
}

/// What a coordinator knows of one agent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgentLeases {
    /// Who holds it, expired or not.
    pub lease: Option<Lease>,
    /// The last epoch used; 0 if none was.
    pub last_epoch: Epoch,
    /// What is under way, and what was.
    pub situation: LeaseSituation,
}

/// What a coordinator knows of an agent besides its lease.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LeaseSituation {
    /// This device asked for the agent and waits for votes.
    pub asking: Option<Asking>,
    /// This device keeps the agent, or keeps asking for it, until it is released here.
    pub wanted_here: bool,
    /// Other devices that asked the holder to hand the agent over.
    pub wanted_by: Vec<DeviceId>,
    /// Its last epochs, newest first.
    pub history: Vec<PastLease>,
}

/// A lease that this device asked for and was not granted yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asking {
    /// The epoch it asked for.
    pub epoch: Epoch,
    /// Since when, in milliseconds since 1970.
    pub since_ms: u64,
    /// The voters that have not answered.
    pub waiting_for: Vec<DeviceId>,
}

/// One epoch of an agent, as far as this device heard of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PastLease {
    /// The epoch.
    pub epoch: Epoch,
    /// Who held it.
    pub holder: DeviceId,
    /// When this device learned of it, in milliseconds since 1970.
    pub since_ms: u64,
    /// How it ended; none while it lasts.
    pub end: Option<LeaseEnd>,
    /// When this device learned of the end, in milliseconds since 1970.
    pub ended_ms: Option<u64>,
}

/// How a lease ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeaseEnd {
    /// Its holder gave it back.
    Released,
    /// Its time ran out.
    Lapsed,
    /// A person took it over.
    TakenOver,
}

/// Who votes, as this device knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Voters {
    /// Counts the changes of who votes.
    pub number: u64,
    /// Who votes.
    pub members: Vec<DeviceId>,
    /// What this device is to them.
    pub standing: VoterStanding,
    /// Whose acknowledgement a change under way waits for; empty when nothing changes.
    pub waiting_for: Vec<DeviceId>,
}

/// What a device is to the voters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VoterStanding {
    /// It votes.
    Voter,
    /// It will vote once those who do have acknowledged it.
    Joining,
    /// It announced that it is away, and does not vote.
    Away,
    /// It is set to run no agents, so it does not vote.
    Viewer,
}

/// Why a lease was not granted, kept, or freed.
#[derive(Debug, Error)]
pub enum LeaseError {
    /// Somebody holds it, possibly the caller.
    #[error("{agent_id} is held by {holder} at epoch {epoch} until {expires_at_ms} ms")]
    Held {
        /// The agent.
        agent_id: String,
        /// Who holds it.
        holder: DeviceId,
        /// At which epoch.
        epoch: Epoch,
        /// Until when.
        expires_at_ms: u64,
    },
    /// This device asked for it, and has not heard from enough voters yet. Ask again: it is granted once they answered.
    #[error("{agent_id} is asked for at epoch {epoch}, and waits for {}", list(waiting_for))]
    Pending {
        /// The agent.
        agent_id: String,
        /// The epoch it is asked for.
        epoch: Epoch,
        /// The voters that have not answered.
        waiting_for: Vec<DeviceId>,
    },
    /// This device is set to run no agents.
    #[error("{agent_id} cannot be held here: this device is set to run no agents; make it an executor first")]
    Viewer {
        /// The agent.
        agent_id: String,
    },
    /// This coordinator cannot ask a holder to hand over.
    #[error("{agent_id} cannot be asked for: nobody votes on it")]
    NoHandOver {
        /// The agent.
        agent_id: String,
    },
    /// The caller does not hold it at the epoch it claims.
    #[error("{agent_id} is not held at epoch {claimed_epoch} (the last epoch is {current_epoch}); stop the run")]
    Lost {
        /// The agent.
        agent_id: String,
        /// What the caller claims.
        claimed_epoch: Epoch,
        /// The last epoch granted.
        current_epoch: Epoch,
    },
    /// The lease changed after the person who takes it over looked at it.
    #[error("{agent_id} moved on from epoch {observed_epoch} to {current_epoch}; look again before you decide")]
    MovedOn {
        /// The agent.
        agent_id: String,
        /// The epoch the person saw.
        observed_epoch: Epoch,
        /// The last epoch granted.
        current_epoch: Epoch,
    },
    /// There is nothing to take over.
    #[error("{agent_id} is held by nobody")]
    NotHeld {
        /// The agent.
        agent_id: String,
    },
    /// Every epoch there is was used, which takes an intent recorded at the largest one.
    #[error(
        "{agent_id} has used up its last epoch, {epoch}, and none is ever used twice; go on under another agent id"
    )]
    Exhausted {
        /// The agent.
        agent_id: String,
        /// The last epoch.
        epoch: Epoch,
    },
    /// The register itself failed.
    #[error("the lease register failed: {0}")]
    Backend(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What a round tells a coordinator that votes.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// This device, under the id that it writes under now.
    pub device: DeviceId,
    /// What is folded here.
    pub held: Frontier,
    /// The last that every other device said.
    pub mail: Vec<Mail>,
    /// May this device found the vote, if nobody says that there is one?
    pub may_found: bool,
    /// Agents that have a run under way on this device.
    pub busy: BTreeSet<String>,
}

/// What another device said.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Who.
    pub from: DeviceId,
    /// The number of its tip.
    pub number: u64,
    /// What it had folded, its own ops included.
    pub folded: Frontier,
    /// What it says of leases, as JSON.
    pub text: String,
}

fn list(devices: &[DeviceId]) -> String {
    if devices.is_empty() {
        return "the other devices to be heard of".to_owned();
    }
    let names: Vec<_> = devices.iter().map(DeviceId::as_str).collect();
    names.join(", ")
}

/// A register of leases. Every method is one linearizable step.
pub trait LeaseCoordinator {
    /// Grants the agent to `device` for `ttl` at the next epoch, if nobody holds it or its time has run out. The epoch
    /// lies above `floor`, the highest one the ledger has seen, so that a register which was lost reuses none.
    fn acquire(&mut self, agent_id: &str, device: &DeviceId, ttl: Millis, floor: Epoch) -> Result<Lease, LeaseError>;
    /// Extends the holder's time. Works past expiry until somebody else was granted the agent.
    fn renew(&mut self, agent_id: &str, device: &DeviceId, epoch: Epoch, ttl: Millis) -> Result<Lease, LeaseError>;
    /// Gives the agent back; the epoch stays used.
    fn release(&mut self, agent_id: &str, device: &DeviceId, epoch: Epoch) -> Result<(), LeaseError>;
    /// Who holds the agent, expired or not.
    fn current(&mut self, agent_id: &str) -> Result<Option<Lease>, LeaseError>;
    /// A person's decision to free a stuck lease: takes it from its holder and uses up the next epoch, which it answers,
    /// so that the old holder is fenced. Fails if the epoch is not the one the person saw.
    fn take_over(&mut self, agent_id: &str, observed_epoch: Epoch) -> Result<Epoch, LeaseError>;
    /// The last epoch used for the agent; 0 if none was.
    fn last_epoch(&mut self, agent_id: &str) -> Result<Epoch, LeaseError>;
    /// Every agent the register knows.
    fn agents(&mut self) -> Result<Vec<String>, LeaseError>;
    /// May `device` act for the agent at `epoch` at this moment? The strongest answer the coordinator has: a register is
    /// the authority itself; where votes decide, time must be left too.
    fn may_act(&mut self, agent_id: &str, device: &DeviceId, epoch: Epoch) -> Result<bool, LeaseError> {
        let current = self.current(agent_id)?;
        Ok(current.is_some_and(|lease| lease.holder == *device && lease.epoch == epoch))
    }
    /// All that is known of every agent.
    fn survey(&mut self, _device: &DeviceId) -> Result<BTreeMap<String, AgentLeases>, LeaseError> {
        let agents = self.agents()?;
        let known = |agent: String| {
            let leases = AgentLeases {
                lease: self.current(&agent)?,
                last_epoch: self.last_epoch(&agent)?,
                situation: LeaseSituation::default(),
            };
            Ok((agent, leases))
        };
        agents.into_iter().map(known).collect()
    }
    /// Wants the agent until it is released here: asks its holder to hand it over, acquires it once it is free, and
    /// renews it. A register has nobody to ask.
    fn request(&mut self, agent_id: &str, _device: &DeviceId, _ttl: Millis) -> Result<(), LeaseError> {
        let agent_id = agent_id.to_owned();
        Err(LeaseError::NoHandOver { agent_id })
    }
    /// Who votes; none where one register decides.
    fn voters(&mut self, _device: &DeviceId) -> Result<Option<Voters>, LeaseError> {
        Ok(None)
    }
    /// Says whether this device runs agents. A register grants to whoever asks.
    fn set_executor(&mut self, _device: &DeviceId, _executor: bool) -> Result<(), LeaseError> {
        Ok(())
    }
    /// Goes on without a device that does not answer, as a person decided. A register waits for nobody.
    fn go_on_without(&mut self, _device: &DeviceId, _gone: &DeviceId) -> Result<(), LeaseError> {
        Ok(())
    }
    /// Takes in what the other devices say of leases, votes, counts, and answers what this device says to them; nothing
    /// where one register decides. Called once in every round, after the evidence for a copy of this device was looked
    /// for and everything that arrived was folded.
    fn exchange(&mut self, _round: &Exchange) -> Result<Option<serde_json::Value>, LeaseError> {
        Ok(None)
    }
    /// In how many milliseconds a round is due for the leases' sake, if nothing else happens before. A register needs none.
    fn next_round_ms(&mut self, _device: &DeviceId) -> Result<Option<u64>, LeaseError> {
        Ok(None)
    }
    /// How strongly its leases exclude everybody else.
    fn grade(&self) -> Grade {
        Grade::Exclusive
    }
    /// Says that this device goes away, or is back; while a job here holds a lease it does not go. A register does not mind.
    fn set_away(&mut self, _device: &DeviceId, _away: bool) -> Result<(), LeaseError> {
        Ok(())
    }
}
