//! Who stands where: the answers that are read off a ballot, and the history that is kept of them.

use rusqlite::{Connection, params};

use super::{Ballot, ClaimKey, Heard};
use crate::{
    lease::{LeaseEnd, PastLease},
    op::{DeviceId, Epoch},
};

/// How many past epochs of an agent are kept.
const KEPT: u32 = 20;

/// A lease, as far as this device knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    pub epoch: Epoch,
    pub holder: DeviceId,
    /// On this device's clock.
    pub ends: u64,
}

/// The last lease granted that is not known to be over, even if its time has passed.
pub(super) fn of(ballot: &Ballot, id: &str, now: u64) -> Option<Standing> {
    let agent = ballot.agents.get(id)?;
    let (key, heard) = agent.claims.iter().rev().find(|(_, heard)| heard.held)?;
    let own = own(ballot, id, now).filter(|own| own.epoch == key.epoch && own.holder == key.holder);
    Some(own.unwrap_or_else(|| heard_of(key, heard)))
}

fn heard_of(key: &ClaimKey, heard: &Heard) -> Standing {
    Standing {
        epoch: key.epoch,
        holder: key.holder.clone(),
        ends: heard.ends(),
    }
}

/// The own claim, granted or not.
pub(super) fn own(ballot: &Ballot, id: &str, now: u64) -> Option<Standing> {
    let agent = ballot.agents.get(id)?;
    Some(Standing {
        epoch: agent.claim.as_ref()?.epoch,
        holder: ballot.me.clone(),
        ends: agent.until.unwrap_or(now),
    })
}

/// The own lease, if it is granted and time is left.
pub(super) fn granted(ballot: &Ballot, id: &str, now: u64) -> Option<Standing> {
    let own = own(ballot, id, now)?;
    ballot.agents.get(id)?.is_granted(own.epoch, now).then_some(own)
}

/// A claim of another device that may still run; one that is granted first.
pub(super) fn rival(ballot: &Ballot, id: &str, now: u64) -> Option<Standing> {
    let agent = ballot.agents.get(id)?;
    let (key, heard) = agent
        .rivals(&ballot.me, now)
        .max_by_key(|(key, heard)| (heard.held, key.epoch))?;
    Some(heard_of(key, heard))
}

/// What is asked for and not granted, and since when.
pub(super) fn asking(ballot: &Ballot, id: &str, now: u64) -> Option<(Epoch, u64)> {
    let agent = ballot.agents.get(id)?;
    let claim = agent.claim.as_ref().filter(|claim| !claim.held);
    let since = agent.askings.first_key_value().map_or(now, |(_, (at, _))| *at);
    let waits_to_vote = agent.want.is_some() && !ballot.is_voter();
    claim
        .map(|claim| (claim.epoch, since))
        .or(waits_to_vote.then_some((Epoch(0), now)))
}

/// Whose answer the own claim waits for.
pub(super) fn waiting_for(ballot: &Ballot, id: &str) -> Vec<DeviceId> {
    if ballot.is_voter() {
        ballot.silent(id)
    } else {
        entry_waits_for(ballot)
    }
}

/// Whose acknowledgement this device waits for before it votes, or before a change of who votes is in force.
pub(super) fn entry_waits_for(ballot: &Ballot) -> Vec<DeviceId> {
    if ballot.next.is_some() {
        return ballot.unsettled();
    }
    let is_out = !ballot.is_voter() && ballot.leaving.is_none();
    let secretary = ballot
        .view
        .secretary()
        .filter(|secretary| is_out && **secretary != ballot.me);
    secretary.into_iter().cloned().collect()
}

/// Keeps what changed of who holds what.
pub(super) fn chronicle(conn: &Connection, before: &Ballot, after: &Ballot, wall_now: u64) -> rusqlite::Result<()> {
    for id in after.agents.keys() {
        let (old, new) = (of(before, id, 0), of(after, id, 0));
        let name = |standing: &Standing| (standing.epoch, standing.holder.clone());
        if old.as_ref().map(name) == new.as_ref().map(name) {
            continue;
        }
        if let Some(old) = &old {
            let sql = "UPDATE lease_past SET end = ?4, ended_ms = ?5 WHERE agent = ?1 AND epoch = ?2 AND holder = ?3";
            let end = end_of(after, id, old, new.as_ref());
            conn.execute(
                sql,
                params![
                    id,
                    old.epoch.get().cast_signed(),
                    old.holder,
                    word(end),
                    wall_now.cast_signed()
                ],
            )?;
        }
        if let Some(new) = &new {
            let sql = "INSERT OR IGNORE INTO lease_past (agent, epoch, holder, since_ms) VALUES (?1, ?2, ?3, ?4)";
            conn.execute(
                sql,
                params![id, new.epoch.get().cast_signed(), new.holder, wall_now.cast_signed()],
            )?;
            let sql = "DELETE FROM lease_past WHERE agent = ?1 AND epoch NOT IN
                (SELECT epoch FROM lease_past WHERE agent = ?1 ORDER BY epoch DESC LIMIT ?2)";
            conn.execute(sql, params![id, KEPT])?;
        }
    }
    Ok(())
}

fn end_of(after: &Ballot, id: &str, old: &Standing, new: Option<&Standing>) -> LeaseEnd {
    let freed = after.agents.get(id).is_some_and(|agent| agent.freed >= old.epoch);
    match (freed, new) {
        (true, _) => LeaseEnd::TakenOver,
        (false, Some(new)) if new.epoch > old.epoch => LeaseEnd::Lapsed,
        (false, _) => LeaseEnd::Released,
    }
}

fn word(end: LeaseEnd) -> &'static str {
    match end {
        LeaseEnd::Released => "released",
        LeaseEnd::Lapsed => "lapsed",
        LeaseEnd::TakenOver => "taken_over",
    }
}

/// The last epochs of an agent, newest first.
pub(super) fn history(conn: &Connection, id: &str) -> rusqlite::Result<Vec<PastLease>> {
    let sql = "SELECT epoch, holder, since_ms, end, ended_ms FROM lease_past WHERE agent = ?1 ORDER BY epoch DESC";
    let past = |row: &rusqlite::Row<'_>| {
        Ok(PastLease {
            epoch: Epoch(row.get::<_, i64>(0)?.cast_unsigned()),
            holder: row.get(1)?,
            since_ms: row.get::<_, i64>(2)?.cast_unsigned(),
            end: row.get::<_, Option<String>>(3)?.map(|end| match &*end {
                "released" => LeaseEnd::Released,
                "taken_over" => LeaseEnd::TakenOver,
                _ => LeaseEnd::Lapsed,
            }),
            ended_ms: row.get::<_, Option<i64>>(4)?.map(i64::cast_unsigned),
        })
    };
    conn.prepare_cached(sql)?.query_map([id], past)?.collect()
}
