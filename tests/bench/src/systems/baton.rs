//! Baton, through the facade.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use baton_engine::{PageFrom, Scope, SyncSubsystem};
use serde_json::{Value, json};

use super::Device;
use crate::turns::Turn;

const AGENT: &str = "agent";
const TTL_MS: u64 = 3_600_000;
const PAGE: u32 = 20;

struct Baton {
    subsystem: SyncSubsystem,
    /// The epoch of the lease it holds.
    epoch: u64,
}

pub fn open(data: &Path, relay: &Path) -> Result<Box<dyn Device>> {
    let subsystem = SyncSubsystem::open_with_relay(data, relay)?;
    Ok(Box::new(Baton { subsystem, epoch: 0 }))
}

fn document(turn: &Turn) -> Value {
    json!({
        "conversation_id": turn.conversation, "role": turn.role, "content": turn.content, "timestamp": turn.timestamp,
    })
}

impl Device for Baton {
    fn append(&mut self, turns: &[Turn]) -> Result<()> {
        let documents: Vec<_> = turns.iter().map(document).collect();
        self.subsystem.record_turns(Scope::Personal, &documents)?;
        Ok(())
    }

    fn pump(&mut self) -> Result<()> {
        self.subsystem.pump()?;
        Ok(())
    }

    fn newest(&mut self, conversation: &str, limit: usize) -> Result<Vec<String>> {
        let page = self
            .subsystem
            .turn_page(conversation, PageFrom::End, u32::try_from(limit)?)?;
        Ok(page.turns.into_iter().map(|paged| paged.turn.content).collect())
    }

    fn transcript(&mut self, conversation: &str) -> Result<usize> {
        let turns = self.subsystem.transcript(conversation)?;
        Ok(turns.as_array().context("a transcript is a list")?.len())
    }

    fn index(&mut self) -> Result<()> {
        while self.subsystem.catch_up_search()? {}
        Ok(())
    }

    fn search(&mut self, word: &str) -> Result<usize> {
        let answer = self.subsystem.search(word, &|_| None, None, PAGE)?;
        Ok(answer.found.hits.len())
    }

    fn status(&mut self) -> Result<()> {
        self.subsystem.status()?;
        Ok(())
    }

    fn acquire(&mut self) -> Result<bool> {
        // Refused until a majority has voted, which takes a round on each side.
        let Ok(lease) = self.subsystem.lease_acquire(AGENT, TTL_MS) else {
            return Ok(false);
        };
        self.epoch = lease["epoch"].as_u64().context("a lease has an epoch")?;
        Ok(true)
    }

    fn fence(&mut self) -> Result<()> {
        let answer = self.subsystem.fence_check(AGENT, "run", self.epoch)?;
        ensure!(answer["may_dispatch"] == true, "the fence is shut: {answer}");
        Ok(())
    }

    fn checkpoint(&mut self) -> Result<()> {
        let answer = self.subsystem.checkpoint()?;
        ensure!(answer["published"] == true, "no checkpoint: {answer}");
        Ok(())
    }

    fn rebase(&mut self) -> Result<()> {
        let answer = self.subsystem.rebase()?;
        ensure!(answer["rebased"] == true, "not rebased: {answer}");
        Ok(())
    }
}
