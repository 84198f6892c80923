//! Leases and the fence.

use serde_json::{Value, json};

use super::SyncSubsystem;
use crate::{
    error::SyncError,
    lease::{AgentLeases, Grade, Lease, LeaseError, LeaseSituation, Voters, check_fence},
    op::{Epoch, Millis},
    store::PendingRun,
};

/// One agent, as the register and the ledger know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaseOverview {
    /// The agent.
    pub agent_id: String,
    /// Who holds it, expired or not.
    pub lease: Option<Lease>,
    /// The last epoch used; 0 if none was.
    pub last_epoch: Epoch,
    /// Runs that were announced and have not ended.
    pub pending: Vec<PendingRun>,
    /// What is under way, and what was.
    pub situation: LeaseSituation,
}

fn failed(action: &'static str) -> impl FnOnce(LeaseError) -> SyncError {
    move |source| SyncError::Lease { action, source }
}

impl SyncSubsystem {
    /// `{decision: {decision: "proceed" | "already_committed" | "stale_epoch" | "not_held", …}, may_dispatch, reason}`, the
    /// reason being null or why it must not, in words.
    pub fn fence_check(&mut self, agent_id: &str, run_id: &str, epoch: u64) -> Result<Value, SyncError> {
        self.look_first()?;
        let committed = self.session.store.committed_run(agent_id, run_id)?;
        let device = self.session.device().clone();
        let decision = check_fence(committed, self.session.leases(), agent_id, &device, Epoch(epoch));
        let decision = decision.map_err(failed("check fence"))?;
        let reason = self.fence_reason(agent_id, run_id, &decision)?;
        Ok(json!({"decision": decision, "may_dispatch": decision.may_dispatch(), "reason": reason}))
    }

    /// Acquires the agent for `ttl_ms`: `{agent_id, holder, epoch, expires_at_ms}`.
    pub fn lease_acquire(&mut self, agent_id: &str, ttl_ms: u64) -> Result<Value, SyncError> {
        self.look_first()?;
        let floor = self.session.store.fencing_epoch(agent_id)?;
        let device = self.session.device().clone();
        let lease = self.session.leases().acquire(agent_id, &device, Millis(ttl_ms), floor);
        Ok(json!(lease.map_err(failed("acquire"))?))
    }

    /// Where votes decide, data that is an older copy must not ask for anything: the first round of a process finds out.
    fn look_first(&mut self) -> Result<(), SyncError> {
        if self.session.leases().grade() == Grade::Voted && !self.session.has_voted() {
            self.session.pump()?;
        }
        Ok(())
    }

    /// Extends the own lease: the lease as [`Self::lease_acquire`].
    pub fn lease_renew(&mut self, agent_id: &str, epoch: u64, ttl_ms: u64) -> Result<Value, SyncError> {
        let device = self.session.device().clone();
        let lease = self
            .session
            .leases()
            .renew(agent_id, &device, Epoch(epoch), Millis(ttl_ms));
        Ok(json!(lease.map_err(failed("renew"))?))
    }

    /// Gives the own lease back: `{released: true}`.
    pub fn lease_release(&mut self, agent_id: &str, epoch: u64) -> Result<Value, SyncError> {
        let device = self.session.device().clone();
        self.session
            .leases()
            .release(agent_id, &device, Epoch(epoch))
            .map_err(failed("release"))?;
        Ok(json!({"released": true}))
    }

    /// Who holds the agent: `{lease: … | null}`.
    pub fn lease_status(&mut self, agent_id: &str) -> Result<Value, SyncError> {
        Ok(json!({"lease": self.session.leases().current(agent_id).map_err(failed("status"))?}))
    }

    /// A person frees a stuck lease, having seen it at `observed_epoch`: `{released: true, epoch}` with the epoch that
    /// this used up, which fences the old holder.
    pub fn lease_take_over(&mut self, agent_id: &str, observed_epoch: u64) -> Result<Value, SyncError> {
        let epoch = self
            .session
            .leases()
            .take_over(agent_id, Epoch(observed_epoch))
            .map_err(failed("take over"))?;
        Ok(json!({"released": true, "epoch": epoch}))
    }

    /// Asks for the agent and keeps it until it is released here: the holder is told that this device wants it, it is
    /// acquired once it is free, and renewed from then on by every round: `{requested: true}`.
    pub fn lease_request(&mut self, agent_id: &str, ttl_ms: u64) -> Result<Value, SyncError> {
        let device = self.session.device().clone();
        self.session
            .leases()
            .request(agent_id, &device, Millis(ttl_ms))
            .map_err(failed("request"))?;
        Ok(json!({"requested": true}))
    }

    /// Who votes; none where one register decides.
    pub fn voters(&mut self) -> Result<Option<Voters>, SyncError> {
        let device = self.session.device().clone();
        self.session.leases().voters(&device).map_err(failed("read voters"))
    }

    /// Says whether this device runs agents, and therefore votes; published with the next pump.
    pub fn set_executor(&mut self, executor: bool) -> Result<(), SyncError> {
        let device = self.session.device().clone();
        self.session
            .leases()
            .set_executor(&device, executor)
            .map_err(failed("set executor"))
    }

    /// Says that this device goes away (it quits, or falls asleep), or is back; published with the next pump. Going
    /// away releases what it keeps for its own sake; a device on which a job holds a lease does not go away.
    pub fn set_away(&mut self, away: bool) -> Result<(), SyncError> {
        let device = self.session.device().clone();
        self.session
            .leases()
            .set_away(&device, away)
            .map_err(failed("set away"))
    }

    /// In how many milliseconds a round is due for the leases' sake, if nothing else happens before.
    pub fn next_lease_round_ms(&mut self) -> Result<Option<u64>, SyncError> {
        let device = self.session.device().clone();
        self.session
            .leases()
            .next_round_ms(&device)
            .map_err(failed("look ahead"))
    }

    /// Every agent that the register or the ledger knows.
    pub fn leases(&mut self) -> Result<Vec<LeaseOverview>, SyncError> {
        let device = self.session.device().clone();
        let mut known = self.session.leases().survey(&device).map_err(failed("list"))?;
        for agent in self.session.store.ledger_agents()? {
            known.entry(agent).or_default();
        }
        let known = known.into_iter();
        known
            .map(|(agent, leases)| self.lease_overview(agent, leases))
            .collect()
    }

    fn lease_overview(&mut self, agent_id: String, known: AgentLeases) -> Result<LeaseOverview, SyncError> {
        let AgentLeases {
            lease,
            last_epoch,
            situation,
        } = known;
        let last_epoch = last_epoch.max(self.session.store.fencing_epoch(&agent_id)?);
        let pending = self.session.store.pending_runs(&agent_id)?;
        Ok(LeaseOverview {
            agent_id,
            lease,
            last_epoch,
            pending,
            situation,
        })
    }
}
