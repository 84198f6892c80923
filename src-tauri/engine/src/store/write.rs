use std::{cell::RefCell, collections::HashMap, path::Path};

use rusqlite::{Connection, Params, params};

use crate::{
    fold::{Fold, OpRow, StateHash, TurnLabel},
    op::{ChainHead, DeviceId, Hlc, HlcClock, Millis, Op, OpId, Payload, Scope, Seq, Skew, Surface, Tier},
};

use super::{
    ReadyOps, StoreError,
    columns::{Ordered, signed},
    identity,
    journal::{self, DeviceNo, Inserter},
    records::SqlRecords,
    talks::Talks,
};

/// A running transaction. What it keeps in memory is written back when it finishes.
#[derive(Debug)]
pub struct Write<'a> {
    pub(super) conn: &'a Connection,
    pub(super) hash: StateHash,
    pub(super) device: DeviceId,
    /// Is its commit waited for until it is on disk?
    is_synced: bool,
    path: &'a Path,
    action: &'static str,
    clock: HlcClock,
    /// Hash and clock as they are kept.
    kept: (StateHash, HlcClock),
    talks: Talks,
    inserter: Inserter<'a>,
    /// Numbers of devices that were looked up.
    numbers: RefCell<HashMap<DeviceId, DeviceNo>>,
    new_turns: i64,
    new_conversations: i64,
}

impl<'a> Write<'a> {
    pub(super) fn begin(
        conn: &'a Connection,
        path: &'a Path,
        action: &'static str,
        is_synced: bool,
    ) -> rusqlite::Result<Self> {
        let mut statement = conn.prepare_cached("SELECT hash, clock_wall, clock_counter FROM state")?;
        let (hash, clock) = statement.query_row([], |row| {
            let clock = HlcClock {
                wall_ms: row.get::<_, Ordered>(1)?.0,
                counter: row.get(2)?,
            };
            Ok((StateHash::from_bytes(&row.get(0)?), clock))
        })?;
        let device = identity::current(conn)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        Ok(Self {
            conn,
            hash,
            device,
            is_synced,
            path,
            action,
            clock,
            kept: (hash, clock),
            talks: Talks::default(),
            inserter: Inserter::new(conn),
            numbers: RefCell::default(),
            new_turns: 0,
            new_conversations: 0,
        })
    }

    /// Writes back what was kept in memory; answers under which id this device writes.
    pub(super) fn finish(mut self) -> rusqlite::Result<DeviceId> {
        self.talks.write_back(self.conn)?;
        self.write_back_state()?;
        Ok(self.device)
    }

    /// Notes change nothing of it, and a page that is not written need not be synced either.
    fn write_back_state(&self) -> rusqlite::Result<()> {
        if (self.hash, self.clock, self.new_turns, self.new_conversations) == (self.kept.0, self.kept.1, 0, 0) {
            return Ok(());
        }
        let sql = "UPDATE state SET hash = ?1, clock_wall = ?2, clock_counter = ?3, turns = turns + ?4,
            conversations = conversations + ?5";
        let clock = self.clock;
        let values = params![
            self.hash.to_bytes(),
            Ordered(clock.wall_ms),
            clock.counter,
            self.new_turns,
            self.new_conversations
        ];
        self.run(sql, values).map(drop)
    }

    /// Carries out a statement that is carried out often: its plan is kept.
    pub(super) fn run(&self, sql: &str, values: impl Params) -> rusqlite::Result<usize> {
        self.conn.prepare_cached(sql)?.execute(values)
    }

    /// The device's number, given out at first sight, and looked up once in a transaction.
    pub(super) fn no(&self, device: &DeviceId) -> rusqlite::Result<DeviceNo> {
        if let Some(no) = self.numbers.borrow().get(device) {
            return Ok(*no);
        }
        let no = journal::device_no(self.conn, device)?;
        self.numbers.borrow_mut().insert(device.clone(), no);
        Ok(no)
    }

