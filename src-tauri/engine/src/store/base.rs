//! The state at a past frontier, and anchoring the journal on a checkpoint of it.
//!
//! Invariant after anchoring on a checkpoint at frontier F: the ops held at or below F are exactly the checkpoint's.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    fold::{Fold, MemoryRecords, OpRow, StateHash},
    op::{ChainHead, DeviceId, Epoch, Frontier, Millis, Op, Seq},
};

use super::{
    Store, StoreError, Write,
    columns::{Ordered, stamp},
    journal::{self, DeviceNo, OP, op},
    records::SqlRecords,
};

/// The folded state at a frontier: what a checkpoint holds, but for the ops themselves.
#[derive(Debug, Clone)]
pub struct StateImage {
    /// The chain head of every device at the frontier.
    pub heads: BTreeMap<DeviceId, ChainHead>,
    /// Fencing epochs by agent.
    pub fences: BTreeMap<String, Epoch>,
    /// Digest of the state.
    pub hash: StateHash,
    /// Rows of the ops on keyed surfaces that make up the state.
    survivors: HashSet<OpRow>,
    /// Rows of the ops that no longer count.
    dead: Vec<OpRow>,
}

const STREAMS: &str = "('conversation', 'routing')";

/// Computes the state at `frontier`, which must lie at or above the base and at or below what is held; none otherwise.
fn image(conn: &Connection, frontier: &Frontier) -> rusqlite::Result<Option<StateImage>> {
    let mut heads = BTreeMap::new();
    let mut hash = StateHash::default();
    let mut records = MemoryRecords::default();
    raise_base_fences(conn, &mut Fold::new(&mut records, &mut hash))?;
    let mut keyed = Vec::new();
    for (device, seq) in frontier {
        let no = journal::device_no(conn, device)?;
        let Some(head) = head_at(conn, no, *seq)? else {
            return Ok(None);
        };
        heads.insert(device.clone(), head);
        add_stream_ops(conn, no, *seq, &mut hash)?;
        fold_keyed_ops(conn, no, *seq, &mut Fold::new(&mut records, &mut hash), &mut keyed)?;
    }
    if !covers_base(conn, frontier)? {
        return Ok(None);
    }
    let survivors: HashSet<_> = records.entries.values().map(|entry| entry.row).collect();
    let dead = keyed.into_iter().filter(|row| !survivors.contains(row)).collect();
    Ok(Some(StateImage {
        heads,
        fences: records.fences,
        hash,
        survivors,
        dead,
    }))
}

fn raise_base_fences(conn: &Connection, fold: &mut Fold<'_, MemoryRecords>) -> rusqlite::Result<()> {
    let mut statement = conn.prepare_cached("SELECT agent, base_epoch FROM fence WHERE base_epoch IS NOT NULL")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Ok(_) = fold.raise_fence(&row.get::<_, String>(0)?, row.get(1)?);
    }
    Ok(())
}

fn covers_base(conn: &Connection, frontier: &Frontier) -> rusqlite::Result<bool> {
    let mut statement = conn.prepare_cached("SELECT id, base_seq FROM device WHERE base_seq IS NOT NULL")?;
    let mut base = statement.query_map([], |row| Ok((row.get::<_, DeviceId>(0)?, row.get::<_, Seq>(1)?)))?;
    base.try_fold(true, |all, entry| {
        let (device, seq) = entry?;
        Ok(all && frontier.get(&device).is_some_and(|covered| *covered >= seq))
    })
}

/// The chain head as it was at `seq`: from the op held there, or from the base if the op was dropped with it.
fn head_at(conn: &Connection, no: DeviceNo, seq: Seq) -> rusqlite::Result<Option<ChainHead>> {
    let sql = "SELECT o.id, o.wall, o.counter, d.id FROM op o JOIN device d ON d.no = o.device WHERE o.device = ?1 AND o.seq = ?2
        UNION ALL SELECT base_head, base_wall, base_counter, id FROM device WHERE no = ?1 AND base_seq = ?2";
    let mut statement = conn.prepare_cached(sql)?;
    statement
        .query_row(params![no.0, seq], |row| {
            Ok(ChainHead {
                seq,
                id: row.get(0)?,
                hlc: stamp(row, 1)?,
            })
        })
        .optional()
}

fn add_stream_ops(conn: &Connection, no: DeviceNo, last: Seq, hash: &mut StateHash) -> rusqlite::Result<()> {
    let sql = format!("SELECT surface, id FROM op WHERE device = ?1 AND seq <= ?2 AND surface IN {STREAMS}");
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params![no.0, last])?;
    while let Some(row) = rows.next()? {
        hash.add_stream_op(&row.get(0)?, row.get(1)?);
    }
    Ok(())
}

