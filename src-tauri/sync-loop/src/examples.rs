//! States for tests: this device is "Desk", and a device's id is its name behind "device-".

use baton_engine::{
    DeviceId, DeviceStatus, Epoch, Frontier, Grade, Lease, LeaseOverview, LeaseSituation, Overview, RosterEntry,
};

use crate::LoopState;

pub(crate) fn id(name: &str) -> DeviceId {
    DeviceId::from(format!("device-{name}"))
}

fn device(name: &str, is_self: bool) -> RosterEntry {
    RosterEntry {
        device_id: id(name),
        name: name.to_owned(),
        platform: "linux".to_owned(),
        app_version: String::new(),
        is_self,
        status: DeviceStatus::Active,
        last_seen_ms: None,
        head: None,
        acknowledged: Frontier::new(),
        behind: 0,
        awaited: 0,
    }
}

fn overview(peers: &[&str]) -> Overview {
    let others = peers.iter().map(|name| device(name, false));
    Overview {
        device_id: id("Desk"),
        device_name: "Desk".to_owned(),
        state_hash: String::new(),
        journal_frontier: Frontier::new(),
        stable_frontier: None,
        base_checkpoint: None,
        roster: std::iter::once(device("Desk", true)).chain(others).collect(),
        turns: 0,
        conversations: 0,
        unpublished: 0,
        unacknowledged: 0,
        awaited: 0,
        last_pump_ms: None,
        problems: Vec::new(),
    }
}

/// Desk has synced with these.
pub(crate) fn synced_with(peers: &[&str]) -> LoopState {
    LoopState {
        last_synced_ms: Some(1),
        overview: Some(overview(peers)),
        ..LoopState::default()
    }
}

/// An agent's lease: who holds it, at which epoch, until when.
pub(crate) fn lease(agent_id: &str, holder: Option<&str>, epoch: u64, expires_at_ms: u64) -> LeaseOverview {
    let held = |name| Lease {
        agent_id: agent_id.to_owned(),
        holder: id(name),
        epoch: Epoch(epoch),
        expires_at_ms,
        grade: Grade::Voted,
    };
    LeaseOverview {
        agent_id: agent_id.to_owned(),
        lease: holder.map(held),
        last_epoch: Epoch(epoch),
        pending: Vec::new(),
        situation: LeaseSituation::default(),
    }
}
