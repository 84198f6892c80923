//! Pages of a surface's records.

use rusqlite::{Connection, Row, Rows, params};

use super::{
    RecordCursor, RecordPage, RecordQuery,
    row::{COUNTING, columns, payload, slot, summary},
};
use crate::{
    op::Tier,
    store::{
        Store, StoreError,
        columns::{Ordered, stamp},
    },
};

/// What one page may cost: a little more than its longest value, however much there is.
const MOST_ROWS: u64 = 2_000;
const MOST_BYTES: usize = 8 << 20;

impl Store {
    /// A page of the records of a surface.
    pub fn record_page(&self, query: &RecordQuery) -> Result<RecordPage, StoreError> {
        self.read("list records", |conn| match query.surface.tier() {
            Tier::Stream => of_stream(conn, query),
            Tier::Union | Tier::Register | Tier::Ledger => of_slots(conn, query),
        })
    }
}

fn of_slots(conn: &Connection, query: &RecordQuery) -> rusqlite::Result<RecordPage> {
    let sql = format!(
        "SELECT {} {COUNTING} WHERE r.kind = ?1 AND (r.agent, r.key) >= (?2, ?3) ORDER BY r.agent, r.key",
        columns("r.agent", "r.key")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let (agent, key) = first_slot(query);
    let rows = statement.query(params![query.surface.to_string(), agent, key])?;
    gather(rows, query, |row| {
        let (agent, key) = slot(row)?;
        Ok(RecordCursor::Slot(agent.to_owned(), key.to_owned()))
    })
}

/// Where the index is entered: at the cursor, which [`gather`] leaves out, or where the prefix begins.
fn first_slot(query: &RecordQuery) -> (String, String) {
    match (&query.after, query.surface.tier()) {
        (Some(RecordCursor::Slot(agent, key)), _) => (agent.clone(), key.clone()),
        (_, Tier::Ledger) => (query.starts_with.clone(), String::new()),
        _ => (String::new(), key_prefix(query)),
    }
}

fn key_prefix(query: &RecordQuery) -> String {
    match query.starts_with.as_str() {
        "" => String::new(),
        hash if hash.starts_with("h:") => hash.to_owned(),
        id => format!("id:{}", id.strip_prefix("id:").unwrap_or(id)),
    }
}

fn of_stream(conn: &Connection, query: &RecordQuery) -> rusqlite::Result<RecordPage> {
    let cut = "AND o.wall <= ?1 AND (o.wall, o.counter, d.id) <= (?1, ?2, ?3)";
    let (cut, from) = match &query.after {
        Some(RecordCursor::Stamp(wall, counter, device)) => (cut, (Ordered(*wall), *counter, Some(device))),
        _ => (
            "AND ?3 IS NULL AND o.wall <= ?1 AND ?2 >= 0",
            (Ordered(u64::MAX), 0, None),
        ),
    };
    // The surface stands in the text: that is what lets the index for routing be used.
    let sql = format!(
        "SELECT {} FROM op o JOIN device d ON d.no = o.device WHERE o.surface = '{}' {cut}
         ORDER BY o.wall DESC, o.counter DESC, d.id DESC",
        columns("''", "''"),
        query.surface
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query(from)?;
    let mut page = gather(rows, query, |row| Ok(RecordCursor::of_stamp(&stamp(row, 5)?)))?;
    for record in &mut page.records {
        record.key = format!("op:{}", record.op_id);
    }
    Ok(page)
}

fn gather(
    mut rows: Rows<'_>,
    query: &RecordQuery,
    cursor: impl Fn(&Row<'_>) -> rusqlite::Result<RecordCursor>,
) -> rusqlite::Result<RecordPage> {
    let (mut page, mut bytes, wanted) = (RecordPage::empty(), 0, Wanted::of(query));
    let mut last = None;
    while let Some(row) = rows.next()? {
        let here = cursor(row)?;
        if Some(&here) == query.after.as_ref() {
            continue;
        }
        if wanted.is_beyond(row)? {
            return Ok(page);
        }
        if page.records.len() >= query.limit.max(1) as usize || page.examined >= MOST_ROWS || bytes >= MOST_BYTES {
            page.next = last;
            return Ok(page);
        }
        page.examined += 1;
        bytes += payload(row)?.len();
        if wanted.is_met(row)? {
            page.records.push(summary(row)?);
        }
        last = Some(here);
    }
    Ok(page)
}

impl RecordPage {
    fn empty() -> Self {
        Self {
            records: Vec::new(),
            next: None,
            examined: 0,
        }
    }
}

/// What a query looks for.
struct Wanted {
    tier: Tier,
    prefix: String,
    word: String,
    /// As it stands between the quotes of a JSON text.
    escaped: String,
}

impl Wanted {
    fn of(query: &RecordQuery) -> Self {
        let word = query.contains.trim().to_lowercase();
        let quoted = serde_json::Value::from(word.as_str()).to_string();
        let tier = query.surface.tier();
        Self {
            tier,
            prefix: match tier {
                Tier::Union | Tier::Register => key_prefix(query),
                Tier::Ledger => query.starts_with.clone(),
                Tier::Stream => String::new(),
            },
            escaped: quoted[1..quoted.len() - 1].to_owned(),
            word,
        }
    }

    /// In a sorted list, has the prefix come to its end?
    fn is_beyond(&self, row: &Row<'_>) -> rusqlite::Result<bool> {
        let (agent, key) = slot(row)?;
        Ok(match self.tier {
            Tier::Union | Tier::Register => !key.starts_with(&self.prefix),
            Tier::Ledger => !agent.starts_with(&self.prefix),
            Tier::Stream => false,
        })
    }

    fn is_met(&self, row: &Row<'_>) -> rusqlite::Result<bool> {
        if self.word.is_empty() {
            return Ok(true);
        }
        let (agent, key) = slot(row)?;
        let has = |text: &str| text.to_lowercase().contains(&self.word);
        let value = payload(row)?.to_lowercase();
        Ok(has(agent) || has(key) || value.contains(&self.word) || value.contains(&self.escaped))
    }
}
