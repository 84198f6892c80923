use baton_engine::{ConversationSummary, LeaseOverview, Overview, Voters};

use crate::{Failure, Pause};

/// Everything the loop knows, at one moment; small, and independent of how much history there is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LoopState {
    /// Rises with every change.
    pub revision: u64,
    /// A person paused syncing.
    pub pause: Option<Pause>,
    /// A round with the relay is running.
    pub syncing: bool,
    /// Why the last round, or opening the device's data, failed; `None` after a success.
    pub failure: Option<Failure>,
    /// When the last round succeeded.
    pub last_synced_ms: Option<u64>,
    /// What the store says; `None` until it could be opened.
    pub overview: Option<Overview>,
    /// Every agent that has or had a lease.
    pub leases: Vec<LeaseOverview>,
    /// Who votes on leases; `None` where one register decides.
    pub voters: Option<Voters>,
    /// The agents whose lease ran out while they had a run pending.
    pub stuck_agents: Vec<String>,
    /// The conversations with the newest turns, newest first; a few.
    pub recent: Vec<ConversationSummary>,
}

/// What the store says at one moment.
#[derive(Debug, Clone)]
pub struct Found {
    /// Everything at a glance.
    pub overview: Overview,
    /// Every agent that has or had a lease.
    pub leases: Vec<LeaseOverview>,
    /// Who votes on leases.
    pub voters: Option<Voters>,
    /// The conversations with the newest turns, newest first; a few.
    pub recent: Vec<ConversationSummary>,
}

impl LoopState {
    /// Takes over what the store says at this moment.
    pub fn hold(&mut self, found: Found, now_ms: u64) {
        let Found {
            overview,
            leases,
            voters,
            recent,
        } = found;
        self.recent = recent;
        self.voters = voters;
        self.last_synced_ms = self.last_synced_ms.max(overview.last_pump_ms);
        self.overview = Some(overview);
        let stuck = leases.iter().filter(|entry| is_stuck(entry, now_ms));
        self.stuck_agents = stuck.map(|entry| entry.agent_id.clone()).collect();
        self.leases = leases;
    }

    /// Did a person pause syncing?
    pub fn is_paused(&self) -> bool {
        self.pause.is_some()
    }

    /// What is known of an agent's lease.
    pub fn lease(&self, agent_id: &str) -> Option<&LeaseOverview> {
        self.leases.iter().find(|entry| entry.agent_id == agent_id)
    }

    /// The human name of the device that holds an agent.
    pub fn holder(&self, agent_id: &str) -> Option<&str> {
        let lease = self.lease(agent_id)?.lease.as_ref()?;
        Some(self.device_name(lease.holder.as_str()))
    }

    /// Does this device hold the agent, its time run out or not?
    pub fn is_ours(&self, agent_id: &str) -> bool {
        let own = self.overview.as_ref().map(|overview| &overview.device_id);
        let lease = self.lease(agent_id).and_then(|entry| entry.lease.as_ref());
        lease.is_some_and(|lease| Some(&lease.holder) == own)
    }

    /// The human name of a device; its id when it never said one.
    pub fn device_name<'a>(&'a self, device_id: &'a str) -> &'a str {
        self.overview
            .iter()
            .flat_map(|overview| &overview.roster)
            .find(|entry| entry.device_id.as_str() == device_id && !entry.name.is_empty())
            .map_or(device_id, |entry| entry.name.as_str())
    }
}

fn is_stuck(entry: &LeaseOverview, now_ms: u64) -> bool {
    let expired = entry.lease.as_ref().is_some_and(|lease| lease.expires_at_ms <= now_ms);
    expired && !entry.pending.is_empty()
}
