//! What the ledger says about agents.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use crate::{
    fold::Intent,
    op::{DeviceId, Epoch, OpId},
};

use super::{Store, StoreError, Write, columns::stamp};

/// A run that was announced and has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingRun {
    /// The run.
    pub run_id: String,
    /// Epoch it was announced under.
    pub epoch: Epoch,
    /// When, in milliseconds since 1970 on the clock of the device that announced it.
    pub since_ms: u64,
    /// The device that announced it.
    pub device_id: DeviceId,
}

/// The committed intent of a run, if it ever committed.
fn committed_run(conn: &Connection, agent_id: &str, run_id: &str) -> rusqlite::Result<Option<OpId>> {
    let sql = "SELECT o.id FROM record r JOIN op o ON o.row = r.op
        WHERE r.kind = 'intent.committed' AND r.agent = ?1 AND r.key = 'id:' || ?2";
    conn.prepare_cached(sql)?
        .query_row([agent_id, run_id], |row| row.get(0))
        .optional()
}

impl Write<'_> {
    /// Has this run committed, whatever the epoch? Then no other state of it is recorded any more.
    pub fn has_committed(&self, intent: &Intent) -> Result<bool, StoreError> {
        let found = committed_run(self.conn, &intent.agent_id, &intent.run_id);
        found.map(|found| found.is_some()).map_err(self.failed())
    }
}

impl Store {
    /// The committed intent of a run, if it ever committed: the oracle of the fence.
    pub fn committed_run(&self, agent_id: &str, run_id: &str) -> Result<Option<OpId>, StoreError> {
        self.read("read ledger", |conn| committed_run(conn, agent_id, run_id))
    }

    /// Every agent the ledger knows.
    pub fn ledger_agents(&self) -> Result<Vec<String>, StoreError> {
        self.read("read ledger", |conn| {
            conn.prepare_cached("SELECT agent FROM fence ORDER BY agent")?
                .query_map([], |row| row.get(0))?
                .collect()
        })
    }

    /// The highest epoch among the agent's intents; 0 without any.
    pub fn fencing_epoch(&self, agent_id: &str) -> Result<Epoch, StoreError> {
        self.read("read ledger", |conn| {
            let mut statement = conn.prepare_cached("SELECT epoch FROM fence WHERE agent = ?1")?;
            Ok(statement
                .query_row([agent_id], |row| row.get(0))
                .optional()?
                .unwrap_or_default())
        })
    }

    /// The agents that have a run of this device which was announced and has not ended.
    pub fn busy_agents(&self) -> Result<BTreeSet<String>, StoreError> {
        let sql = "SELECT DISTINCT r.agent FROM record r JOIN op o ON o.row = r.op JOIN device d ON d.no = o.device
            WHERE r.kind = 'intent' AND r.terminal = 0 AND d.id = ?1";
        self.read("read ledger", |conn| {
            let mut statement = conn.prepare_cached(sql)?;
            statement.query_map([&self.device], |row| row.get(0))?.collect()
        })
    }

    /// The agent's runs that were announced and have not ended.
    pub fn pending_runs(&self, agent_id: &str) -> Result<Vec<PendingRun>, StoreError> {
        let sql = "SELECT r.key, r.epoch, o.wall, o.counter, d.id
            FROM record r JOIN op o ON o.row = r.op JOIN device d ON d.no = o.device
            WHERE r.kind = 'intent' AND r.terminal = 0 AND r.agent = ?1 ORDER BY o.wall, o.counter";
        self.read("read ledger", |conn| {
            let run = |row: &rusqlite::Row<'_>| {
                let (key, hlc) = (row.get::<_, String>(0)?, stamp(row, 2)?);
                Ok(PendingRun {
                    run_id: key.strip_prefix("id:").unwrap_or(&key).to_owned(),
                    epoch: row.get(1)?,
                    since_ms: hlc.wall_ms,
                    device_id: hlc.device_id,
                })
            };
            conn.prepare_cached(sql)?.query_map([agent_id], run)?.collect()
        })
    }
}
