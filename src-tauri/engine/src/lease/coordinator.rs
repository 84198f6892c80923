use serde::Serialize;
use thiserror::Error;

use crate::op::{DeviceId, Epoch, Millis};

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
}
