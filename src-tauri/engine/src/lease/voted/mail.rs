//! Mail: which of what the others said may be opened, and what this device says.

use rusqlite::{Connection, OptionalExtension, params};

use super::{
    Ballot, Mailbox,
    coordinator::failed,
    saved::{parse, print},
};
use crate::{
    lease::{Exchange, LeaseError, Mail, SteadyTime},
    op::{DeviceId, Frontier},
};

/// Do all letters that lie in the folder say that nobody votes yet? One that cannot be read may say otherwise.
pub(super) fn nobody_votes(mail: &[Mail]) -> bool {
    let says_so = |mailbox: Mailbox| mailbox.view.number == 0 && mailbox.next.is_none();
    mail.iter()
        .all(|mail| serde_json::from_str(&mail.text).is_ok_and(says_so))
}

/// What this device said last, if this round brings nothing that could change it.
pub(super) fn nothing_new(
    conn: &Connection,
    round: &Exchange,
    time: &SteadyTime,
) -> Result<Option<serde_json::Value>, LeaseError> {
    let sql = "SELECT said FROM ballot WHERE me = ?1 AND boot = ?2 AND awake = 0";
    let mut statement = conn.prepare_cached(sql).map_err(failed)?;
    let said = statement.query_row(params![round.device, time.boot], |row| row.get::<_, String>(0));
    let Some(said) = said.optional().map_err(failed)?.filter(|said| !said.is_empty()) else {
        return Ok(None);
    };
    if round.may_found && parse::<Mailbox>(&said)?.view.number == 0 {
        return Ok(None);
    }
    for mail in &round.mail {
        let opened = last_opened(conn, &mail.from)?;
        match sort(conn, round, mail, opened.as_ref())? {
            Fate::Known => {}
            Fate::Opens(letter) if says_nothing_new(conn, mail, opened.as_ref(), &letter)? => {}
            Fate::Opens(_) | Fate::Waits => return Ok(None),
        }
    }
    parse(&said).map(Some)
}

/// Does a letter say the same of leases as the last one opened, its writer having had something to say of other things? That
/// it could be opened need not be remembered then, and is not: a round without news of leases writes nothing for them. If an
/// older one waits, it is, so that this one is not followed by that.
fn says_nothing_new(
    conn: &Connection,
    mail: &Mail,
    opened: Option<&Opened>,
    letter: &Letter,
) -> Result<bool, LeaseError> {
    let Some(opened) = opened.filter(|_| letter.number == mail.number) else {
        return Ok(false);
    };
    let sql = "SELECT number FROM ballot_mail WHERE device = ?1";
    let mut statement = conn.prepare_cached(sql).map_err(failed)?;
    let waits = statement.query_row([&mail.from], |row| row.get::<_, i64>(0)).optional();
    let waits = waits.map_err(failed)?.map(i64::cast_unsigned);
    Ok(waits <= Some(opened.number) && parse::<Mailbox>(&opened.text)? == letter.mailbox)
}

/// The last letter of a device that was opened.
struct Opened {
    number: u64,
    text: String,
}

fn last_opened(conn: &Connection, from: &DeviceId) -> Result<Option<Opened>, LeaseError> {
    let sql = "SELECT number, text FROM ballot_heard WHERE device = ?1";
    let mut statement = conn.prepare_cached(sql).map_err(failed)?;
    let opened = |row: &rusqlite::Row<'_>| {
        Ok(Opened {
            number: row.get::<_, i64>(0)?.cast_unsigned(),
            text: row.get(1)?,
        })
    };
    statement.query_row([from], opened).optional().map_err(failed)
}

/// What becomes of a letter.
enum Fate {
    /// It was opened before, or waits already.
    Known,
    /// It can be opened; or one that waited can.
    Opens(Letter),
    /// It has to wait.
    Waits,
}

/// A letter that can be opened.
struct Letter {
    number: u64,
    mailbox: Mailbox,
}

/// Everything that a writer had folded must be folded here first. One that waits is not replaced by a later one that has
/// to wait as well: else a device that never stops writing would never be heard.
fn sort(conn: &Connection, round: &Exchange, mail: &Mail, opened: Option<&Opened>) -> Result<Fate, LeaseError> {
    let opened = opened.map(|opened| opened.number);
    if opened.is_some_and(|opened| mail.number <= opened) {
        return Ok(Fate::Known);
    }
    let Ok(mailbox) = serde_json::from_str(&mail.text) else {
        tracing::warn!(from = %mail.from, "what it says of leases cannot be read");
        return Ok(Fate::Known);
    };
    if is_held(&round.held, &mail.folded) {
        let number = mail.number;
        return Ok(Fate::Opens(Letter { number, mailbox }));
    }
    let waiting = waiting(conn, &mail.from)?.filter(|(number, ..)| opened.is_none_or(|opened| *number > opened));
    Ok(match waiting {
        Some((number, folded, mailbox)) if is_held(&round.held, &folded) => Fate::Opens(Letter { number, mailbox }),
        Some(_) => Fate::Known,
        None => Fate::Waits,
    })
}

fn is_held(held: &Frontier, folded: &Frontier) -> bool {
    folded
        .iter()
        .all(|(device, seq)| held.get(device).is_some_and(|held| held >= seq))
}

fn waiting(conn: &Connection, from: &DeviceId) -> Result<Option<(u64, Frontier, Mailbox)>, LeaseError> {
    let sql = "SELECT number, folded, text FROM ballot_mail WHERE device = ?1";
    let mut statement = conn.prepare_cached(sql).map_err(failed)?;
    let row = |row: &rusqlite::Row<'_>| {
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, String>(2)?,
        ))
    };
    let waiting = statement.query_row([from], row).optional().map_err(failed)?;
    waiting
        .map(|(number, folded, text)| Ok((number.cast_unsigned(), parse(&folded)?, parse(&text)?)))
        .transpose()
}

/// Opens what can be opened, and keeps what has to wait.
pub(super) fn open(conn: &Connection, round: &Exchange) -> Result<Vec<(DeviceId, Mailbox)>, LeaseError> {
    let mut letters = Vec::new();
    for mail in &round.mail {
        let opened = last_opened(conn, &mail.from)?;
        match sort(conn, round, mail, opened.as_ref())? {
            Fate::Known => {}
            Fate::Waits => {
                let sql = "INSERT OR REPLACE INTO ballot_mail (device, number, folded, text) VALUES (?1, ?2, ?3, ?4)";
                let number = mail.number.cast_signed();
                conn.execute(sql, params![mail.from, number, print(&mail.folded)?, mail.text])
                    .map_err(failed)?;
            }
            Fate::Opens(Letter { number, mailbox }) => {
                let sql = "INSERT OR REPLACE INTO ballot_heard (device, number, text) VALUES (?1, ?2, ?3)";
                conn.execute(sql, params![mail.from, number.cast_signed(), print(&mailbox)?])
                    .map_err(failed)?;
                letters.push((mail.from.clone(), mailbox));
            }
        }
    }
    Ok(letters)
}

/// Remembers what this device says now, and whether anything may follow from time alone.
pub(super) fn say(conn: &Connection, ballot: &Ballot, now: u64) -> Result<serde_json::Value, LeaseError> {
    let said = serde_json::to_value(ballot.mailbox()).map_err(failed)?;
    let sql = "UPDATE ballot SET said = ?1, awake = ?2 WHERE said <> ?1 OR awake <> ?2";
    let mut statement = conn.prepare_cached(sql).map_err(failed)?;
    statement
        .execute(params![said.to_string(), ballot.is_awake(now)])
        .map_err(failed)?;
    Ok(said)
}
