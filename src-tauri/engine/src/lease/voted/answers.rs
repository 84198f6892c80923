//! What a ballot comes to for whoever asks: leases with the time of day, the situation of an agent, and refusals.

use super::{
    Agent, Ballot, Said, VotedLeaseCoordinator, chronicle,
    coordinator::failed,
    standing::{self, Shown, Standing},
};
use crate::{
    lease::{AgentLeases, Asking, Grade, Lease, LeaseError, LeaseSituation},
    op::Epoch,
};

impl VotedLeaseCoordinator {
    pub(super) fn lease(&self, agent_id: &str, standing: Standing, now: u64) -> Lease {
        let wall_now = (self.wall)();
        let expires_at_ms = if standing.ends >= now {
            wall_now.saturating_add(standing.ends - now)
        } else {
            wall_now.saturating_sub(now - standing.ends)
        };
        Lease {
            agent_id: agent_id.to_owned(),
            holder: standing.holder,
            epoch: standing.epoch,
            expires_at_ms,
            grade: Grade::Voted,
        }
    }

    /// The lease that people are shown. One that ran out and is over did so when this device heard of it.
    pub(super) fn shown(&self, ballot: &Ballot, agent_id: &str, now: u64) -> Result<Option<Lease>, LeaseError> {
        Ok(match standing::shown(ballot, agent_id, now) {
            None => None,
            Some(Shown::Standing(standing)) => Some(self.lease(agent_id, standing, now)),
            Some(over) => Some(self.past_lease(agent_id, &over)?),
        })
    }

    fn past_lease(&self, agent_id: &str, over: &Shown) -> Result<Lease, LeaseError> {
        let ended_ms = chronicle::ended_ms(&self.conn, agent_id, over).map_err(failed)?;
        Ok(Lease {
            agent_id: agent_id.to_owned(),
            holder: over.holder().clone(),
            epoch: over.epoch(),
            expires_at_ms: ended_ms.unwrap_or_default(),
            grade: Grade::Voted,
        })
    }

    pub(super) fn held(&self, agent_id: &str, standing: Standing, now: u64) -> LeaseError {
        let lease = self.lease(agent_id, standing, now);
        LeaseError::Held {
            agent_id: lease.agent_id,
            holder: lease.holder,
            epoch: lease.epoch,
            expires_at_ms: lease.expires_at_ms,
        }
    }

    pub(super) fn known(&self, ballot: &Ballot, agent_id: &str, now: u64) -> Result<AgentLeases, LeaseError> {
        let agent = ballot.agents.get(agent_id);
        Ok(AgentLeases {
            lease: self.shown(ballot, agent_id, now)?,
            last_epoch: seen(agent),
            situation: self.situation(ballot, agent_id, now)?,
        })
    }

    fn situation(&self, ballot: &Ballot, agent_id: &str, now: u64) -> Result<LeaseSituation, LeaseError> {
        let wall_now = (self.wall)();
        let agent = ballot.agents.get(agent_id);
        let wants = |said: &Said| said.wants;
        let wanted_by = ballot
            .heard
            .iter()
            .filter(|(_, mailbox)| mailbox.agents.get(agent_id).is_some_and(wants));
        Ok(LeaseSituation {
            asking: standing::asking(ballot, agent_id, now).map(|(epoch, since)| Asking {
                epoch,
                since_ms: wall_now.saturating_sub(now.saturating_sub(since)),
                waiting_for: standing::waiting_for(ballot, agent_id),
            }),
            wanted_here: agent.is_some_and(|agent| agent.want.is_some()),
            wanted_by: wanted_by.map(|(from, _)| from.clone()).collect(),
            history: chronicle::history(&self.conn, agent_id).map_err(failed)?,
        })
    }

    /// The answer to whoever asked for the agent.
    pub(super) fn granted(&self, agent_id: &str, ballot: &Ballot, now: u64) -> Result<Lease, LeaseError> {
        let agent = ballot.agents.get(agent_id);
        let own = agent.and_then(|agent| agent.claim.as_ref());
        match standing::granted(ballot, agent_id, now) {
            Some(standing) => Ok(self.lease(agent_id, standing, now)),
            None => Err(LeaseError::Pending {
                agent_id: agent_id.to_owned(),
                epoch: own.map_or(Epoch(0), |claim| claim.epoch),
                waiting_for: standing::waiting_for(ballot, agent_id),
            }),
        }
    }
}

/// The highest epoch heard of.
pub(super) fn seen(agent: Option<&Agent>) -> Epoch {
    agent.map(|agent| agent.seen).unwrap_or_default()
}
