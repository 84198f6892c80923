//! Anchoring the journal on a checkpoint.
//!
//! Invariant: the ops held at or below the base frontier fold, with the fences noted of it, to the state there; those
//! above it are held without a gap.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, params};

use crate::{
    fold::Fold,
    op::{ChainHead, DeviceId, Epoch, Frontier, Millis, Op, OpId, Seq},
};

use super::{
    StateImage, Store, StoreError, Write,
    columns::Ordered,
    history,
    image::{head_at, image},
    journal,
    records::SqlRecords,
};

/// Per device, the seq up to which the journal is anchored.
pub(super) fn base_frontier(conn: &Connection) -> rusqlite::Result<Frontier> {
    let mut statement = conn.prepare_cached("SELECT id, base_seq FROM device WHERE base_seq IS NOT NULL")?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

impl Store {
    /// Per device, the seq up to which the journal is anchored.
    pub fn base_frontier(&self) -> Result<Frontier, StoreError> {
        self.read_once("read base", |known| &mut known.base, base_frontier)
    }
}

impl Write<'_> {
    /// The state at `frontier`, as [`Store::image_at`].
    pub fn image_at(&self, frontier: &Frontier) -> Result<Option<StateImage>, StoreError> {
        image(self.conn, frontier, self.hash).map_err(self.failed())
    }

    /// The chain head as it was at `seq`, as far as it is known.
    pub fn head_at(&self, device: &DeviceId, seq: Seq) -> Result<Option<ChainHead>, StoreError> {
        let look = || head_at(self.conn, self.no(device)?, seq);
        look().map_err(self.failed())
    }

    /// Keeps and folds ops of `device` that a checkpoint holds and this device does not.
    pub fn keep_surviving<'o>(
        &mut self,
        device: &DeviceId,
        ops: impl IntoIterator<Item = &'o Op>,
    ) -> Result<(), StoreError> {
        let failed = self.failed();
        let keep = || {
            let no = self.no(device)?;
            ops.into_iter().try_for_each(|op| self.keep(no, op).map(drop))
        };
        keep().map_err(failed)
    }

    /// The ids of the ops held of `device` with seqs from `first` to `last`.
    pub fn ids_between(&self, device: &DeviceId, (first, last): (Seq, Seq)) -> Result<HashMap<Seq, OpId>, StoreError> {
        let sql = "SELECT seq, id FROM op WHERE device = ?1 AND seq BETWEEN ?2 AND ?3";
        let look = || {
            let no = self.no(device)?;
            let mut statement = self.conn.prepare_cached(sql)?;
            let ids = statement.query_map(params![no.0, first, last], |row| Ok((row.get(0)?, row.get(1)?)))?;
            ids.collect::<rusqlite::Result<_>>()
        };
        look().map_err(self.failed())
    }

    /// Folds the fencing epoch of a checkpoint.
    pub fn raise_fence(&mut self, agent: &str, epoch: Epoch) -> Result<(), StoreError> {
        let failed = self.failed();
        Fold::new(&mut SqlRecords(self.conn), &mut self.hash)
            .raise_fence(agent, epoch)
            .map(drop)
            .map_err(failed)
    }

    /// Per device, the seq up to which the journal is anchored.
    pub fn base_frontier(&self) -> Result<Frontier, StoreError> {
        base_frontier(self.conn).map_err(self.failed())
    }

    /// Moves a chain's head up to where a checkpoint has it, and lets the own clock follow. Answers whether it moved.
    pub fn raise_head(&mut self, head: &ChainHead, wall_now: u64, skew_limit: Millis) -> Result<bool, StoreError> {
        self.follow(&head.hlc, wall_now, skew_limit);
        let raise = || {
            let no = self.no(&head.hlc.device_id)?;
            match journal::head(self.conn, no)? {
                Some(held) if held.seq >= head.seq => Ok(false),
                _ => journal::set_head(self.conn, no, head).map(|()| true),
            }
        };
        raise().map_err(self.failed())
    }

    /// Anchors the journal on the checkpoint `name`, whose state is `image`, and drops the ops it makes superfluous.
    pub fn anchor(&mut self, name: &str, image: &StateImage) -> Result<(), StoreError> {
        self.widen_base(image.heads.values(), &image.fences)?;
        let anchor = || {
            self.conn.execute("UPDATE state SET base = ?1", [name])?;
            let mut drop_op = self.conn.prepare("DELETE FROM op WHERE row = ?1")?;
            image.dead().try_for_each(|row| drop_op.execute([row]).map(drop))?;
            history::forget_dropped(self.conn)
        };
        anchor().map_err(self.failed())
    }

    /// Notes that below these heads only surviving ops are held, and that the fences below them stand as given.
    pub fn widen_base<'h>(
        &mut self,
        heads: impl IntoIterator<Item = &'h ChainHead>,
        fences: &BTreeMap<String, Epoch>,
    ) -> Result<(), StoreError> {
        let widen = || {
            for head in heads {
                let no = self.no(&head.hlc.device_id)?;
                let sql =
                    "UPDATE device SET base_seq = ?2, base_head = ?3, base_wall = ?4, base_counter = ?5 WHERE no = ?1";
                let (wall, counter) = (Ordered(head.hlc.wall_ms), head.hlc.counter);
                self.conn
                    .execute(sql, params![no.0, head.seq, head.id, wall, counter])?;
            }
            let sql = "UPDATE fence SET base_epoch = max(?2, coalesce(base_epoch, ?2)) WHERE agent = ?1";
            fences
                .iter()
                .try_for_each(|(agent, epoch)| self.conn.execute(sql, params![agent, epoch]).map(drop))
        };
        widen().map_err(self.failed())
    }
}
