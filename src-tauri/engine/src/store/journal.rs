//! The journal: every op held, and the verified head of every device's chain.

use std::fmt;

use rusqlite::{CachedStatement, Connection, Error, OptionalExtension, Row, params, types::Type};

use crate::{
    fold::OpRow,
    op::{ChainHead, DeviceId, Frontier, KeptOp, NotKept, Op, OpId, Payload, Seq},
};

use super::columns::{Ordered, stamp};

/// Number of a device within this store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DeviceNo(pub i64);

/// The device's number, given out at first sight.
pub(super) fn device_no(conn: &Connection, device: &DeviceId) -> rusqlite::Result<DeviceNo> {
    if let Some(no) = known_device(conn, device)? {
        return Ok(no);
    }
    conn.execute("INSERT INTO device (id) VALUES (?1)", [device])?;
    Ok(DeviceNo(conn.last_insert_rowid()))
}

/// The device's number if it was ever seen.
pub(super) fn known_device(conn: &Connection, device: &DeviceId) -> rusqlite::Result<Option<DeviceNo>> {
    let mut statement = conn.prepare_cached("SELECT no FROM device WHERE id = ?1")?;
    statement.query_row([device], |row| row.get(0).map(DeviceNo)).optional()
}

/// The verified head of a device's chain.
pub(super) fn head(conn: &Connection, device: DeviceNo) -> rusqlite::Result<Option<ChainHead>> {
    let sql = "SELECT seq, head, wall, counter, id FROM device WHERE no = ?1 AND seq IS NOT NULL";
    let mut statement = conn.prepare_cached(sql)?;
    statement
        .query_row([device.0], |row| {
            Ok(ChainHead {
                seq: row.get(0)?,
                id: row.get(1)?,
                hlc: stamp(row, 2)?,
            })
        })
        .optional()
}

/// Sets the head.
pub(super) fn set_head(conn: &Connection, device: DeviceNo, head: &ChainHead) -> rusqlite::Result<()> {
    let sql = "UPDATE device SET seq = ?2, head = ?3, wall = ?4, counter = ?5 WHERE no = ?1";
    conn.prepare_cached(sql)?.execute(params![
        device.0,
        head.seq,
        head.id,
        Ordered(head.hlc.wall_ms),
        head.hlc.counter
    ])?;
    Ok(())
}

/// Per device, the highest seq held.
pub(super) fn frontier(conn: &Connection) -> rusqlite::Result<Frontier> {
    let mut statement = conn.prepare_cached("SELECT id, seq FROM device WHERE seq IS NOT NULL")?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// Keeps ops.
pub(super) struct Inserter<'a> {
    conn: &'a Connection,
    /// Looked up once a transaction instead of once an op.
    statement: Option<CachedStatement<'a>>,
}

impl<'a> Inserter<'a> {
    pub fn new(conn: &'a Connection) -> Self {
        Self { conn, statement: None }
    }

    /// Keeps an op, which must not be held yet.
    pub fn insert(&mut self, device: DeviceNo, op: &Op) -> rusqlite::Result<OpRow> {
        self.statement()?.execute(params![
            device.0,
            op.seq,
            op.id,
            op.prev,
            Ordered(op.hlc.wall_ms),
            op.hlc.counter,
            op.scope.tag(),
            op.surface.tag(),
            op.payload.canonical(),
        ])?;
        Ok(OpRow(self.conn.last_insert_rowid()))
    }

    fn statement(&mut self) -> rusqlite::Result<&mut CachedStatement<'a>> {
        let sql = "INSERT INTO op (device, seq, id, prev, wall, counter, scope, surface, payload)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        match &mut self.statement {
            Some(statement) => Ok(statement),
            none => Ok(none.insert(self.conn.prepare_cached(sql)?)),
        }
    }
}

impl fmt::Debug for Inserter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inserter")
    }
}

/// The id of the op held at a place; none if none is held there.
pub(super) fn id_at(conn: &Connection, device: DeviceNo, seq: Seq) -> rusqlite::Result<Option<OpId>> {
    let mut statement = conn.prepare_cached("SELECT id FROM op WHERE device = ?1 AND seq = ?2")?;
    statement.query_row(params![device.0, seq], |row| row.get(0)).optional()
}

/// The columns [`op`] reads.
pub(super) const OP: &str = "o.seq, o.prev, o.scope, o.surface, o.payload, o.wall, o.counter, d.id";

/// Reads an op from the columns [`OP`]. Its id is computed anew.
pub(super) fn op(row: &Row<'_>) -> rusqlite::Result<Op> {
    let text = row.get_ref(4)?.as_str()?;
    let payload = Payload::from_json(text).map_err(not_kept)?;
    Ok(Op::new(
        stamp(row, 5)?,
        row.get(0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
        payload,
    ))
}

/// What is kept for an op is none, or another.
pub(super) fn not_kept(error: impl Into<NotKept>) -> Error {
    Error::FromSqlConversionFailure(4, Type::Text, error.into().into())
}

/// Reads an op as it is kept under the id in a column.
fn kept_op(row: &Row<'_>, id: usize) -> rusqlite::Result<KeptOp> {
    Ok(KeptOp::of(Op {
        id: row.get(id)?,
        hlc: stamp(row, 5)?,
        seq: row.get(0)?,
        prev: row.get(1)?,
        scope: row.get(2)?,
        surface: row.get(3)?,
        payload: Payload::kept(row.get_ref(4)?.as_str()?),
    }))
}

/// Reads an op that is shown to somebody, and whose id is kept in a column: if it is another, the file was damaged.
pub(super) fn sound_op(row: &Row<'_>, id: usize) -> rusqlite::Result<Op> {
    let op = op(row)?;
    if op.id != row.get(id)? {
        let error = format!("the id of op {} does not recompute", op.seq);
        return Err(Error::FromSqlConversionFailure(id, Type::Blob, error.into()));
    }
    Ok(op)
}

/// The ops held of a device from the first seq to the last, in order, until they are `most` many or make up `bytes` of
/// payload.
pub(super) fn range(
    conn: &Connection,
    device: DeviceNo,
    seqs: (Seq, Seq),
    most: usize,
    bytes: usize,
) -> rusqlite::Result<Vec<Op>> {
    let kept = kept_range(conn, device, seqs, most, bytes)?;
    kept.into_iter().map(|op| op.prove().map_err(not_kept)).collect()
}

/// As [`range`], the ops still to be proven.
pub(super) fn kept_range(
    conn: &Connection,
    device: DeviceNo,
    (first, last): (Seq, Seq),
    most: usize,
    bytes: usize,
) -> rusqlite::Result<Vec<KeptOp>> {
    let sql = format!(
        "SELECT {OP}, o.id FROM op o JOIN device d ON d.no = o.device
         WHERE o.device = ?1 AND o.seq BETWEEN ?2 AND ?3 ORDER BY o.seq"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params![device.0, first, last])?;
    let (mut ops, mut gathered) = (Vec::new(), 0);
    while ops.len() < most
        && gathered < bytes
        && let Some(row) = rows.next()?
    {
        let op = kept_op(row, 8)?;
        gathered += op.weight();
        ops.push(op);
    }
    Ok(ops)
}
