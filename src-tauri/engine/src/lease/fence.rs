use serde::Serialize;

use super::{LeaseCoordinator, LeaseError};
use crate::op::{DeviceId, Epoch, OpId};

/// The answer to "may this run take effect now?".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "decision", rename_all = "snake_case")]
pub enum FenceDecision {
    /// Yes: it never committed, and the caller holds the lease at this epoch.
    Proceed,
    /// No: it took effect already, here or elsewhere, under whatever epoch.
    AlreadyCommitted {
        /// The op that says so.
        committed_op_id: OpId,
    },
    /// No: somebody else holds the lease, or the caller holds it at another epoch.
    StaleEpoch {
        /// What the caller claims.
        claimed_epoch: Epoch,
        /// The epoch it is held at.
        current_epoch: Epoch,
        /// Who holds it.
        current_holder: DeviceId,
    },
    /// No: nobody holds the lease, or its time is over.
    NotHeld {
        /// What the caller claims.
        claimed_epoch: Epoch,
    },
}

impl FenceDecision {
    /// Only one decision lets a side effect happen.
    pub fn may_dispatch(&self) -> bool {
        *self == Self::Proceed
    }
}

/// Decides whether `device` may dispatch a run at `epoch`. `committed` is what the ledger knows of the run; it is asked
/// first, since a run that took effect must not repeat even by the rightful holder.
pub fn check_fence(
    committed: Option<OpId>,
    coordinator: &mut dyn LeaseCoordinator,
    agent_id: &str,
    device: &DeviceId,
    epoch: Epoch,
) -> Result<FenceDecision, LeaseError> {
    if let Some(committed_op_id) = committed {
        return Ok(FenceDecision::AlreadyCommitted { committed_op_id });
    }
    if coordinator.may_act(agent_id, device, epoch)? {
        return Ok(FenceDecision::Proceed);
    }
    Ok(match coordinator.current(agent_id)? {
        None => FenceDecision::NotHeld { claimed_epoch: epoch },
        Some(lease) if lease.holder == *device && lease.epoch == epoch => {
            FenceDecision::NotHeld { claimed_epoch: epoch }
        }
        Some(lease) => FenceDecision::StaleEpoch {
            claimed_epoch: epoch,
            current_epoch: lease.epoch,
            current_holder: lease.holder,
        },
    })
}
