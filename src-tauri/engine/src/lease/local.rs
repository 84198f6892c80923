use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::{Lease, LeaseCoordinator, LeaseError, register::Cell};
use crate::{
    op::{DeviceId, Epoch, Millis, WallClock},
    sqlite,
};

/// A register in a file, shared by all processes of one machine; its epochs survive restarts.
///
/// It is exclusive on this machine and knows nothing of other machines.
pub struct LocalLeaseCoordinator {
    conn: Connection,
    wall: WallClock,
}

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS lease (
    agent TEXT PRIMARY KEY, epoch INTEGER NOT NULL, holder TEXT, expires_at_ms INTEGER NOT NULL
) WITHOUT ROWID;
";

fn failed(error: rusqlite::Error) -> LeaseError {
    LeaseError::Backend(error.into())
}

impl LocalLeaseCoordinator {
    /// Opens the register at `path`, creating it if needed.
    pub fn open(path: &Path, wall: WallClock) -> Result<Self, LeaseError> {
        let conn = sqlite::open(path).map_err(failed)?;
        conn.execute_batch(SCHEMA).map_err(failed)?;
        Ok(Self { conn, wall })
    }

    /// Runs a rule on one cell as one durable transaction; a rule that refuses changes nothing.
    fn change<T>(
        &mut self,
        agent_id: &str,
        rule: impl FnOnce(&mut Cell, u64) -> Result<T, LeaseError>,
    ) -> Result<T, LeaseError> {
        let tx = Transaction::new(&mut self.conn, TransactionBehavior::Immediate).map_err(failed)?;
        let mut cell = load(&tx, agent_id).map_err(failed)?.unwrap_or_default();
        let answer = rule(&mut cell, (self.wall)())?;
        save(&tx, agent_id, &cell).and_then(|()| tx.commit()).map_err(failed)?;
        Ok(answer)
    }
}

fn load(conn: &Connection, agent_id: &str) -> rusqlite::Result<Option<Cell>> {
    let sql = "SELECT epoch, holder, expires_at_ms FROM lease WHERE agent = ?1";
    let cell = |row: &rusqlite::Row<'_>| {
        Ok(Cell {
            epoch: Epoch(row.get::<_, i64>(0)?.cast_unsigned()),
            holder: row.get::<_, Option<String>>(1)?.map(DeviceId::from),
            expires_at_ms: row.get::<_, i64>(2)?.cast_unsigned(),
        })
    };
    conn.prepare_cached(sql)?.query_row([agent_id], cell).optional()
}

fn save(conn: &Connection, agent_id: &str, cell: &Cell) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO lease (agent, epoch, holder, expires_at_ms) VALUES (?1, ?2, ?3, ?4)";
    let holder = cell.holder.as_ref().map(DeviceId::as_str);
    let (epoch, expires_at_ms) = (cell.epoch.get().cast_signed(), cell.expires_at_ms.cast_signed());
    conn.prepare_cached(sql)?
        .execute(params![agent_id, epoch, holder, expires_at_ms])?;
    Ok(())
}

impl LeaseCoordinator for LocalLeaseCoordinator {
    fn acquire(&mut self, agent_id: &str, device: &DeviceId, ttl: Millis, floor: Epoch) -> Result<Lease, LeaseError> {
        self.change(agent_id, |cell, now| cell.acquire(agent_id, device, ttl, floor, now))
    }

    fn renew(&mut self, agent_id: &str, device: &DeviceId, epoch: Epoch, ttl: Millis) -> Result<Lease, LeaseError> {
        self.change(agent_id, |cell, now| cell.renew(agent_id, device, epoch, ttl, now))
    }

    fn release(&mut self, agent_id: &str, device: &DeviceId, epoch: Epoch) -> Result<(), LeaseError> {
        self.change(agent_id, |cell, _| cell.release(agent_id, device, epoch))
    }

    fn current(&mut self, agent_id: &str) -> Result<Option<Lease>, LeaseError> {
        Ok(load(&self.conn, agent_id)
            .map_err(failed)?
            .and_then(|cell| cell.lease(agent_id)))
    }

    fn take_over(&mut self, agent_id: &str, observed_epoch: Epoch) -> Result<Epoch, LeaseError> {
        self.change(agent_id, |cell, _| cell.take_over(agent_id, observed_epoch))
    }

    fn last_epoch(&mut self, agent_id: &str) -> Result<Epoch, LeaseError> {
        Ok(load(&self.conn, agent_id)
            .map_err(failed)?
            .map(|cell| cell.epoch)
            .unwrap_or_default())
    }

    fn agents(&mut self) -> Result<Vec<String>, LeaseError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT agent FROM lease ORDER BY agent")
            .map_err(failed)?;
        statement
            .query_map([], |row| row.get(0))
            .and_then(Iterator::collect)
            .map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn epochs_survive_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("leases.db");
        let open = || LocalLeaseCoordinator::open(&path, Arc::new(|| 1_000)).unwrap();
        let device = DeviceId::from("a");
        for expected in 1..=5 {
            let mut leases = open();
            let lease = leases.acquire("g", &device, Millis(10), Epoch(0)).unwrap();
            assert_eq!(lease.epoch, Epoch(expected));
            leases.release("g", &device, lease.epoch).unwrap();
        }
        assert_eq!(open().agents().unwrap(), ["g"]);
    }

    #[test]
    fn two_processes_share_one_register() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("leases.db");
        let open = || LocalLeaseCoordinator::open(&path, Arc::new(|| 1_000)).unwrap();
        let (mut one, mut two) = (open(), open());
        one.acquire("g", &"a".into(), Millis(10), Epoch(0)).unwrap();
        assert!(matches!(
            two.acquire("g", &"b".into(), Millis(10), Epoch(0)),
            Err(LeaseError::Held { .. })
        ));
    }

    #[test]
    fn a_lost_register_never_reuses_an_epoch_the_ledger_has_seen() {
        let dir = tempfile::tempdir().unwrap();
        let mut leases = LocalLeaseCoordinator::open(&dir.path().join("leases.db"), Arc::new(|| 0)).unwrap();
        assert_eq!(
            leases.acquire("g", &"a".into(), Millis(10), Epoch(5)).unwrap().epoch,
            Epoch(6)
        );
    }
}
