//! This device's durable memory: journal and folded read model in one SQLite file, changed in one transaction.
//!
//! Nothing is cached in memory that another process could change, but for as long as one state is looked at: the app and
//! the command line use one store at once.

mod base;
mod browse;
mod columns;
mod conversations;
mod double_runs;
mod error;
mod find;
mod history;
mod identity;
mod image;
mod inspect;
mod journal;
mod leases;
mod links;
mod peers;
mod place;
mod query;
mod ranking;
mod ready;
mod recompute;
mod records;
mod reindex;
mod retention;
mod schema;
mod search;
mod settings;
mod talks;
mod transcript;
mod trim;
mod turn_batches;
mod turns;
mod view;
mod withdraw;
mod write;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use browse::{
    HistoryEntry, HistoryPage, RecordCursor, RecordPage, RecordPlace, RecordQuery, RecordSummary, RunState,
    SurfaceCount,
};
pub use conversations::{ConversationPage, ConversationSummary, PageFrom, PagedTurn, TurnCursor, TurnPage};
pub use double_runs::{CommittedAt, DoubleRun};
pub use error::StoreError;
pub use find::{Found, Hit, SearchCursor};
pub use identity::{FormerIdentity, Parting};
pub use image::StateImage;
pub use inspect::Soundness;
pub use leases::{PendingRun, RunEntry};
pub use links::BrokenLink;
pub use peers::{Fork, Peer, PeerTip};
pub use query::SearchQuery;
pub use ranking::SnippetPart;
pub use ready::ReadyOps;
pub use recompute::Recomputed;
pub use retention::{Days, Horizon, Keep, KeepError, Retention};
pub use settings::OwnFile;
pub use write::Write;

use view::View;

use crate::{
    fold::{StateHash, Turn},
    op::{ChainHead, DeviceId, Frontier, KeptOp, NotKept, Op, OpId, Seq},
    sqlite,
};

/// Name of the database in the device's data folder.
pub const FILE_NAME: &str = "baton.db";

/// Statements whose plans are kept; there are fewer.
const STATEMENTS: usize = 256;

/// The store of one device.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    path: PathBuf,
    device: DeviceId,
    /// Does a commit wait until it is on disk?
    syncs_commits: bool,
    /// What reads share, while they share one state.
    view: Option<View>,
}

/// What is kept once, for the whole store.
#[derive(Debug, Clone)]
pub struct Summary {
    /// Digest of the folded state.
    pub hash: StateHash,
    /// The checkpoint the journal is anchored on.
    pub base: Option<String>,
    /// Turns held.
    pub turns: u64,
    /// Conversations held.
    pub conversations: u64,
    /// When the last round with the relay succeeded, in milliseconds since 1970.
    pub last_pump_ms: Option<u64>,
}

