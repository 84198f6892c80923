//! The ledger of runs: what is known of one, who knows of it, and which ran twice.

use std::collections::HashSet;

use super::SyncSubsystem;
use crate::{
    error::SyncError,
    op::{DeviceId, OpId},
    store::{DoubleRun, PendingRun, RunEntry},
};

impl SyncSubsystem {
    /// What is known of a run; none if nothing is. That it was committed once counts before everything else.
    pub fn run_entry(&mut self, agent_id: &str, run_id: &str) -> Result<Option<RunEntry>, SyncError> {
        Ok(self.session.store.run_status(agent_id, run_id)?)
    }

    /// The agent's runs that were announced and have not ended.
    pub fn pending_runs(&mut self, agent_id: &str) -> Result<Vec<PendingRun>, SyncError> {
        Ok(self.session.store.pending_runs(agent_id)?)
    }

    /// Runs that took effect more than once.
    pub fn double_runs(&mut self) -> Result<Vec<DoubleRun>, SyncError> {
        Ok(self.session.store.double_runs()?)
    }

    /// Is this device's op `op_id` known to a majority of the voters? Then the answer is empty, else the voters that are
    /// not known to hold it. Where nobody votes there is nobody to tell. Fails if the op is none of this device's: it
    /// may have had to go on under another id.
    pub fn run_is_known(&mut self, op_id: &str) -> Result<Vec<DeviceId>, SyncError> {
        let Some(voters) = self.voters()? else {
            return Ok(Vec::new());
        };
        let own = self.session.device().clone();
        let seq = OpId::parse(op_id)
            .map(|id| self.session.store.own_seq(id))
            .transpose()?;
        let seq = seq.flatten().ok_or_else(|| SyncError::Unknown {
            what: "change of this device",
            text: op_id.to_owned(),
        })?;
        let peers = self.session.store.peers()?;
        let told = peers
            .iter()
            .filter(|peer| peer.frontier.get(&own).is_some_and(|acknowledged| *acknowledged >= seq));
        let told: HashSet<_> = told.map(|peer| &peer.device).chain([&own]).collect();
        let all = voters.members.len();
        let untold: Vec<_> = voters.members.iter().filter(|voter| !told.contains(voter)).collect();
        let is_majority = all - untold.len() > all / 2;
        Ok(if is_majority {
            Vec::new()
        } else {
            untold.into_iter().cloned().collect()
        })
    }

    /// The voters that acknowledged something which this device does not hold yet. A vote can arrive before the run that
    /// the voter knew of: whoever is granted a lease reads the ledger only when this is empty. Chains with two histories
    /// are left out, since devices that hold different ones never catch up.
    pub fn voters_ahead(&mut self) -> Result<Vec<DeviceId>, SyncError> {
        let Some(voters) = self.voters()? else {
            return Ok(Vec::new());
        };
        let held = self.session.store.frontier()?;
        let forks = self.session.store.forks()?;
        let forked: HashSet<_> = forks.iter().map(|fork| &fork.device).collect();
        let peers = self.session.store.peers()?;
        let ahead = peers.iter().filter(|peer| {
            let lacked = |(chain, seq)| !forked.contains(chain) && held.get(chain) < Some(seq);
            voters.members.contains(&peer.device) && peer.frontier.iter().any(lacked)
        });
        Ok(ahead.map(|peer| peer.device.clone()).collect())
    }
}
