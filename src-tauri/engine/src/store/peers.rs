//! What is known of the other devices: their newest tips, acknowledgements, names. Remembered here, outside the relay
//! folder, so that a folder that was rewound or emptied takes nothing away.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use crate::op::{DeviceId, DeviceProfile, Frontier, OpId, Seq};

use super::{
    Store, StoreError, Write,
    columns::{count, signed},
    journal::{self, DeviceNo},
};

/// What a device's tip says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerTip {
    /// The device that speaks.
    pub device: DeviceId,
    /// The tip's number; a higher one is newer.
    pub number: u64,
    /// Its newest op.
    pub head: Option<(Seq, OpId)>,
    /// What it has durably folded.
    pub frontier: Frontier,
    /// Devices taken out of the quorum, as of which tip of theirs.
    pub retired: BTreeMap<DeviceId, u64>,
    /// What it says of leases, as JSON.
    pub leases: Option<String>,
}

/// One device, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// The device.
    pub device: DeviceId,
    /// How it calls itself.
    pub profile: DeviceProfile,
    /// Number of its newest tip seen; none before the first.
    pub tip_number: Option<u64>,
    /// Its newest op, as its tip says.
    pub head: Option<(Seq, OpId)>,
    /// The highest of its seqs held here.
    pub held: Option<Seq>,
    /// What it acknowledged.
    pub frontier: Frontier,
    /// When something new was last heard of it, on this device's clock, in milliseconds since 1970.
    pub seen_ms: Option<u64>,
    /// How far its newest op's stamp is ahead of this device, when too far; else 0, in milliseconds.
    pub skew_ms: u64,
    /// For how long it has been heard of without coming any closer to what this device wrote, in milliseconds.
    pub held_back_ms: u64,
    /// Did a person take it out of the quorum, and it has not spoken since?
    pub retired: bool,
    /// What it says of leases, as JSON.
    pub leases: Option<String>,
}

impl Peer {
    /// How a person knows it: by the name it gave itself, else by its id.
    pub fn name(&self) -> String {
        if self.profile.name.is_empty() {
            self.device.to_string()
        } else {
            self.profile.name.clone()
        }
    }
}

/// Two ops that claim one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fork {
    /// Whose chain.
    pub device: DeviceId,
    /// Which place.
    pub seq: Seq,
    /// The op held.
    pub held: OpId,
    /// The op offered.
    pub other: OpId,
}

impl Store {
    /// Every device ever seen, this one included.
    pub fn peers(&self) -> Result<Vec<Peer>, StoreError> {
        self.read_once("read roster", |known| &mut known.roster, roster)
    }

    /// Devices that this one took out of the quorum, as of which tip of theirs.
    pub fn own_retirements(&self) -> Result<BTreeMap<DeviceId, u64>, StoreError> {
        let sql = "SELECT s.id, r.tip_number FROM retirement r JOIN device s ON s.no = r.subject
            JOIN device o ON o.no = r.observer WHERE o.id = ?1";
        self.read("read retirements", |conn| {
            let mut statement = conn.prepare_cached(sql)?;
            let retired = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, count(row, 1)?));
            statement.query_map([&self.device], retired)?.collect()
        })
    }

    /// Forks found so far.
    pub fn forks(&self) -> Result<Vec<Fork>, StoreError> {
        let sql =
            "SELECT d.id, f.seq, f.held, f.other FROM fork f JOIN device d ON d.no = f.device ORDER BY d.id, f.seq";
        self.read("read forks", |conn| {
            let fork = |row: &rusqlite::Row<'_>| {
                Ok(Fork {
                    device: row.get(0)?,
                    seq: row.get(1)?,
                    held: row.get(2)?,
                    other: row.get(3)?,
                })
            };
            conn.prepare_cached(sql)?.query_map([], fork)?.collect()
        })
    }
}

fn roster(conn: &Connection) -> rusqlite::Result<Vec<Peer>> {
    let mut peers = bare_peers(conn)?;
    for (no, peer) in &mut peers {
        peer.frontier = acknowledged(conn, *no)?;
    }
    Ok(peers.into_iter().map(|(_, peer)| peer).collect())
}

fn bare_peers(conn: &Connection) -> rusqlite::Result<Vec<(DeviceNo, Peer)>> {
    let sql = "SELECT d.no, d.id, p.name, p.platform, p.app_version, p.tip_number, p.seq, p.head, d.seq,
            p.seen_ms, d.skew_ms, coalesce(p.seen_ms - p.lagging_since_ms, 0),
            EXISTS (SELECT 1 FROM retirement r WHERE r.subject = d.no AND r.tip_number >= coalesce(p.tip_number, 0)),
            p.leases
        FROM device d LEFT JOIN peer p ON p.device = d.no ORDER BY d.id";
    let mut statement = conn.prepare_cached(sql)?;
    let peer = |row: &rusqlite::Row<'_>| {
        let text = |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(column)?.unwrap_or_default());
        let peer = Peer {
            device: row.get(1)?,
            profile: DeviceProfile {
                name: text(2)?,
                platform: text(3)?,
                app_version: text(4)?,
            },
            tip_number: row.get::<_, Option<i64>>(5)?.map(i64::cast_unsigned),
            head: row.get::<_, Option<Seq>>(6)?.zip(row.get(7)?),
            held: row.get(8)?,
            frontier: Frontier::new(),
            seen_ms: row.get::<_, Option<i64>>(9)?.map(i64::cast_unsigned),
            skew_ms: row.get::<_, i64>(10)?.cast_unsigned(),
            held_back_ms: count(row, 11)?,
            retired: row.get(12)?,
            leases: row.get(13)?,
        };
        Ok((DeviceNo(row.get(0)?), peer))
    };
    statement.query_map([], peer)?.collect()
}

