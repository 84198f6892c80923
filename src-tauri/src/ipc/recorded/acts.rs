//! What devices of a scene do.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use baton_engine::{Intent, IntentStatus, Scope, SyncSubsystem};
use serde_json::json;

use super::scene::settle;

/// Says so many things in a conversation.
pub(super) fn say(device: &mut SyncSubsystem, conversation: &str, turns: u64) {
    let turn = |at| json!({"conversation_id": conversation, "role": "user", "content": format!("Step {at}.")});
    let turns: Vec<_> = (0..turns).map(turn).collect();
    device.record_turns(Scope::Personal, &turns).unwrap();
}

/// Begins a run under the lease that it holds.
pub(super) fn begin_run(device: &mut SyncSubsystem, agent: &str, run: &str) {
    let lease = device
        .leases()
        .unwrap()
        .into_iter()
        .find(|entry| entry.agent_id == agent);
    let epoch = lease.and_then(|entry| entry.lease).unwrap().epoch.get();
    let pending = Intent::new(agent, run, epoch, IntentStatus::Pending);
    device.record_intent(Scope::Personal, &pending).unwrap();
}

/// Ends every run of an agent.
pub(super) fn end_run(device: &mut SyncSubsystem, agent: &str) {
    for run in device.pending_runs(agent).unwrap() {
        let done = Intent::new(agent, run.run_id, run.epoch.get(), IntentStatus::Committed);
        device.record_intent(Scope::Personal, &done).unwrap();
    }
}

/// Asks until the majority answered.
pub(super) fn acquire(agent: &str, ttl_ms: u64, devices: &mut [&mut SyncSubsystem]) -> u64 {
    for _ in 0..8 {
        let [asking, ..] = devices else { panic!("nobody asks") };
        if let Ok(lease) = asking.lease_acquire(agent, ttl_ms) {
            let epoch = lease["epoch"].as_u64().unwrap();
            settle(devices);
            return epoch;
        }
        settle(devices);
    }
    panic!("{agent} was never granted")
}

/// The files of a folder, and of those in it.
pub(super) fn files(dir: &Path) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                BTreeSet::from([path])
            }
        })
        .collect()
}
