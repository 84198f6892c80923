//! Which chain this device writes, and which it wrote before.
//!
//! A device writes one chain for as long as it can be sure that nobody else writes it and that its own data is the
//! newest. When it no longer can, it leaves the chain as it is and goes on with a new one.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{
    Store, StoreError, Write,
    columns::{count, signed},
    journal,
};
use crate::op::DeviceId;

/// Why a device left a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parting {
    /// The relay, or another device, has more of the chain than this device's data: that is an older copy.
    Outdated,
    /// The relay has another op at a place of the chain: somebody else writes it too.
    Contradicted,
}

/// A chain this device wrote, and left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerIdentity {
    /// The id it had.
    pub device: DeviceId,
    /// The id it took next.
    pub successor: DeviceId,
    /// When, on this device's clock, in milliseconds since 1970.
    pub left_ms: u64,
    /// Why.
    pub why: Parting,
    /// How many ops were recorded again, on the new chain.
    pub moved: u64,
}

impl Parting {
    fn code(self) -> &'static str {
        match self {
            Self::Outdated => "outdated",
            Self::Contradicted => "contradicted",
        }
    }

    fn parse(code: &str) -> Self {
        match code {
            "contradicted" => Self::Contradicted,
            _ => Self::Outdated,
        }
    }
}

/// The id under which this device writes now; none in a store that nobody has used yet.
pub(super) fn current(conn: &Connection) -> rusqlite::Result<Option<DeviceId>> {
    let sql = "SELECT d.id FROM identity i JOIN device d ON d.no = i.device ORDER BY i.no DESC LIMIT 1";
    conn.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()
}

/// Writes under `device` from now on.
pub(super) fn assume(conn: &Connection, device: &DeviceId) -> rusqlite::Result<()> {
    let no = journal::device_no(conn, device)?;
    conn.execute("INSERT INTO identity (device) VALUES (?1)", [no.0])
        .map(drop)
}

impl Store {
    /// Looks up under which id this device writes now: another process may have had to change it.
    pub fn refresh_identity(&mut self) -> Result<(), StoreError> {
        if let Some(device) = self.read("read identity", current)? {
            self.device = device;
        }
        Ok(())
    }

    /// The chains this device has left, oldest first.
    pub fn former_identities(&self) -> Result<Vec<FormerIdentity>, StoreError> {
        let sql = "SELECT d.id, s.id, i.left_ms, i.why, i.moved FROM identity i JOIN device d ON d.no = i.device
            JOIN identity n ON n.no = i.no + 1 JOIN device s ON s.no = n.device ORDER BY i.no";
        let former = |row: &Row<'_>| {
            Ok(FormerIdentity {
                device: row.get(0)?,
                successor: row.get(1)?,
                left_ms: count(row, 2)?,
                why: Parting::parse(row.get_ref(3)?.as_str()?),
                moved: count(row, 4)?,
            })
        };
        self.read_once(
            "read former identities",
            |known| &mut known.former,
            |conn| conn.prepare_cached(sql)?.query_map([], former)?.collect(),
        )
    }
}

impl Store {
    /// Did a process of this device make up this word?
    pub fn is_own_writer(&self, word: &str) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM writer WHERE word = ?1)";
        self.read("read writers", |conn| {
            conn.prepare_cached(sql)?.query_row([word], |row| row.get(0))
        })
    }
}

impl Write<'_> {
    /// Remembers the word that a process made up for its tips. Only the last ones matter: older tips are gone.
    pub fn note_writer(&self, word: &str) -> Result<(), StoreError> {
        let note = || {
            self.conn.execute("INSERT INTO writer (word) VALUES (?1)", [word])?;
            let sql = "DELETE FROM writer WHERE no <= (SELECT max(no) FROM writer) - 64";
            self.conn.execute(sql, [])
        };
        note().map(drop).map_err(self.failed())
    }

    /// Writes under the id `next` from now on. What this device left in the relay stays there and is another's now; the
    /// devices it took out of the quorum stay out.
    pub fn change_identity(
        &mut self,
        next: &DeviceId,
        why: Parting,
        moved: u64,
        now_ms: u64,
    ) -> Result<(), StoreError> {
        let change = || {
            let (old, new) = (self.no(&self.device)?, self.no(next)?);
            let sql = "UPDATE identity SET left_ms = ?1, why = ?2, moved = ?3 WHERE left_ms IS NULL";
            self.conn
                .execute(sql, params![signed(now_ms), why.code(), signed(moved)])?;
            assume(self.conn, next)?;
            let sql = "UPDATE OR REPLACE retirement SET observer = ?2 WHERE observer = ?1";
            self.conn.execute(sql, [old.0, new.0])?;
            self.conn.execute_batch(
                "DELETE FROM own_file; DELETE FROM setting WHERE name IN ('tip', 'checkpoint');
                 UPDATE state SET tip_number = 0",
            )
        };
        change().map_err(self.failed())?;
        self.device = next.clone();
        Ok(())
    }
}
