//! The state at a past frontier: what a checkpoint is made of, and what one is verified against.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    fold::{Fold, MemoryRecords, OpRow, StateHash},
    op::{ChainHead, DeviceId, Epoch, Frontier, Op, Seq},
};

use super::{
    Store, StoreError,
    base::base_frontier,
    columns::stamp,
    journal::{self, DeviceNo, OP, op},
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
    pub(super) dead: Vec<OpRow>,
}

/// Surfaces of which every op is part of the state.
pub(super) const STREAMS: &str = "('conversation', 'routing')";

/// Computes the state at `frontier`, which must lie at or above the base and at or below what is held; none otherwise.
pub(super) fn image(conn: &Connection, frontier: &Frontier) -> rusqlite::Result<Option<StateImage>> {
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
    let base = base_frontier(conn)?;
    Ok(base
        .iter()
        .all(|(device, seq)| frontier.get(device).is_some_and(|covered| covered >= seq)))
}

/// The chain head as it was at `seq`: from the op held there or, if it did not survive a checkpoint, from what is noted
/// of the base and of the newest op.
pub(super) fn head_at(conn: &Connection, no: DeviceNo, seq: Seq) -> rusqlite::Result<Option<ChainHead>> {
    let sql = "SELECT o.id, o.wall, o.counter, d.id FROM op o JOIN device d ON d.no = o.device WHERE o.device = ?1 AND o.seq = ?2
        UNION ALL SELECT base_head, base_wall, base_counter, id FROM device WHERE no = ?1 AND base_seq = ?2
        UNION ALL SELECT head, wall, counter, id FROM device WHERE no = ?1 AND seq = ?2";
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

    /// Ops of `device` with seqs from `first` to `last` that survive in `image`, in order: all of them, or as many as make
    /// up `bytes` of payload.
    pub fn surviving_ops(
        &self,
        image: &StateImage,
        device: &DeviceId,
        (first, last): (Seq, Seq),
        bytes: usize,
    ) -> Result<Vec<Op>, StoreError> {
        let sql = format!(
            "SELECT {OP}, o.row, o.surface IN {STREAMS} FROM op o JOIN device d ON d.no = o.device
             WHERE d.id = ?1 AND o.seq BETWEEN ?2 AND ?3 ORDER BY o.seq"
        );
        self.read("read state", |conn| {
            let mut statement = conn.prepare_cached(&sql)?;
            let mut rows = statement.query(params![device, first, last])?;
            let (mut ops, mut gathered) = (Vec::new(), 0);
            while gathered < bytes
                && let Some(row) = rows.next()?
            {
                if row.get(9)? || image.survivors.contains(&row.get(8)?) {
                    let op = op(row)?;
                    gathered += op.payload.canonical().len();
                    ops.push(op);
                }
            }
            Ok(ops)
        })
    }
}
