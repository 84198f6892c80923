//! Where a turn stands in the search index: by the time it was said, so that the index answers the newest first and a
//! span of time is a span of places, in whatever order turns arrived here.

use rusqlite::{Connection, OptionalExtension, params};

use crate::fold::OpRow;

/// A place in the search index: the milliseconds, and below them a number that tells apart what was said at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place(pub i64);

/// Two million turns can be said in the same millisecond, as an import may claim.
const LOW_BITS: u32 = 21;
const LOW: i64 = (1 << LOW_BITS) - 1;

/// Times from the year 2109 on share one place in the order.
const LAST_MS: u64 = (1 << 42) - 1;

impl Place {
    /// The first place of a millisecond since 1970.
    pub(super) fn first_of(ms: u64) -> Self {
        Self(ms.min(LAST_MS).cast_signed() << LOW_BITS)
    }

    /// Behind every place.
    pub(super) const END: Self = Self(i64::MAX);

    fn wished(said_ms: u64, row: OpRow) -> Self {
        Self(Self::first_of(said_ms).0 | (row.0 & LOW))
    }

    /// The next place of the same millisecond.
    fn next(self) -> Self {
        Self((self.0 & !LOW) | ((self.0 + 1) & LOW))
    }
}

/// Takes a place for a turn of a conversation.
pub(super) fn take(conn: &Connection, said_ms: u64, (row, conversation): (OpRow, i64)) -> rusqlite::Result<Place> {
    let sql = "INSERT OR IGNORE INTO turn_text_place (place, op, conversation) VALUES (?1, ?2, ?3)";
    let mut insert = conn.prepare_cached(sql)?;
    let mut place = Place::wished(said_ms, row);
    while insert.execute(params![place.0, row, conversation])? == 0 {
        place = place.next();
    }
    Ok(place)
}

/// Gives a turn's place back; none if it had none.
pub(super) fn give_back(conn: &Connection, said_ms: u64, row: OpRow) -> rusqlite::Result<Option<Place>> {
    let wished = Place::wished(said_ms, row);
    let mut delete = conn.prepare_cached("DELETE FROM turn_text_place WHERE place = ?1 AND op = ?2")?;
    if delete.execute(params![wished.0, row])? == 1 {
        return Ok(Some(wished));
    }
    let first = Place::first_of(said_ms).0;
    let sql = "DELETE FROM turn_text_place WHERE place BETWEEN ?1 AND ?2 AND op = ?3 RETURNING place";
    let mut elsewhere = conn.prepare_cached(sql)?;
    elsewhere
        .query_row(params![first, first | LOW, row], |row| row.get(0).map(Place))
        .optional()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_that_want_one_place_each_get_their_own_and_give_it_back() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(super::super::search::SCHEMA).unwrap();
        let rows = [OpRow(7), OpRow(7 + LOW + 1), OpRow(7 + 2 * (LOW + 1))];
        let taken = rows.map(|row| take(&conn, 5, (row, 1)).unwrap());
        assert!(taken[0] < taken[1] && taken[1] < taken[2]);
        assert!(taken.iter().all(|place| *place < Place::first_of(6)));
        assert_eq!(give_back(&conn, 5, rows[0]).unwrap(), Some(taken[0]));
        assert_eq!(give_back(&conn, 5, rows[2]).unwrap(), Some(taken[2]));
        assert_eq!(give_back(&conn, 5, rows[2]).unwrap(), None);
        assert_eq!(give_back(&conn, 5, rows[1]).unwrap(), Some(taken[1]));
    }

    #[test]
    fn the_latest_time_there_is_has_a_place() {
        assert!(Place::first_of(u64::MAX) < Place::END);
        assert!(Place::first_of(0) < Place::first_of(1));
    }
}
