//! Walking along the chains held: does every op still prove itself and link to the one before it?

use rusqlite::{Connection, OptionalExtension, params};

use super::{
    Store, StoreError,
    journal::{self, DeviceNo, OP, op},
};
use crate::op::{ChainHead, DeviceId, Op, OpId, Seq};

/// The first place of a chain that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenLink {
    /// Whose chain.
    pub device: DeviceId,
    /// Which place.
    pub seq: Seq,
    /// What is wrong with it.
    pub why: &'static str,
}

impl Store {
    /// Computes every op's id anew along every chain; answers the first break of each chain that has one.
    pub fn broken_links(&self) -> Result<Vec<BrokenLink>, StoreError> {
        self.read("check chains", |conn| {
            let mut broken = Vec::new();
            for device in journal::frontier(conn)?.into_keys() {
                let Some(no) = journal::known_device(conn, &device)? else {
                    continue;
                };
                if let Some((seq, why)) = first_break(conn, no)? {
                    broken.push(BrokenLink { device, seq, why });
                }
            }
            Ok(broken)
        })
    }
}

fn first_break(conn: &Connection, no: DeviceNo) -> rusqlite::Result<Option<(Seq, &'static str)>> {
    let sql =
        format!("SELECT {OP}, o.id FROM op o JOIN device d ON d.no = o.device WHERE o.device = ?1 ORDER BY o.seq");
    let base = base_head(conn, no)?;
    let mut last: Option<ChainHead> = None;
    let mut statement = conn.prepare(&sql)?;
    let mut rows = statement.query([no.0])?;
    while let Some(row) = rows.next()? {
        let seq = row.get(0)?;
        let (Ok(op), id) = (op(row), row.get::<_, OpId>(8)?) else {
            return Ok(Some((seq, "it cannot be read")));
        };
        if let Err(why) = continues(last.as_ref(), base, &op, id) {
            return Ok(Some((seq, why)));
        }
        last = Some(ChainHead::of(&op));
    }
    ends_at_head(conn, no, last, base)
}

/// Below the base only ops that survived the checkpoint are held; from there on there is no gap.
fn continues(last: Option<&ChainHead>, base: Option<(Seq, OpId)>, op: &Op, id: OpId) -> Result<(), &'static str> {
    if op.id != id {
        return Err("its content is not what its id says");
    }
    let expected = ChainHead::next_seq(last);
    let prev = match base {
        Some((at, head)) if op.seq == at.next() => Some(head),
        Some((at, _)) if op.seq <= at && op.seq > expected => op.prev,
        _ if op.seq > expected => return Err("changes before it are missing"),
        _ => last.map(|last| last.id),
    };
    if op.prev != prev {
        return Err("it does not link to the change before it");
    }
    if last.is_some_and(|last| op.hlc <= last.hlc) {
        return Err("its stamp does not rise");
    }
    Ok(())
}

fn base_head(conn: &Connection, no: DeviceNo) -> rusqlite::Result<Option<(Seq, OpId)>> {
    let sql = "SELECT base_seq, base_head FROM device WHERE no = ?1 AND base_seq IS NOT NULL";
    conn.query_row(sql, [no.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

/// The newest op must be the one that is noted as the chain's head, unless a checkpoint made it superfluous.
fn ends_at_head(
    conn: &Connection,
    no: DeviceNo,
    last: Option<ChainHead>,
    base: Option<(Seq, OpId)>,
) -> rusqlite::Result<Option<(Seq, &'static str)>> {
    let sql = "SELECT seq, head FROM device WHERE no = ?1";
    let head: (Seq, OpId) = conn.query_row(sql, params![no.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let ends = last.is_some_and(|last| (last.seq, last.id) == head) || base == Some(head);
    Ok((!ends).then_some((head.0, "the newest change is missing")))
}