    /// Turns and conversations are counted from zero again.
    pub(super) fn restart_counts(&mut self) {
        self.talks.clear();
        (self.new_turns, self.new_conversations) = (0, 0);
    }

    /// Turns SQLite's error into one that names what this transaction was for.
    pub(super) fn failed(&self) -> impl FnOnce(rusqlite::Error) -> StoreError + use<'a> {
        let (action, path) = (self.action, self.path);
        move |source| StoreError::sql(action, path, source)
    }

    /// Records an op of this device: stamps it, links it to the chain, keeps and folds it.
    pub fn append(
        &mut self,
        scope: Scope,
        surface: Surface,
        payload: Payload,
        wall_now: u64,
    ) -> Result<Op, StoreError> {
        let failed = self.failed();
        let record = || {
            let (no, head) = self.own_chain()?;
            let op = self.record(no, head.as_ref(), (scope, surface, payload), wall_now)?;
            journal::set_head(self.conn, no, &ChainHead::of(&op))?;
            Ok(op)
        };
        record().map_err(failed)
    }

    /// Records ops of one kind, in order, as [`Self::append`] does one by one.
    pub fn append_all(
        &mut self,
        scope: &Scope,
        surface: &Surface,
        payloads: Vec<Payload>,
        wall_now: u64,
    ) -> Result<(), StoreError> {
        let failed = self.failed();
        let record = || {
            let (no, mut head) = self.own_chain()?;
            for payload in payloads {
                let content = (scope.clone(), surface.clone(), payload);
                head = Some(ChainHead::of(&self.record(no, head.as_ref(), content, wall_now)?));
            }
            head.map_or(Ok(()), |head| journal::set_head(self.conn, no, &head))
        };
        record().map_err(failed)
    }

    /// This device's chain, above which the clock is from now on.
    fn own_chain(&mut self) -> rusqlite::Result<(DeviceNo, Option<ChainHead>)> {
        let no = self.no(&self.device)?;
        let head = journal::head(self.conn, no)?;
        if let Some(ChainHead { hlc, .. }) = &head {
            // Own ops read back from a checkpoint or the relay may lie above what this clock remembers.
            self.clock = self.clock.max(HlcClock {
                wall_ms: hlc.wall_ms,
                counter: hlc.counter,
            });
        }
        Ok((no, head))
    }

    fn record(
        &mut self,
        no: DeviceNo,
        head: Option<&ChainHead>,
        (scope, surface, payload): (Scope, Surface, Payload),
        wall_now: u64,
    ) -> rusqlite::Result<Op> {
        let hlc = self.clock.tick(wall_now, &self.device);
        let prev = head.map(|head| head.id);
        let op = Op::new(hlc, ChainHead::next_seq(head), prev, scope, surface, payload);
        self.keep(no, &op)?;
        Ok(op)
    }

    /// Takes over ops of one device that continue the chain held, in order, and each verified by the caller against the
    /// one before it. Ops already held are left out by the caller.
    pub fn extend_chain(&mut self, ops: &[Op], wall_now: u64, skew_limit: Millis) -> Result<(), StoreError> {
        let failed = self.failed();
        self.extend_chain_unmapped(ops, wall_now, skew_limit).map_err(failed)
    }

    fn extend_chain_unmapped(&mut self, ops: &[Op], wall_now: u64, skew_limit: Millis) -> rusqlite::Result<()> {
        let Some(last) = ops.last() else {
            return Ok(());
        };
        let no = self.no(last.device())?;
        for op in ops {
            self.keep(no, op)?;
            self.follow(&op.hlc, wall_now, skew_limit);
        }
        self.observe(no, last, wall_now, skew_limit)?;
        journal::set_head(self.conn, no, &ChainHead::of(last))
    }

    /// As [`Self::extend_chain`], for ops that were made ready.
    pub fn extend_chain_by(&mut self, ready: &ReadyOps, wall_now: u64, skew_limit: Millis) -> Result<(), StoreError> {
        let failed = self.failed();
        self.take_ready(ready, wall_now, skew_limit).map_err(failed)
    }

    fn take_ready(&mut self, ready: &ReadyOps, wall_now: u64, skew_limit: Millis) -> rusqlite::Result<()> {
        let Some(last) = ready.ops().last() else {
            return Ok(());
        };
        let no = self.no(last.device())?;
        for (op, label) in ready.each() {
            let row = self.insert(no, op)?;
            match label {
                _ if op.surface.tier() != Tier::Stream => self.fold(op, row)?,
                Some(label) => self.list_turn(op, row, &label.of_its(op))?,
                None => {}
            }
            self.follow(&op.hlc, wall_now, skew_limit);
        }
        self.hash += ready.streams();
        self.observe(no, last, wall_now, skew_limit)?;
        journal::set_head(self.conn, no, &ChainHead::of(last))
    }

    /// Lets the own clock follow a chain's newest stamp, and notes how far ahead that is if it is too far.
    fn observe(&mut self, no: DeviceNo, newest: &Op, wall_now: u64, limit: Millis) -> rusqlite::Result<()> {
        let skew = self.follow(&newest.hlc, wall_now, limit);
        let ahead = skew.map_or(0, |skew| signed(skew.ahead.get()));
        let sql = "UPDATE device SET skew_ms = ?2 WHERE no = ?1 AND skew_ms <> ?2";
        self.run(sql, params![no.0, ahead])?;
        Ok(())
    }

    /// Lets the own clock follow a stamp, unless it is too far ahead.
    pub(super) fn follow(&mut self, stamp: &Hlc, wall_now: u64, limit: Millis) -> Option<Skew> {
        self.clock.observe(stamp, wall_now, limit)
    }

    /// Keeps and folds one op.
    pub(super) fn keep(&mut self, no: DeviceNo, op: &Op) -> rusqlite::Result<OpRow> {
        let row = self.insert(no, op)?;
        self.fold(op, row)?;
        Ok(row)
    }

    /// Keeps one op. A note cannot: what is held may be acknowledged, and that has to survive a power cut.
    fn insert(&mut self, no: DeviceNo, op: &Op) -> rusqlite::Result<OpRow> {
        if !self.is_synced {
            return Err(rusqlite::Error::ToSqlConversionFailure(
                "an op is kept durably or not at all".into(),
            ));
        }
        self.inserter.insert(no, op)
    }

    /// Folds an op that is kept at `row`.
    pub(super) fn fold(&mut self, op: &Op, row: OpRow) -> rusqlite::Result<()> {
        Fold::new(&mut SqlRecords(self.conn), &mut self.hash).op(op, row)?;
        if op.surface == Surface::Conversation {
            self.list_turn(op, row, &TurnLabel::of(op))?;
        }
        Ok(())
    }

    fn list_turn(&mut self, op: &Op, row: OpRow, label: &TurnLabel<'_>) -> rusqlite::Result<()> {
        self.new_conversations += i64::from(self.talks.index(self.conn, row, &op.hlc, label)?);
        self.new_turns += 1;
        Ok(())
    }

    /// The verified head of a device's chain.
    pub fn head(&self, device: &DeviceId) -> Result<Option<ChainHead>, StoreError> {
        let look = || journal::head(self.conn, self.no(device)?);
        look().map_err(self.failed())
    }

    /// The id of the op held at a place, if one is.
    pub fn id_at(&self, device: &DeviceId, seq: Seq) -> Result<Option<OpId>, StoreError> {
        let look = || journal::id_at(self.conn, self.no(device)?, seq);
        look().map_err(self.failed())
    }

    /// Notes that somebody offered another op than the one held at its place.
    pub fn note_fork(&self, device: &DeviceId, seq: Seq, held: OpId, other: OpId) -> Result<(), StoreError> {
        let sql = "INSERT OR IGNORE INTO fork (device, seq, held, other) VALUES (?1, ?2, ?3, ?4)";
        let note = || {
            let no = self.no(device)?;
            self.conn.execute(sql, params![no.0, seq, held, other])
        };
        note().map(drop).map_err(self.failed())
    }
}