fn fold_keyed_ops(
    conn: &Connection,
    no: DeviceNo,
    last: Seq,
    fold: &mut Fold<'_, MemoryRecords>,
    visited: &mut Vec<OpRow>,
) -> rusqlite::Result<()> {
    let sql = format!(
        "SELECT {OP}, o.row FROM op o JOIN device d ON d.no = o.device
         WHERE o.device = ?1 AND o.seq <= ?2 AND o.surface NOT IN {STREAMS}"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params![no.0, last])?;
    while let Some(row) = rows.next()? {
        let place = row.get(8)?;
        let Ok(()) = fold.op(&op(row)?, place);
        visited.push(place);
    }
    Ok(())
}

impl Store {
    /// The state at `frontier`; none if that is below the base or beyond what is held.
    pub fn image_at(&self, frontier: &Frontier) -> Result<Option<StateImage>, StoreError> {
        self.read("compute state", |conn| image(conn, frontier))
    }

    /// The ops of `device` with seqs from `first` to `last` that survive in `image`, in order.
    pub fn surviving_ops(
        &self,
        image: &StateImage,
        device: &DeviceId,
        first: Seq,
        last: Seq,
    ) -> Result<Vec<Op>, StoreError> {
        let sql = format!(
            "SELECT {OP}, o.row, o.surface IN {STREAMS} FROM op o JOIN device d ON d.no = o.device
             WHERE d.id = ?1 AND o.seq BETWEEN ?2 AND ?3 ORDER BY o.seq"
        );
        self.read("read state", |conn| {
            let mut statement = conn.prepare_cached(&sql)?;
            let mut rows = statement.query(params![device, first, last])?;
            let mut ops = Vec::new();
            while let Some(row) = rows.next()? {
                if row.get(9)? || image.survivors.contains(&row.get(8)?) {
                    ops.push(op(row)?);
                }
            }
            Ok(ops)
        })
    }

    /// Per device, the seq up to which the journal is anchored on the base checkpoint.
    pub fn base_frontier(&self) -> Result<Frontier, StoreError> {
        self.read("read base", |conn| {
            let mut statement = conn.prepare_cached("SELECT id, base_seq FROM device WHERE base_seq IS NOT NULL")?;
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }
}

impl Write<'_> {
    /// The state at `frontier`, as [`Store::image_at`].
    pub fn image_at(&self, frontier: &Frontier) -> Result<Option<StateImage>, StoreError> {
        image(self.conn, frontier).map_err(self.failed())
    }

    /// The chain head as it was at `seq`, as far as it is known.
    pub fn head_at(&self, device: &DeviceId, seq: Seq) -> Result<Option<ChainHead>, StoreError> {
        let look = || head_at(self.conn, journal::device_no(self.conn, device)?, seq);
        look().map_err(self.failed())
    }

    /// Keeps and folds an op of a checkpoint that is not held.
    pub fn keep_surviving(&mut self, op: &Op) -> Result<(), StoreError> {
        let failed = self.failed();
        let no = journal::device_no(self.conn, op.device());
        no.and_then(|no| self.keep(no, op)).map(drop).map_err(failed)
    }

    /// Folds the fencing epoch of a checkpoint.
    pub fn raise_fence(&mut self, agent: &str, epoch: Epoch) -> Result<(), StoreError> {
        let failed = self.failed();
        Fold::new(&mut SqlRecords(self.conn), &mut self.hash)
            .raise_fence(agent, epoch)
            .map(drop)
            .map_err(failed)
    }

    /// Moves a chain's head up to where a checkpoint has it, and lets the own clock follow.
    pub fn raise_head(&mut self, head: &ChainHead, wall_now: u64, skew_limit: Millis) -> Result<(), StoreError> {
        self.follow(&head.hlc, wall_now, skew_limit);
        let raise = || {
            let no = journal::device_no(self.conn, &head.hlc.device_id)?;
            match journal::head(self.conn, no)? {
                Some(held) if held.seq >= head.seq => Ok(()),
                _ => journal::set_head(self.conn, no, head),
            }
        };
        raise().map_err(self.failed())
    }

    /// Anchors the journal on the checkpoint `name`, whose state is `image`, and drops the ops it makes superfluous.
    pub fn anchor(&mut self, name: &str, image: &StateImage) -> Result<(), StoreError> {
        let anchor = || {
            self.conn.execute("UPDATE state SET base = ?1", [name])?;
            for head in image.heads.values() {
                let no = journal::device_no(self.conn, &head.hlc.device_id)?;
                let sql =
                    "UPDATE device SET base_seq = ?2, base_head = ?3, base_wall = ?4, base_counter = ?5 WHERE no = ?1";
                let (wall, counter) = (Ordered(head.hlc.wall_ms), head.hlc.counter);
                self.conn
                    .execute(sql, params![no.0, head.seq, head.id, wall, counter])?;
            }
            for (agent, epoch) in &image.fences {
                self.conn.execute(
                    "UPDATE fence SET base_epoch = ?2 WHERE agent = ?1",
                    params![agent, epoch],
                )?;
            }
            let mut drop_op = self.conn.prepare("DELETE FROM op WHERE row = ?1")?;
            image.dead.iter().try_for_each(|row| drop_op.execute([row]).map(drop))
        };
        anchor().map_err(self.failed())
    }
}
