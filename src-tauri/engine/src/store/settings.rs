//! Small facts about this device and its relays.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::{
    Store, StoreError, Write,
    columns::{count, signed},
};
use crate::op::DeviceProfile;

/// A file this device put into a relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFile {
    /// Tells whether it is still as it was left.
    pub mark: String,
    /// Bytes of payload it holds, if it is a segment.
    pub weight: u64,
}

/// Where this device's profile and last tip are kept.
const PROFILE: &str = "profile";
const TIP: &str = "tip";

/// Where the hash of the checkpoint this device offers is kept.
const OFFERED: &str = "checkpoint";

impl Store {
    /// How this device calls itself; empty until it was told.
    pub fn profile(&self) -> Result<DeviceProfile, StoreError> {
        self.read_once(
            "read profile",
            |known| &mut known.profile,
            |conn| {
                let text = setting(conn, PROFILE)?.unwrap_or_default();
                Ok(serde_json::from_str(&text).unwrap_or_default())
            },
        )
    }

    /// The body of the last tip this device published.
    pub fn published_tip(&self) -> Result<Option<String>, StoreError> {
        self.setting(TIP)
    }

    /// No tip of this device has a larger number, whatever a power cut took away; 0 before the first.
    pub fn highest_tip_number(&self) -> Result<u64, StoreError> {
        self.read("read tip number", |conn| {
            let mut statement = conn.prepare_cached("SELECT tip_number FROM state")?;
            statement
                .query_row([], |row| row.get::<_, i64>(0))
                .map(i64::cast_unsigned)
        })
    }

    /// Ids of the relays this device has used at `place`.
    pub fn relay_ids(&self, place: &str) -> Result<BTreeSet<String>, StoreError> {
        self.read("read relay ids", |conn| {
            conn.prepare_cached("SELECT id FROM relay WHERE place = ?1")?
                .query_map([place], |row| row.get(0))?
                .collect()
        })
    }

    /// When this device first met the relay at a place, in milliseconds since 1970; 0 if it made it one itself.
    pub fn relay_since(&self, place: &str) -> Result<Option<u64>, StoreError> {
        self.read("read relay ids", |conn| {
            let sql = "SELECT min(since_ms) FROM relay WHERE place = ?1";
            let mut statement = conn.prepare_cached(sql)?;
            let since = statement.query_row([place], |row| row.get::<_, Option<i64>>(0))?;
            Ok(since.map(i64::cast_unsigned))
        })
    }

    /// Files this device put into a relay, each with its name.
    pub fn own_files(&self) -> Result<Vec<(String, OwnFile)>, StoreError> {
        self.read("read own files", |conn| {
            let mut statement = conn.prepare_cached("SELECT name, mark, weight FROM own_file")?;
            let file = |row: &rusqlite::Row<'_>| {
                Ok::<_, rusqlite::Error>(OwnFile {
                    mark: row.get(1)?,
                    weight: count(row, 2)?,
                })
            };
            statement.query_map([], |row| Ok((row.get(0)?, file(row)?)))?.collect()
        })
    }

    /// Hash of the checkpoint this device published last, if it ever did.
    pub fn offered_checkpoint(&self) -> Result<Option<String>, StoreError> {
        self.read_once(
            "read offered checkpoint",
            |known| &mut known.offered,
            |conn| setting(conn, OFFERED),
        )
    }

    pub(super) fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.read("read setting", |conn| setting(conn, name))
    }
}

fn setting(conn: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    let mut statement = conn.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    statement.query_row([name], |row| row.get(0)).optional()
}

impl Write<'_> {
    /// Says how this device calls itself.
    pub fn set_profile(&self, profile: &DeviceProfile) -> Result<(), StoreError> {
        let text = serde_json::json!(profile).to_string();
        self.set(PROFILE, &text)
    }

    /// Remembers the tip just published.
    pub fn set_published_tip(&self, body: &str) -> Result<(), StoreError> {
        self.set(TIP, body)
    }

    /// Tips may have numbers up to `highest` from now on.
    pub fn reserve_tip_numbers(&self, highest: u64) -> Result<(), StoreError> {
        self.run("UPDATE state SET tip_number = ?1", [signed(highest)])
            .map(drop)
            .map_err(self.failed())
    }

    /// Remembers the checkpoint this device published.
    pub fn set_offered_checkpoint(&self, hash: &str) -> Result<(), StoreError> {
        self.set(OFFERED, hash)
    }

    /// Remembers a file this device put into the relay.
    pub fn note_own_file(&self, name: &str, file: &OwnFile) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO own_file (name, mark, weight) VALUES (?1, ?2, ?3)";
        self.run(sql, params![name, file.mark, signed(file.weight)])
            .map(drop)
            .map_err(self.failed())
    }

    /// Forgets a file that this device removed.
    pub fn forget_own_file(&self, name: &str) -> Result<(), StoreError> {
        self.run("DELETE FROM own_file WHERE name = ?1", [name])
            .map(drop)
            .map_err(self.failed())
    }

    /// Remembers a relay this device uses at `place`.
    /// `since_ms` is when it was first met, in milliseconds since 1970; 0 if this device made it a relay.
    pub fn note_relay(&self, place: &str, id: &str, since_ms: u64) -> Result<(), StoreError> {
        let sql = "INSERT OR IGNORE INTO relay (place, id, since_ms) VALUES (?1, ?2, ?3)";
        self.conn
            .execute(sql, params![place, id, signed(since_ms)])
            .map(drop)
            .map_err(self.failed())
    }

    /// Remembers when the last round with the relay succeeded.
    pub fn note_pump(&self, at_ms: u64) -> Result<(), StoreError> {
        self.run("UPDATE state SET last_pump_ms = ?1", [signed(at_ms)])
            .map(drop)
            .map_err(self.failed())
    }

    pub(super) fn set(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";
        self.run(sql, [name, value]).map(drop).map_err(self.failed())
    }
}
