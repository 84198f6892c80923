//! Why the fence is closed, in words.

use super::SyncSubsystem;
use crate::{error::SyncError, lease::FenceDecision, op::DeviceId};

impl SyncSubsystem {
    /// Why a run must not be dispatched; none if it may be.
    pub(super) fn fence_reason(
        &mut self,
        agent_id: &str,
        run_id: &str,
        decision: &FenceDecision,
    ) -> Result<Option<String>, SyncError> {
        Ok(match decision {
            FenceDecision::Proceed => None,
            FenceDecision::AlreadyCommitted { .. } => Some(self.committed_words(agent_id, run_id)?),
            FenceDecision::NotHeld { claimed_epoch } => Some(format!(
                "nobody holds the lease of {agent_id}: epoch {claimed_epoch} is over, or was never granted"
            )),
            FenceDecision::StaleEpoch {
                claimed_epoch,
                current_epoch,
                current_holder,
            } => Some(format!(
                "{} holds the lease of {agent_id} at epoch {current_epoch}, so epoch {claimed_epoch} does not count",
                self.device_words(current_holder)?
            )),
        })
    }

    fn committed_words(&mut self, agent_id: &str, run_id: &str) -> Result<String, SyncError> {
        let entry = self.run_entry(agent_id, run_id)?;
        let by = match entry {
            Some(entry) => format!(
                ", by {} under epoch {}",
                self.device_words(&entry.device_id)?,
                entry.epoch
            ),
            None => String::new(),
        };
        Ok(format!("run {run_id} of {agent_id} is committed already{by}"))
    }

    /// A device's name, as far as it has one.
    fn device_words(&mut self, device: &DeviceId) -> Result<String, SyncError> {
        if device == self.session.device() {
            return Ok("this device".to_owned());
        }
        let peers = self.session.store.peers()?;
        let named = peers.into_iter().find(|peer| peer.device == *device);
        Ok(named.map_or_else(|| device.to_string(), |peer| peer.name()))
    }
}
