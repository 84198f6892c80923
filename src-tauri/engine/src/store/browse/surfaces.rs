use rusqlite::Connection;
use serde::Serialize;

use crate::store::{Store, StoreError, columns::count};

/// How much one surface holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SurfaceCount {
    /// The surface's tag.
    pub surface: String,
    /// How many records it has, or [`SurfaceCount::MOST`].
    pub records: u64,
    /// There are more than that.
    pub more: bool,
}

impl SurfaceCount {
    /// Up to how many are counted.
    pub const MOST: u64 = 10_000;
}

/// Surfaces that are listed even while they are empty.
const ALWAYS: [&str; 7] = [
    "knowledge",
    "skill",
    "trajectory",
    "run",
    "intent",
    "declagent",
    "routing",
];

/// Most registries that are listed.
const MOST_REGISTRIES: usize = 200;

impl Store {
    /// What every surface but conversations holds; of registries, those that hold something.
    pub fn surface_counts(&self) -> Result<Vec<SurfaceCount>, StoreError> {
        self.read("count records", |conn| {
            let registries = registries(conn)?;
            let tags = ALWAYS.into_iter().map(str::to_owned).chain(registries);
            tags.map(|tag| counted(conn, tag)).collect()
        })
    }
}

fn counted(conn: &Connection, surface: String) -> rusqlite::Result<SurfaceCount> {
    let which = match surface.as_str() {
        "routing" => "op WHERE surface = 'routing' AND ?1 = surface",
        _ => "record WHERE kind = ?1",
    };
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM {which} LIMIT {})",
        SurfaceCount::MOST + 1
    );
    let found = conn.prepare_cached(&sql)?.query_row([&surface], |row| count(row, 0))?;
    Ok(SurfaceCount {
        surface,
        records: found.min(SurfaceCount::MOST),
        more: found > SurfaceCount::MOST,
    })
}

/// Jumps from one kind to the next, so that it costs as much as there are kinds.
fn registries(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT min(kind) FROM record WHERE kind > ?1 AND kind >= 'registry:' AND kind < 'registry;'";
    let mut statement = conn.prepare_cached(sql)?;
    let mut found: Vec<String> = Vec::new();
    while found.len() < MOST_REGISTRIES {
        let last = found.last().map_or("", String::as_str);
        match statement.query_row([last], |row| row.get(0))? {
            Some(next) => found.push(next),
            None => break,
        }
    }
    Ok(found)
}
