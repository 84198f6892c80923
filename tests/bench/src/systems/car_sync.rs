//! The reference engine, with its relay in the shared folder.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use car_sync::{
    FsRelay, InMemoryLeaseCoordinator, LeaseCoordinator as _, Relay as _, RelayConfig, Scope, Surface, SyncSession,
    check_dispatch, system_clock,
};
use serde_json::json;

use super::Device;
use crate::turns::Turn;

const AGENT: &str = "agent";
const TTL_MS: u64 = 3_600_000;

struct CarSync {
    session: SyncSession,
    relay: FsRelay,
    journal: PathBuf,
    leases: InMemoryLeaseCoordinator,
    epoch: u64,
}

pub fn open(data: &Path, relay: &Path) -> Result<Box<dyn Device>> {
    let name = data.file_name().context("a device has a name")?.to_string_lossy();
    std::fs::create_dir_all(data)?;
    std::fs::create_dir_all(relay)?;
    let journal = data.join("oplog.jsonl");
    Ok(Box::new(CarSync {
        session: SyncSession::open(name, &journal, &data.join("checkpoints"), system_clock())?,
        relay: FsRelay::open(relay, RelayConfig::default(), system_clock())?,
        journal,
        leases: InMemoryLeaseCoordinator::new(system_clock()),
        epoch: 0,
    }))
}

impl Device for CarSync {
    /// It does not sync what it appends until it pumps: the sync, through another handle, is added here.
    fn append(&mut self, turns: &[Turn]) -> Result<()> {
        for turn in turns {
            let payload = json!({
                "conversation_id": turn.conversation, "role": turn.role, "content": turn.content,
                "timestamp": turn.timestamp,
            });
            self.session.append(Scope::Personal, Surface::Conversation, payload)?;
        }
        Ok(File::open(&self.journal)?.sync_data()?)
    }

    fn pump(&mut self) -> Result<()> {
        self.session.pump(&mut self.relay)?;
        Ok(())
    }

    fn join(&mut self) -> Result<()> {
        self.session.rebase(&mut self.relay)?;
        self.pump()
    }

    fn newest(&mut self, conversation: &str, limit: usize) -> Result<Vec<String>> {
        let turns = self.session.state().transcript(conversation);
        let older = turns.len().saturating_sub(limit);
        Ok(turns.into_iter().skip(older).map(|turn| turn.content).collect())
    }

    fn transcript(&mut self, conversation: &str) -> Result<usize> {
        Ok(self.session.state().transcript(conversation).len())
    }

    fn status(&mut self) -> Result<()> {
        self.session.state_hash();
        self.relay.stable_frontier()?;
        self.relay.roster()?;
        Ok(())
    }

    /// Its register is in memory, or on a server: no vote is needed, and none is had.
    fn acquire(&mut self) -> Result<bool> {
        self.epoch = self.leases.acquire(AGENT, self.session.device_id(), TTL_MS)?.epoch;
        Ok(true)
    }

    fn fence(&mut self) -> Result<()> {
        let (state, device) = (self.session.state(), self.session.device_id().to_owned());
        let decision = check_dispatch(&mut self.leases, &state, AGENT, "run", &device, self.epoch)?;
        ensure!(decision.may_dispatch(), "the fence is shut");
        Ok(())
    }

    fn checkpoint(&mut self) -> Result<()> {
        let published = self.session.publish_checkpoint(&mut self.relay)?;
        ensure!(published.is_some(), "no checkpoint was published");
        Ok(())
    }

    fn rebase(&mut self) -> Result<()> {
        ensure!(self.session.rebase(&mut self.relay)?, "not rebased");
        Ok(())
    }
}
