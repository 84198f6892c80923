use rusqlite::{Connection, TransactionBehavior};

use super::{columns::Ordered, history, identity, image, search, turn_batches, turns};
use crate::{fold::StateHash, op::DeviceId};

/// Version of the schema below, kept in SQLite's `user_version`: one more than there are [`UPGRADES`].
pub(super) const VERSION: i64 = 5;

/// What makes a store of version 1 into one of version 2, and so on.
const UPGRADES: [fn(&Connection) -> rusqlite::Result<()>; 4] = [to_second, to_third, to_fourth, to_fifth];

/// Marks the file as Baton's, in SQLite's `application_id`: "Batn".
const APPLICATION_ID: i64 = 0x4261_746e;

/// Journal (`device`, `op`) and folded read model (everything else) live in one file, so one transaction changes both.
///
/// Columns named `wall` and `epoch` hold unsigned numbers with the highest bit flipped, which keeps their order.
/// Op rows are numbered upwards in the order of arrival, so that the search index can be caught up by row: the row of a turn
/// is given to another op only after all that is folded was forgotten.
const SCHEMA: &str = "
CREATE TABLE state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    hash BLOB NOT NULL, clock_wall INTEGER NOT NULL, clock_counter INTEGER NOT NULL,
    turns INTEGER NOT NULL DEFAULT 0, conversations INTEGER NOT NULL DEFAULT 0,
    searchable INTEGER NOT NULL DEFAULT 0, searchable_turns INTEGER NOT NULL DEFAULT 0,
    trimmed_wall INTEGER NOT NULL DEFAULT (-9223372036854775808), trimmed_no INTEGER NOT NULL DEFAULT 0,
    trimmed_turns INTEGER NOT NULL DEFAULT 0,
    base TEXT, tip_number INTEGER NOT NULL DEFAULT 0, last_pump_ms INTEGER
);
CREATE TABLE identity (
    no INTEGER PRIMARY KEY, device INTEGER NOT NULL UNIQUE,
    left_ms INTEGER, why TEXT NOT NULL DEFAULT '', moved INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE writer (no INTEGER PRIMARY KEY AUTOINCREMENT, word TEXT NOT NULL UNIQUE);
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE device (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    seq INTEGER, head BLOB, wall INTEGER, counter INTEGER,
    base_seq INTEGER, base_head BLOB, base_wall INTEGER, base_counter INTEGER,
    skew_ms INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE op (
    row INTEGER PRIMARY KEY,
    device INTEGER NOT NULL, seq INTEGER NOT NULL, id BLOB NOT NULL, prev BLOB,
    wall INTEGER NOT NULL, counter INTEGER NOT NULL,
    scope TEXT NOT NULL, surface TEXT NOT NULL, payload TEXT NOT NULL,
    UNIQUE (device, seq)
);
CREATE TABLE record (
    kind TEXT NOT NULL, agent TEXT NOT NULL, key TEXT NOT NULL,
    op INTEGER NOT NULL, terminal INTEGER NOT NULL, epoch INTEGER NOT NULL,
    PRIMARY KEY (kind, agent, key)
) WITHOUT ROWID;
CREATE INDEX record_pending ON record (agent) WHERE kind = 'intent' AND terminal = 0;
CREATE TABLE fence (agent TEXT PRIMARY KEY, epoch INTEGER NOT NULL, base_epoch INTEGER) WITHOUT ROWID;
CREATE TABLE double_run (
    agent TEXT NOT NULL, run TEXT NOT NULL, device INTEGER NOT NULL, epoch INTEGER NOT NULL,
    op BLOB NOT NULL, wall INTEGER NOT NULL, counter INTEGER NOT NULL,
    PRIMARY KEY (agent, run, device, epoch)
) WITHOUT ROWID;
CREATE TABLE conversation (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    turns INTEGER NOT NULL, last_wall INTEGER NOT NULL,
    title TEXT, title_wall INTEGER, title_counter INTEGER, unindexed_to INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX conversation_unindexed ON conversation (last_wall) WHERE unindexed_to > 0;
CREATE INDEX conversation_recent ON conversation (last_wall);
CREATE TABLE relay (
    place TEXT NOT NULL, id TEXT NOT NULL, since_ms INTEGER NOT NULL, PRIMARY KEY (place, id)
) WITHOUT ROWID;
CREATE TABLE peer (
    device INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '', platform TEXT NOT NULL DEFAULT '',
    app_version TEXT NOT NULL DEFAULT '', tip_number INTEGER, seq INTEGER, head BLOB,
    seen_ms INTEGER, lagging_since_ms INTEGER, leases TEXT
);
CREATE TABLE ack (
    observer INTEGER NOT NULL, subject INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (observer, subject)
) WITHOUT ROWID;
CREATE TABLE retirement (
    observer INTEGER NOT NULL, subject INTEGER NOT NULL, tip_number INTEGER NOT NULL, PRIMARY KEY (observer, subject)
) WITHOUT ROWID;
CREATE TABLE own_file (name TEXT PRIMARY KEY, mark TEXT NOT NULL, weight INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE fork (
    device INTEGER NOT NULL, seq INTEGER NOT NULL, held BLOB NOT NULL, other BLOB NOT NULL,
    PRIMARY KEY (device, seq, other)
) WITHOUT ROWID;
";

/// Memory stays bounded (8 MiB of pages), and so does the write-ahead log.
const PRAGMAS: &str = "
PRAGMA cache_size = -8192;
PRAGMA temp_store = FILE;
PRAGMA journal_size_limit = 16777216;
";

/// Sets the connection up, creates the schema in an empty file, for `device`, and brings an older one up to date. Answers
/// the file's format if that is newer than this code. A store that is up to date is opened without writing, so that nobody
/// waits for a writer.
pub(super) fn prepare(conn: &mut Connection, device: &DeviceId) -> rusqlite::Result<Option<i64>> {
    conn.execute_batch(PRAGMAS)?;
    if format(conn)? < VERSION {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have been faster.
        match format(&tx)? {
            0 => create(&tx, device)?,
            found => upgrade(&tx, found)?,
        }
        tx.commit()?;
    }
    Ok(Some(format(conn)?).filter(|found| *found != VERSION))
}

/// Version of the schema in a file; 0 while it has none.
pub(super) fn format(conn: &Connection) -> rusqlite::Result<i64> {
    conn.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Records have a history, and search finds turns instead of conversations. The next step makes its index anew.
fn to_second(conn: &Connection) -> rusqlite::Result<()> {
    history::introduce(conn)
}

/// A turn has one row instead of two: the one that says where it stands in its conversation.
fn to_third(conn: &Connection) -> rusqlite::Result<()> {
    turns::put_in_order(conn)?;
    conn.execute_batch("ALTER TABLE state ADD COLUMN searchable_turns INTEGER NOT NULL DEFAULT 0")?;
    search::start_anew(conn)
}

/// The ops of records are found without passing by all turns.
fn to_fourth(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(image::INDEX)
}

/// Turns that are strewn over many conversations wait for more.
fn to_fifth(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(turn_batches::SCHEMA)
}

/// Takes the steps that a store of version `found` lacks.
fn upgrade(conn: &Connection, found: i64) -> rusqlite::Result<()> {
    for (from, step) in (1..).zip(UPGRADES) {
        if from >= found {
            step(conn)?;
            conn.pragma_update(None, "user_version", from + 1)?;
        }
    }
    Ok(())
}

fn create(conn: &Connection, device: &DeviceId) -> rusqlite::Result<()> {
    conn.execute_batch(SCHEMA)?;
    conn.execute_batch(history::SCHEMA)?;
    conn.execute_batch(turns::SCHEMA)?;
    conn.execute_batch(turn_batches::SCHEMA)?;
    conn.execute_batch(image::INDEX)?;
    conn.execute_batch(search::SCHEMA)?;
    let empty = (StateHash::default().to_bytes(), Ordered(0));
    conn.execute(
        "INSERT INTO state (one, hash, clock_wall, clock_counter) VALUES (1, ?1, ?2, 0)",
        empty,
    )?;
    identity::assume(conn, device)?;
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    conn.pragma_update(None, "user_version", VERSION)
}
