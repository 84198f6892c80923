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
    columns::{count, signed, stamp},
    journal::{self, DeviceNo, OP, op},
    recompute::{kept_hash, of_records},
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
    /// Per device, the ops held that no longer count, in order.
    dead: BTreeMap<DeviceId, Vec<(Seq, OpRow)>>,
}

impl StateImage {
    /// The frontier.
    pub fn frontier(&self) -> Frontier {
        let heads = self.heads.iter();
        heads.map(|(device, head)| (device.clone(), head.seq)).collect()
    }

    /// Rows of the ops that no longer count.
    pub(super) fn dead(&self) -> impl Iterator<Item = OpRow> + '_ {
        self.dead.values().flatten().map(|(_, row)| *row)
    }

    /// How many ops of `device` with seqs from `first` to `last` are held and no longer count.
    fn dead_between(&self, device: &DeviceId, (first, last): (Seq, Seq)) -> u64 {
        let Some(dead) = self.dead.get(device) else {
            return 0;
        };
        let below = |end: Seq| dead.partition_point(|(seq, _)| *seq < end) as u64;
        below(last.next()).saturating_sub(below(first))
    }
}

/// Surfaces of which every op is part of the state.
pub(super) const STREAMS: &str = "('conversation', 'routing')";

/// Finds the ops of all other surfaces, which are few beside those, without passing by all that is held.
pub(super) const INDEX: &str =
    "CREATE INDEX op_keyed ON op (device, seq) WHERE surface NOT IN ('conversation', 'routing');";

/// Computes the state at `frontier`, which must lie at or above the base and at or below what is held; none otherwise.
/// `held` is the digest of everything held.
pub(super) fn image(conn: &Connection, frontier: &Frontier, held: StateHash) -> rusqlite::Result<Option<StateImage>> {
    image_over(conn, frontier, streams_at(conn, frontier, held)?)
}

/// As [`image`], where `streams` is the digest of the streams' ops at `frontier`.
pub(super) fn image_over(
    conn: &Connection,
    frontier: &Frontier,
    streams: StateHash,
) -> rusqlite::Result<Option<StateImage>> {
    let (mut heads, mut hash) = (BTreeMap::new(), streams);
    let mut records = MemoryRecords::default();
    raise_base_fences(conn, &mut Fold::new(&mut records, &mut hash))?;
    let mut keyed: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (device, seq) in frontier {
        let no = journal::device_no(conn, device)?;
        let Some(head) = head_at(conn, no, *seq)? else {
            return Ok(None);
        };
        heads.insert(device.clone(), head);
        let visited = fold_keyed_ops(conn, no, *seq, &mut Fold::new(&mut records, &mut hash))?;
        keyed.insert(device.clone(), visited);
    }
    if !covers_base(conn, frontier)? {
        return Ok(None);
    }
    let survivors: HashSet<_> = records.entries.values().map(|entry| entry.row).collect();
    for visited in keyed.values_mut() {
        visited.retain(|(_, row)| !survivors.contains(row));
    }
    Ok(Some(StateImage {
        heads,
        fences: records.fences,
        hash,
        survivors,
        dead: keyed,
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

/// The digest of the streams' ops at `frontier`: what is left of all that is held without the records and without the ops
/// above. Few are above, whatever is held.
fn streams_at(conn: &Connection, frontier: &Frontier, held: StateHash) -> rusqlite::Result<StateHash> {
    let mut streams = held;
    streams -= of_records(conn)?;
    let sql = format!(
        "SELECT o.surface, o.id FROM op o JOIN device d ON d.no = o.device
         WHERE d.id = ?1 AND o.seq > ?2 AND o.surface IN {STREAMS}"
    );
    let mut above = conn.prepare_cached(&sql)?;
    for device in journal::frontier(conn)?.keys() {
        let last = frontier.get(device).map(|last| signed(last.get()));
        let mut rows = above.query(params![device, last.unwrap_or(-1)])?;
        while let Some(row) = rows.next()? {
            streams.remove_stream_op(&row.get(0)?, row.get(1)?);
        }
    }
    Ok(streams)
}

/// Folds the ops of a device up to `last` that are of no stream, and answers where they are, in order.
fn fold_keyed_ops(
    conn: &Connection,
    no: DeviceNo,
    last: Seq,
    fold: &mut Fold<'_, MemoryRecords>,
) -> rusqlite::Result<Vec<(Seq, OpRow)>> {
    let mut statement = conn.prepare_cached(&keyed_ops())?;
    let mut rows = statement.query(params![no.0, last])?;
    let mut visited = Vec::new();
    while let Some(row) = rows.next()? {
        let (op, place) = (op(row)?, row.get(8)?);
        let Ok(()) = fold.op(&op, place);
        visited.push((op.seq, place));
    }
    Ok(visited)
}

fn keyed_ops() -> String {
    format!(
        "SELECT {OP}, o.row FROM op o JOIN device d ON d.no = o.device
         WHERE o.device = ?1 AND o.seq <= ?2 AND o.surface NOT IN {STREAMS} ORDER BY o.seq"
    )
}

impl Store {
    /// The state at `frontier`; none if that is below the base or beyond what is held.
    pub fn image_at(&self, frontier: &Frontier) -> Result<Option<StateImage>, StoreError> {
        self.read("compute state", |conn| image(conn, frontier, kept_hash(conn)?))
    }

    /// How many ops of `device` with seqs from `first` to `last` survive in `image`.
    pub fn count_surviving(
        &self,
        image: &StateImage,
        device: &DeviceId,
        (first, last): (Seq, Seq),
    ) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM op
            WHERE device = (SELECT no FROM device WHERE id = ?1) AND seq BETWEEN ?2 AND ?3";
        let held = self.read("count ops", |conn| {
            let mut statement = conn.prepare_cached(sql)?;
            statement.query_row(params![device, first, last], |row| count(row, 0))
        });
        Ok(held?.saturating_sub(image.dead_between(device, (first, last))))
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

#[cfg(test)]
#[path = "image_tests.rs"]
mod tests;
