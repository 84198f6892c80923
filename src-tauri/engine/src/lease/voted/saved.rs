//! The ballot in the device's store.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Agent, Ballot, Leaving, View, coordinator::failed};
use crate::{
    lease::{LeaseError, SteadyTime},
    op::DeviceId,
};

/// `said` is what the last round told the others; `awake` is set while anything may follow from time alone, or from a
/// change since. Mail waits in `ballot_mail` until what its writer had folded is folded here.
const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS ballot (
    one INTEGER PRIMARY KEY CHECK (one = 1), me TEXT NOT NULL, boot TEXT NOT NULL, awake INTEGER NOT NULL,
    text TEXT NOT NULL, said TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS ballot_agent (agent TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ballot_heard (device TEXT PRIMARY KEY, number INTEGER NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ballot_mail (
    device TEXT PRIMARY KEY, number INTEGER NOT NULL, folded TEXT NOT NULL, text TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lease_past (
    agent TEXT NOT NULL, epoch INTEGER NOT NULL, holder TEXT NOT NULL, since_ms INTEGER NOT NULL,
    end TEXT, ended_ms INTEGER, PRIMARY KEY (agent, epoch, holder)
) WITHOUT ROWID;
";

/// A ballot as it was read.
pub(super) struct Saved {
    /// The ballot, under the present id and on the present clock.
    pub ballot: Ballot,
    /// Does all of it have to be written, since the id, the clock or everything is new?
    is_stale: bool,
}

/// What is kept once.
#[derive(Serialize, Deserialize)]
struct Rest {
    view: View,
    next: Option<View>,
    leaving: Option<Leaving>,
    left_at: Option<u64>,
}

/// Creates what is missing.
pub(super) fn prepare(conn: &Connection) -> rusqlite::Result<()> {
    let found = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'lease_past')";
    if conn.query_row(found, [], |row| row.get(0))? {
        return Ok(());
    }
    conn.execute_batch(&format!("BEGIN IMMEDIATE; {SCHEMA} COMMIT"))
}

pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, LeaseError> {
    serde_json::from_str(text).map_err(failed)
}

pub(super) fn print(value: &impl Serialize) -> Result<String, LeaseError> {
    serde_json::to_string(value).map_err(failed)
}

/// The id the ballot is kept under, if there is one.
pub(super) fn device(conn: &Connection) -> rusqlite::Result<Option<DeviceId>> {
    let mut statement = conn.prepare_cached("SELECT me FROM ballot")?;
    statement.query_row([], |row| row.get(0)).optional()
}

/// May anything follow from time alone, or from a change since the last round?
pub(super) fn is_awake(conn: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM ballot WHERE awake = 1)";
    conn.prepare_cached(sql)?.query_row([], |row| row.get(0))
}

/// Reads the ballot, with one agent or with all of them.
pub(super) fn load(
    conn: &Connection,
    device: &DeviceId,
    agent: Option<&str>,
    time: &SteadyTime,
) -> Result<Saved, LeaseError> {
    let row = |row: &rusqlite::Row<'_>| {
        Ok((
            row.get::<_, DeviceId>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, String>(2)?,
        ))
    };
    let mut statement = conn
        .prepare_cached("SELECT me, boot, text FROM ballot")
        .map_err(failed)?;
    let Some((me, boot, text)) = statement.query_row([], row).optional().map_err(failed)? else {
        let ballot = Ballot::new(device.clone());
        return Ok(Saved { ballot, is_stale: true });
    };
    let is_stale = me != *device || boot != time.boot;
    let Rest {
        view,
        next,
        leaving,
        left_at,
    } = parse(&text)?;
    let mut ballot = Ballot {
        view,
        next,
        leaving,
        left_at,
        ..Ballot::new(me)
    };
    for (id, text) in pairs(conn, "SELECT device, text FROM ballot_heard").map_err(failed)? {
        ballot.heard.insert(DeviceId::from(id), parse(&text)?);
    }
    let only = agent.filter(|_| !is_stale);
    let agents = match only {
        Some(id) => self::agent(conn, id)?
            .map(|agent| (id.to_owned(), agent))
            .into_iter()
            .collect(),
        None => every_agent(conn)?,
    };
    ballot.agents.extend(agents);
    if boot != time.boot {
        ballot.restarted(time.ms);
    }
    if ballot.me != *device {
        ballot.renamed(device.clone());
    }
    Ok(Saved { ballot, is_stale })
}

/// Writes what changed, and that something did.
pub(super) fn save(conn: &Connection, before: &Saved, after: &Ballot, time: &SteadyTime) -> Result<(), LeaseError> {
    if !before.is_stale && before.ballot == *after {
        return Ok(());
    }
    let Ballot {
        view,
        next,
        leaving,
        left_at,
        ..
    } = after.clone();
    let text = print(&Rest {
        view,
        next,
        leaving,
        left_at,
    })?;
    let sql = "INSERT INTO ballot (one, me, boot, awake, text) VALUES (1, ?1, ?2, 1, ?3)
        ON CONFLICT DO UPDATE SET me = excluded.me, boot = excluded.boot, awake = 1, text = excluded.text";
    conn.execute(sql, params![after.me, time.boot, text]).map_err(failed)?;
    for (id, agent) in &after.agents {
        if before.is_stale || before.ballot.agents.get(id) != Some(agent) {
            let sql = "INSERT OR REPLACE INTO ballot_agent (agent, text) VALUES (?1, ?2)";
            conn.execute(sql, [id, &print(agent)?]).map_err(failed)?;
        }
    }
    Ok(())
}

fn pairs(conn: &Connection, sql: &str) -> rusqlite::Result<Vec<(String, String)>> {
    let mut statement = conn.prepare_cached(sql)?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

fn every_agent(conn: &Connection) -> Result<Vec<(String, Agent)>, LeaseError> {
    let rows = pairs(conn, "SELECT agent, text FROM ballot_agent").map_err(failed)?;
    rows.into_iter().map(|(id, text)| Ok((id, parse(&text)?))).collect()
}

/// What is known of one agent.
pub(super) fn agent(conn: &Connection, id: &str) -> Result<Option<Agent>, LeaseError> {
    let mut statement = conn
        .prepare_cached("SELECT text FROM ballot_agent WHERE agent = ?1")
        .map_err(failed)?;
    let text = statement
        .query_row([id], |row| row.get::<_, String>(0))
        .optional()
        .map_err(failed)?;
    text.map(|text| parse(&text)).transpose()
}

/// What is known of one agent under this id and on this clock; nothing where either is new.
pub(super) fn own_agent(
    conn: &Connection,
    device: &DeviceId,
    id: &str,
    time: &SteadyTime,
) -> Result<Option<Agent>, LeaseError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM ballot WHERE me = ?1 AND boot = ?2)";
    let mut statement = conn.prepare_cached(sql).map_err(failed)?;
    let is_current = statement
        .query_row(params![device, time.boot], |row| row.get(0))
        .map_err(failed)?;
    if is_current { agent(conn, id) } else { Ok(None) }
}

/// Every agent that was ever heard of.
pub(super) fn agent_ids(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = conn.prepare_cached("SELECT agent FROM ballot_agent ORDER BY agent")?;
    statement.query_map([], |row| row.get(0))?.collect()
}
