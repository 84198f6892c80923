//! What the ledger says about agents.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use crate::{
    fold::{Intent, IntentStatus, Table},
    op::{DeviceId, Epoch, OpId, Seq},
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

/// What the ledger says of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunEntry {
    /// How far it has come.
    pub status: IntentStatus,
    /// Under which epoch.
    pub epoch: Epoch,
    /// When it was recorded, in milliseconds since 1970 on the clock of the device that did.
    pub at_ms: u64,
    /// The device that recorded it.
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

fn run_entry(row: &rusqlite::Row<'_>) -> rusqlite::Result<RunEntry> {
    let (table, hlc) = (Table::named(row.get(0)?), stamp(row, 3)?);
    let status = match (table, row.get(1)?) {
        (Table::CommittedRuns, _) => IntentStatus::Committed,
        (_, true) => IntentStatus::Failed,
        (_, false) => IntentStatus::Pending,
    };
    Ok(RunEntry {
        status,
        epoch: row.get(2)?,
        at_ms: hlc.wall_ms,
        device_id: hlc.device_id,
    })
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

    /// What is known of a run; none if nothing is. That it was committed once counts before everything else.
    pub fn run_status(&self, agent_id: &str, run_id: &str) -> Result<Option<RunEntry>, StoreError> {
        let sql = "SELECT r.kind, r.terminal, r.epoch, o.wall, o.counter, d.id
            FROM record r JOIN op o ON o.row = r.op JOIN device d ON d.no = o.device
            WHERE r.kind IN ('intent', 'intent.committed') AND r.agent = ?1 AND r.key = 'id:' || ?2
            ORDER BY r.kind = 'intent' LIMIT 1";
        self.read("read ledger", |conn| {
            let mut statement = conn.prepare_cached(sql)?;
            statement.query_row([agent_id, run_id], run_entry).optional()
        })
    }

    /// The place of an op of this device in its chain, if it is one. Looks at the newest first.
    pub fn own_seq(&self, op_id: OpId) -> Result<Option<Seq>, StoreError> {
        let sql = "SELECT o.seq FROM op o JOIN device d ON d.no = o.device WHERE d.id = ?1 AND o.id = ?2
            ORDER BY o.seq DESC LIMIT 1";
        self.read("read op", |conn| {
            let mut statement = conn.prepare_cached(sql)?;
            let seq = statement.query_row(rusqlite::params![self.device, op_id], |row| row.get(0));
            seq.optional()
        })
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