impl Store {
    /// Opens the store in `dir`, creating both if needed. `device` is the id that a new store starts with; one that
    /// exists knows its own.
    pub fn open(dir: &Path, device: DeviceId) -> Result<Self, StoreError> {
        std::fs::create_dir_all(dir).map_err(StoreError::io("create data folder", dir))?;
        let path = dir.join(FILE_NAME);
        let failed = |source| StoreError::sql("open", &path, source);
        let mut conn = sqlite::open_to_write(&path).map_err(failed)?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS);
        if let Some(found) = schema::prepare(&mut conn, &device).map_err(failed)? {
            return Err(StoreError::TooNew { path, found });
        }
        let mut store = Self {
            conn,
            path,
            device,
            syncs_commits: true,
            view: None,
        };
        store.refresh_identity()?;
        Ok(store)
    }

    /// The device whose store this is, under the id that it writes under.
    pub fn device(&self) -> &DeviceId {
        &self.device
    }

    /// Gives the pages of the file that SQLite keeps in memory back to the system.
    pub fn rest(&self) -> Result<(), StoreError> {
        let freed = self.conn.execute_batch("PRAGMA shrink_memory");
        freed.map_err(|source| StoreError::sql("rest", &self.path, source))
    }

    /// Runs `change` in one durable transaction: all of it happens, or nothing.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        action: &'static str,
        change: impl FnOnce(&mut Write<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.forget_view()?;
        self.sync_commits(action, true)?;
        self.transact(action, true, change)
    }

    /// As [`Self::write`], for what this device finds out again if a power cut takes it away: nothing waits for the disk.
    /// The next durable transaction makes it durable too, and it survives the end of the process in any case.
    pub fn note<T, E: From<StoreError>>(
        &mut self,
        action: &'static str,
        change: impl FnOnce(&mut Write<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.forget_view()?;
        self.sync_commits(action, false)?;
        let answer = self.transact(action, false, change);
        // Should this fail, the next durable transaction tries again before it begins.
        let _ = self.sync_commits(action, true);
        answer
    }

    fn sync_commits(&mut self, action: &'static str, waits: bool) -> Result<(), StoreError> {
        if self.syncs_commits != waits {
            let set = sqlite::sync_commits(&self.conn, waits);
            set.map_err(|source| StoreError::sql(action, &self.path, source))?;
            self.syncs_commits = waits;
        }
        Ok(())
    }

    fn transact<T, E: From<StoreError>>(
        &mut self,
        action: &'static str,
        is_synced: bool,
        change: impl FnOnce(&mut Write<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let Self { conn, path, device, .. } = self;
        let failed = |source| StoreError::sql(action, path, source);
        let tx = Transaction::new(conn, TransactionBehavior::Immediate).map_err(failed)?;
        let mut write = Write::begin(&tx, path, action, is_synced).map_err(failed)?;
        let answer = change(&mut write)?;
        let writer = write.finish().map_err(failed)?;
        tx.commit().map_err(failed)?;
        *device = writer;
        Ok(answer)
    }

    /// What is kept once.
    pub fn summary(&self) -> Result<Summary, StoreError> {
        self.read_once(
            "read summary",
            |known| &mut known.summary,
            |conn| {
                let sql = "SELECT hash, base, turns, conversations, last_pump_ms FROM state";
                conn.prepare_cached(sql)?.query_row([], |row| {
                    Ok(Summary {
                        hash: StateHash::from_bytes(&row.get(0)?),
                        base: row.get(1)?,
                        turns: columns::count(row, 2)?,
                        conversations: columns::count(row, 3)?,
                        last_pump_ms: row.get::<_, Option<i64>>(4)?.map(i64::cast_unsigned),
                    })
                })
            },
        )
    }

    /// Per device, the highest seq held.
    pub fn frontier(&self) -> Result<Frontier, StoreError> {
        self.read_once("read frontier", |known| &mut known.frontier, journal::frontier)
    }

    /// The verified head of a device's chain.
    pub fn head(&self, device: &DeviceId) -> Result<Option<ChainHead>, StoreError> {
        self.read("read chain head", |conn| match journal::known_device(conn, device)? {
            Some(no) => journal::head(conn, no),
            None => Ok(None),
        })
    }

    /// The id of the op held at a place, if one is.
    pub fn id_at(&self, device: &DeviceId, seq: Seq) -> Result<Option<OpId>, StoreError> {
        self.read("read op", |conn| match journal::known_device(conn, device)? {
            Some(no) => journal::id_at(conn, no, seq),
            None => Ok(None),
        })
    }

    /// The ops held of a device from the first seq to the last, in order, until they are `ops` many or make up `bytes` of
    /// payload.
    pub fn range(&self, device: &DeviceId, seqs: (Seq, Seq), ops: usize, bytes: usize) -> Result<Vec<Op>, StoreError> {
        let kept = self.kept_range(device, seqs, ops, bytes)?;
        let proven = kept.into_iter().map(KeptOp::prove).collect::<Result<_, _>>();
        proven.map_err(|error| self.not_kept("read ops", error))
    }

    /// What it means that an op of [`Self::kept_range`] is not the one that was kept: the store is damaged.
    pub(crate) fn not_kept(&self, action: &'static str, error: NotKept) -> StoreError {
        StoreError::sql(action, &self.path, journal::not_kept(error))
    }

    /// As [`Self::range`], for whoever proves the ops elsewhere.
    pub(crate) fn kept_range(
        &self,
        device: &DeviceId,
        (first, last): (Seq, Seq),
        ops: usize,
        bytes: usize,
    ) -> Result<Vec<KeptOp>, StoreError> {
        self.read("read ops", |conn| match journal::known_device(conn, device)? {
            Some(no) => journal::kept_range(conn, no, (first, last), ops, bytes),
            None => Ok(Vec::new()),
        })
    }

    /// Every turn of a conversation, in order.
    pub fn transcript(&self, conversation_id: &str) -> Result<Vec<Turn>, StoreError> {
        self.read("read transcript", |conn| {
            conversations::transcript(conn, conversation_id)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Power cuts cannot be had in a test; what SQLite promises about them depends on these two settings alone.
    #[test]
    fn f15_the_store_syncs_its_log_at_every_commit() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path(), "a".into()).unwrap();
        let text = |name| store.conn.pragma_query_value(None, name, |row| row.get::<_, String>(0));
        let number = |name| store.conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        assert_eq!(text("journal_mode").unwrap(), "wal");
        assert_eq!(number("synchronous").unwrap(), 2, "not FULL");
    }

    #[test]
    fn a_store_that_rested_says_and_takes_what_it_did_before() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path(), "a".into()).unwrap();
        store.write("say", say).unwrap();
        store.rest().unwrap();
        store.write("say", say).unwrap();
        assert_eq!(store.summary().unwrap().turns, 2);
    }

    fn say(write: &mut Write<'_>) -> Result<(), StoreError> {
        let payload = crate::op::Payload::new("hello".into()).unwrap();
        let (scope, surface) = (crate::op::Scope::Personal, crate::op::Surface::Conversation);
        write.append(scope, surface, payload, 1).map(drop)
    }

    #[test]
    fn a_note_keeps_no_op_and_afterwards_commits_are_synced_again() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path(), "a".into()).unwrap();
        assert!(store.note("note", say).is_err());
        assert_eq!(store.summary().unwrap().turns, 0);
        store.note("note", |write| write.note_pump(7)).unwrap();
        assert_eq!(store.summary().unwrap().last_pump_ms, Some(7));
        let level = store
            .conn
            .pragma_query_value(None, "synchronous", |row| row.get::<_, i64>(0));
        assert_eq!(level.unwrap(), 2, "not FULL");
        store.write("say", say).unwrap();
        assert_eq!(store.summary().unwrap().turns, 1);
    }

    fn turns(count: u64) -> Vec<crate::op::Payload> {
        let turn = |n| serde_json::json!({"conversation_id": format!("c{}", n % 7), "content": n});
        (0..count).map(|n| crate::op::Payload::new(turn(n)).unwrap()).collect()
    }

    #[test]
    fn what_is_recorded_at_once_is_the_chain_that_single_records_make() {
        use crate::op::{Scope::Personal, Surface::Conversation};
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut singly = Store::open(one.path(), "a".into()).unwrap();
        let mut together = Store::open(two.path(), "a".into()).unwrap();
        singly
            .write("say", |write| {
                let mut turns = turns(1_000).into_iter();
                turns.try_for_each(|turn| write.append(Personal, Conversation, turn, 5).map(drop))
            })
            .unwrap();
        together
            .write("say", |write| {
                write.append_all(&Personal, &Conversation, turns(1_000), 5)
            })
            .unwrap();
        let head = |store: &Store| store.head(store.device()).unwrap();
        assert_eq!(head(&together), head(&singly));
        assert_eq!(together.transcript("c3").unwrap(), singly.transcript("c3").unwrap());
        assert_eq!(together.summary().unwrap().hash, singly.summary().unwrap().hash);
        assert!(together.recompute().unwrap().agrees());
    }
}
