//! What the ledger says about agents.

use rusqlite::OptionalExtension;

use crate::{
    fold::Intent,
    op::{DeviceId, Epoch},
};

use super::{
    Store, StoreError,
    columns::stamp,
};

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

impl Store {
    /// Every agent the ledger knows.
    pub fn ledger_agents(&self) -> Result<Vec<String>, StoreError> {
        self.read("read ledger", |conn| {
            conn.prepare_cached("SELECT agent FROM fence ORDER BY agent")?.query_map([], |row| row.get(0))?.collect()
        })
    }

    /// The highest epoch among the agent's intents; 0 without any.
    pub fn fencing_epoch(&self, agent_id: &str) -> Result<Epoch, StoreError> {
        self.read("read ledger", |conn| {
            let mut statement = conn.prepare_cached("SELECT epoch FROM fence WHERE agent = ?1")?;
            Ok(statement.query_row([agent_id], |row| row.get(0)).optional()?.unwrap_or_default())
        })
    }

    /// Has this run committed, whatever the epoch? Then no other state of it is recorded any more.
    pub fn guards_terminal(&self, intent: &Intent) -> Result<bool, StoreError> {
        Ok(self.committed_run(&intent.agent_id, &intent.run_id)?.is_some())
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
