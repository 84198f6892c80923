//! The turns of a conversation, in order: those of the table `turn`, and among them those that wait in batches.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{
    columns::{Ordered, count, stamp},
    conversations::{PagedTurn, TurnCursor},
    journal::{OP, sound_op},
    turn_batches::{self, TurnPlace},
};
use crate::{
    fold::{OpRow, Turn},
    op::Hlc,
};

/// Turns in order. The device id decides between stamps that are otherwise equal.
const TURNS: &str = "FROM turn t JOIN op o ON o.row = t.op JOIN device d ON d.no = o.device WHERE t.conversation = ?1";

/// Every turn of a conversation.
pub(super) fn whole(conn: &Connection, no: i64) -> rusqlite::Result<Vec<Turn>> {
    let sql = format!("SELECT {OP}, o.id {TURNS} ORDER BY t.wall, t.counter, d.id");
    let mut statement = conn.prepare_cached(&sql)?;
    let listed = statement.query_map([no], |row| sound_op(row, 8).map(|op| Turn::of(&op)))?;
    let mut turns: Vec<_> = listed.collect::<Result<_, _>>()?;
    let waiting = turn_batches::of(conn, no)?;
    for place in &waiting {
        turns.push(at(conn, place.op)?.turn);
    }
    if !waiting.is_empty() {
        turns.sort_by(|one, other| one.hlc.cmp(&other.hlc));
    }
    Ok(turns)
}

/// One turn of a conversation; none if it is not one of its turns.
pub(super) fn one(conn: &Connection, no: i64, cursor: TurnCursor) -> rusqlite::Result<Option<PagedTurn>> {
    let sql = format!(
        "SELECT {OP}, o.id, o.row FROM op o JOIN device d ON d.no = o.device WHERE o.row = ?2 AND EXISTS (
             SELECT 1 FROM turn t WHERE t.conversation = ?1 AND t.wall = o.wall AND t.counter = o.counter AND t.op = o.row
         )"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    if let Some(listed) = statement.query_row(params![no, cursor.row()], paged).optional()? {
        return Ok(Some(listed));
    }
    let mut waiting = turn_batches::of(conn, no)?.into_iter();
    let place = waiting.find(|place| place.op == cursor.row());
    place.map(|place| at(conn, place.op)).transpose()
}

/// The first turn stamped at a time or later, in milliseconds since 1970.
pub(super) fn first_since(conn: &Connection, no: i64, ms: u64) -> rusqlite::Result<Option<TurnCursor>> {
    let sql =
        "SELECT wall, counter, op FROM turn WHERE conversation = ?1 AND wall >= ?2 ORDER BY wall, counter LIMIT 1";
    let place = |row: &Row<'_>| {
        Ok(TurnPlace {
            conversation: no,
            stamp: (row.get::<_, Ordered>(0)?.0, row.get(1)?),
            op: row.get(2)?,
        })
    };
    let mut statement = conn.prepare_cached(sql)?;
    let listed = statement.query_row(params![no, Ordered(ms)], place).optional()?;
    let mut waiting = turn_batches::of(conn, no)?.into_iter();
    let first = listed
        .into_iter()
        .chain(waiting.find(|place| place.stamp.0 >= ms))
        .min();
    Ok(first.map(|place| TurnCursor::at(place.op)))
}

/// How many turns are older. It counts entries of the index, a few million a second.
pub(super) fn older_than(conn: &Connection, no: i64, turn: &PagedTurn) -> rusqlite::Result<u64> {
    let sql = "SELECT (SELECT count(*) FROM turn WHERE conversation = ?1 AND (wall, counter) < (?2, ?3))
        + (SELECT count(*) FROM turn t JOIN op o ON o.row = t.op JOIN device d ON d.no = o.device
           WHERE t.conversation = ?1 AND t.wall = ?2 AND t.counter = ?3 AND d.id < ?4)";
    let hlc = &turn.turn.hlc;
    let values = params![no, Ordered(hlc.wall_ms), hlc.counter, hlc.device_id];
    let mut older = conn.prepare_cached(sql)?.query_row(values, |row| count(row, 0))?;
    for place in turn_batches::of(conn, no)? {
        let is_older = match place.stamp.cmp(&stamp_of(hlc)) {
            std::cmp::Ordering::Equal => at(conn, place.op)?.turn.hlc < *hlc,
            ordering => ordering.is_lt(),
        };
        older += u64::from(is_older);
    }
    Ok(older)
}

