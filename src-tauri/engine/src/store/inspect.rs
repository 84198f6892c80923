//! Looking at a store without changing anything: is its file whole?

use std::path::Path;

use rusqlite::Connection;

use super::{FILE_NAME, Store, StoreError, schema};
use crate::{op::DeviceId, sqlite};

/// What SQLite says of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Soundness {
    /// What is wrong with what cannot be made again from the rest.
    pub complaints: Vec<String>,
    /// What is wrong with the search index, which can.
    pub search: Vec<String>,
}

/// The search index, and the tables it consists of.
const SEARCH: &str = "turn_text";

impl Store {
    /// Opens the store in `dir` for looking only: nothing is created, changed or cleaned up. None if there is none.
    pub fn open_to_read(dir: &Path, device: DeviceId) -> Result<Option<Self>, StoreError> {
        let path = dir.join(FILE_NAME);
        if !path.try_exists().map_err(StoreError::io("look for", &path))? {
            return Ok(None);
        }
        let failed = |source| StoreError::sql("open", &path, source);
        let conn = sqlite::open_to_read(&path).map_err(failed)?;
        match schema::format(&conn).map_err(failed)? {
            0 => Ok(None),
            // What an older one lacks, nobody who only looks needs.
            1..=schema::VERSION => {
                let mut store = Self {
                    conn,
                    path,
                    device,
                    syncs_commits: true,
                    view: None,
                };
                store.refresh_identity()?;
                Ok(Some(store))
            }
            found => Err(StoreError::TooNew { path, found }),
        }
    }

    /// Lets SQLite look at every page.
    pub fn soundness(&self) -> Result<Soundness, StoreError> {
        self.read("check", |conn| {
            let all = sqlite::complaints(conn, None)?;
            let mut found = Soundness::default();
            if !all.is_empty() {
                found = by_table(conn)?;
            }
            if found == Soundness::default() {
                found.complaints = all;
            }
            // The index of an older version is made anew when the store is opened to be used.
            if schema::format(conn)? == schema::VERSION {
                found.search.extend(unindexed(conn)?);
            }
            Ok(found)
        })
    }
}

/// Looks table by table, to tell the search index from the rest.
fn by_table(conn: &Connection) -> rusqlite::Result<Soundness> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table'";
    let tables: Vec<String> = conn
        .prepare(sql)?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut found = Soundness::default();
    for table in tables {
        let complaints = sqlite::complaints(conn, Some(&table))?;
        if table.starts_with(SEARCH) {
            found.search.extend(complaints);
        } else {
            found.complaints.extend(complaints);
        }
    }
    Ok(found)
}

/// Turns that count as searchable and are not in the index, or not at their place in it; `trim.rs` says which should be.
fn unindexed(conn: &Connection) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT abs((SELECT count(*) FROM turn t JOIN conversation c ON c.no = t.conversation
            WHERE t.op <= (SELECT searchable FROM state) AND t.op > c.unindexed_to) - indexed)
        + abs((SELECT count(*) FROM turn_text_place) - indexed)
        FROM (SELECT count(*) AS indexed FROM turn_text_docsize)";
    let missing: i64 = conn.query_row(sql, [], |row| row.get(0))?;
    Ok((missing != 0).then(|| format!("{missing} turns differ between the index and the journal")))
}