fn acknowledged(conn: &Connection, observer: DeviceNo) -> rusqlite::Result<Frontier> {
    let sql = "SELECT d.id, a.seq FROM ack a JOIN device d ON d.no = a.subject WHERE a.observer = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    statement
        .query_map([observer.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

impl Write<'_> {
    /// Remembers a device that was seen in the relay, whatever it says.
    pub fn note_device(&self, device: &DeviceId) -> Result<(), StoreError> {
        self.no(device).map(drop).map_err(self.failed())
    }

    /// Remembers a tip, which must be newer than any of its device seen before. Its acknowledgements replace older ones,
    /// also where they are lower: a device restored from a backup says the truth.
    pub fn note_tip(&self, tip: &PeerTip, seen_ms: u64) -> Result<(), StoreError> {
        self.note_tip_unmapped(tip, seen_ms).map_err(self.failed())
    }

    fn note_tip_unmapped(&self, tip: &PeerTip, seen_ms: u64) -> rusqlite::Result<()> {
        let no = self.no(&tip.device)?;
        let sql = "INSERT INTO peer (device, tip_number, seq, head, seen_ms, leases) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT DO UPDATE SET tip_number = excluded.tip_number, seq = excluded.seq, head = excluded.head,
            seen_ms = excluded.seen_ms, leases = excluded.leases";
        let (seq, head) = tip.head.unzip();
        self.run(
            sql,
            params![no.0, signed(tip.number), seq, head, signed(seen_ms), tip.leases],
        )?;
        let before = acknowledged(self.conn, no)?;
        if tip.device != self.device {
            self.note_lag(no, tip, &before, seen_ms)?;
        }
        self.note_acknowledged(no, &before, &tip.frontier)?;
        self.run("DELETE FROM retirement WHERE observer = ?1", [no.0])?;
        for (subject, number) in &tip.retired {
            let sql = "INSERT INTO retirement (observer, subject, tip_number) VALUES (?1, ?2, ?3)";
            self.run(sql, params![no.0, self.no(subject)?.0, signed(*number)])?;
        }
        Ok(())
    }

    /// Notes since when another device lacks own ops without coming any closer, as its new tip says.
    fn note_lag(&self, observer: DeviceNo, tip: &PeerTip, before: &Frontier, seen_ms: u64) -> rusqlite::Result<()> {
        let head = journal::head(self.conn, self.no(&self.device)?)?.map(|head| head.seq);
        let (now, before) = (tip.frontier.get(&self.device), before.get(&self.device));
        let sql = "UPDATE peer SET lagging_since_ms = iif(?2, iif(?3, ?4, coalesce(lagging_since_ms, ?4)), NULL)
            WHERE device = ?1";
        let lags = now < head.as_ref();
        self.run(sql, params![observer.0, lags, now > before, signed(seen_ms)])
            .map(drop)
    }

    fn note_acknowledged(&self, observer: DeviceNo, before: &Frontier, now: &Frontier) -> rusqlite::Result<()> {
        for (subject, seq) in now.iter().filter(|(subject, seq)| before.get(*subject) != Some(*seq)) {
            let sql = "INSERT INTO ack (observer, subject, seq) VALUES (?1, ?2, ?3)
                ON CONFLICT DO UPDATE SET seq = excluded.seq";
            self.run(sql, params![observer.0, self.no(subject)?.0, seq])?;
        }
        for subject in before.keys().filter(|subject| !now.contains_key(*subject)) {
            let sql = "DELETE FROM ack WHERE observer = ?1 AND subject = ?2";
            self.run(sql, [observer.0, self.no(subject)?.0])?;
        }
        Ok(())
    }

    /// Takes a device out of the quorum, until it says something newer than what was heard of it so far.
    pub fn retire(&self, own: &DeviceId, device: &DeviceId) -> Result<(), StoreError> {
        let retire = || {
            let (observer, subject) = (self.no(own)?, self.no(device)?);
            let sql = "INSERT OR REPLACE INTO retirement (observer, subject, tip_number)
                VALUES (?1, ?2, coalesce((SELECT tip_number FROM peer WHERE device = ?2), 0))";
            self.conn.execute(sql, [observer.0, subject.0])
        };
        retire().map(drop).map_err(self.failed())
    }

    /// Remembers how a device calls itself.
    pub fn note_profile(&self, device: &DeviceId, profile: &DeviceProfile) -> Result<(), StoreError> {
        let note = || {
            let no = self.no(device)?;
            let sql =
                "INSERT INTO peer (device, name, platform, app_version) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE
                SET name = excluded.name, platform = excluded.platform, app_version = excluded.app_version";
            self.conn
                .execute(sql, params![no.0, profile.name, profile.platform, profile.app_version])
        };
        note().map(drop).map_err(self.failed())
    }
}