/// Turns strictly beyond the cursor, nearest first.
pub(super) fn slice(
    conn: &Connection,
    no: i64,
    cursor: Option<TurnCursor>,
    backwards: bool,
    limit: usize,
) -> rusqlite::Result<Vec<PagedTurn>> {
    let mut turns = listed(conn, no, cursor, backwards, limit)?;
    let waiting = turn_batches::of(conn, no)?;
    if !waiting.is_empty() {
        turns.append(&mut among(conn, waiting, cursor, backwards, limit)?);
        turns.sort_by(|one, other| one.turn.hlc.cmp(&other.turn.hlc));
        if backwards {
            turns.reverse();
        }
        turns.truncate(limit);
    }
    Ok(turns)
}

/// What [`slice`] answers of the table `turn`.
fn listed(
    conn: &Connection,
    no: i64,
    cursor: Option<TurnCursor>,
    backwards: bool,
    limit: usize,
) -> rusqlite::Result<Vec<PagedTurn>> {
    let (beyond, order) = if backwards { ("<", "DESC") } else { (">", "ASC") };
    // The plain comparison of the wall lets the index find the place; the full one then decides between equal stamps.
    let cut = format!(
        "AND t.wall {beyond}= (SELECT wall FROM op WHERE row = ?2) AND (t.wall, t.counter, d.id) {beyond}
         (SELECT p.wall, p.counter, e.id FROM op p JOIN device e ON e.no = p.device
          WHERE p.row = ?2 AND p.surface = 'conversation')"
    );
    let cut = if cursor.is_some() {
        cut.as_str()
    } else {
        "AND ?2 IS NULL"
    };
    let sql = format!(
        "SELECT {OP}, o.id, t.op {TURNS} {cut} ORDER BY t.wall {order}, t.counter {order}, d.id {order} LIMIT ?3"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    statement
        .query_map(params![no, cursor.map(TurnCursor::row), limit], paged)?
        .collect()
}

/// What [`slice`] answers of these, which are sorted, in any order; perhaps with more of the last one's stamp. Only turns that
/// are near are read, however many wait.
fn among(
    conn: &Connection,
    mut waiting: Vec<TurnPlace>,
    cursor: Option<TurnCursor>,
    backwards: bool,
    limit: usize,
) -> rusqlite::Result<Vec<PagedTurn>> {
    let from = match cursor.map(|cursor| hlc_at(conn, cursor)).transpose()? {
        None => None,
        Some(None) => return Ok(Vec::new()),
        Some(found) => found,
    };
    let beyond = Beyond { from, backwards };
    waiting.retain(|place| beyond.may_hold(place.stamp));
    if backwards {
        waiting.reverse();
    }
    let mut near: Vec<PagedTurn> = Vec::new();
    for place in waiting {
        let is_tied = near.last().is_some_and(|last| stamp_of(&last.turn.hlc) == place.stamp);
        if near.len() >= limit && !is_tied {
            break;
        }
        near.extend(Some(at(conn, place.op)?).filter(|paged| beyond.holds(&paged.turn.hlc)));
    }
    Ok(near)
}

/// What lies beyond a turn, or everything.
struct Beyond {
    from: Option<Hlc>,
    backwards: bool,
}

impl Beyond {
    /// Does a turn of this stamp lie there, on some device?
    fn may_hold(&self, stamp: (u64, u32)) -> bool {
        let way = self.from.as_ref().map(|from| stamp.cmp(&stamp_of(from)));
        way.is_none_or(|way| if self.backwards { way.is_le() } else { way.is_ge() })
    }

    fn holds(&self, hlc: &Hlc) -> bool {
        let way = self.from.as_ref().map(|from| hlc.cmp(from));
        way.is_none_or(|way| if self.backwards { way.is_lt() } else { way.is_gt() })
    }
}

fn stamp_of(hlc: &Hlc) -> (u64, u32) {
    (hlc.wall_ms, hlc.counter)
}

/// The stamp of the turn at a cursor; none if none is there.
fn hlc_at(conn: &Connection, cursor: TurnCursor) -> rusqlite::Result<Option<Hlc>> {
    let sql = "SELECT o.wall, o.counter, d.id FROM op o JOIN device d ON d.no = o.device
        WHERE o.row = ?1 AND o.surface = 'conversation'";
    let mut statement = conn.prepare_cached(sql)?;
    statement.query_row([cursor.row()], |row| stamp(row, 0)).optional()
}

/// The turn that is kept at a row.
fn at(conn: &Connection, row: OpRow) -> rusqlite::Result<PagedTurn> {
    let sql = format!("SELECT {OP}, o.id, o.row FROM op o JOIN device d ON d.no = o.device WHERE o.row = ?1");
    conn.prepare_cached(&sql)?.query_row([row], paged)
}

fn paged(row: &Row<'_>) -> rusqlite::Result<PagedTurn> {
    let op = sound_op(row, 8)?;
    Ok(PagedTurn {
        cursor: TurnCursor::at(row.get(9)?),
        turn: Turn::of(&op),
    })
}

#[cfg(test)]
#[path = "transcript_tests.rs"]
mod tests;
