use baton_engine::{LeaseError, SyncError};
use serde_json::json;

pub use super::lease_options::Lease;
use super::lease_options::{Acquire, OnOff};
use super::{lease_words as words, voter_words};
use crate::error::CliError;
use crate::guard::alarms::Alarms;
use crate::guard::grant::{Wanted, obtain};
use crate::guard::patience::Patience;
use crate::names::Names;
use crate::session::Session;

/// Does it.
pub fn run(lease: Lease, session: &mut Session) -> Result<(), CliError> {
    match lease {
        Lease::Acquire(it) => acquire(it, session),
        Lease::Renew(it) => {
            let answer = session.engine.lease_renew(&it.agent, it.epoch, it.ttl.ms())?;
            session.answer(&answer, words::held)
        }
        Lease::Release(it) => {
            let answer = session.engine.lease_release(&it.agent, it.epoch)?;
            session.answer(&answer, |_| {
                format!("Released {}; any device may take it now.", it.agent)
            })
        }
        Lease::Request(it) => {
            let answer = session.engine.lease_request(&it.agent, it.ttl)?;
            session.answer(&answer, |_| {
                format!(
                    "Asked for {}; the next pumps tell its holder and take it over.",
                    it.agent
                )
            })
        }
        Lease::Status(it) => status(it.agent.as_deref(), session),
        Lease::Voters => voters(session),
        Lease::Executor(it) => executor(it.executor == OnOff::On, session),
        Lease::TakeOver(it) => {
            let answer = session.engine.lease_take_over(&it.agent, it.epoch)?;
            session.answer(&answer, |answer| words::taken_over(&it.agent, answer))
        }
    }
}

fn acquire(it: Acquire, session: &mut Session) -> Result<(), CliError> {
    let (agent, ttl_ms) = (it.agent, it.ttl.ms());
    let answer = match it.wait {
        None => session.engine.lease_acquire(&agent, ttl_ms),
        Some(longest) => {
            session.engine.set_device_profile(&session.place.profile())?;
            let mut patience = Patience::new(longest, Alarms::listen()?);
            let wanted = Wanted { agent, ttl_ms };
            let granted = obtain(&mut session.engine, &wanted, &mut patience, |_| Ok(()));
            Ok(granted.map_err(|error| match error {
                CliError::NotRun(reason) => CliError::Refused(reason),
                other => other,
            })?)
        }
    };
    let answer = answer.or_else(|error| Err(refused(error, &Names::of(&mut session.engine)?)))?;
    session.answer(&answer, words::held)
}

/// That somebody holds it or has not answered, as a person reads it; every other error as it is.
fn refused(error: SyncError, names: &Names) -> CliError {
    let SyncError::Lease { source, .. } = &error else {
        return error.into();
    };
    match source {
        LeaseError::Held { .. } => CliError::Refused(words::not_granted(source, names)),
        LeaseError::Pending { .. } => CliError::Refused(format!(
            "{}; `baton pump`, then ask again, or ask with --wait 30s",
            words::not_granted(source, names)
        )),
        _ => error.into(),
    }
}

fn status(agent: Option<&str>, session: &mut Session) -> Result<(), CliError> {
    let names = Names::of(&mut session.engine)?;
    let leases = session.engine.leases()?;
    let Some(agent) = agent else {
        return session.answer(&words::document(&leases), |_| words::listed(&leases, &names));
    };
    let answer = session.engine.lease_status(agent)?;
    let known = leases.iter().find(|lease| lease.agent_id == agent);
    session.answer(&answer, |_| match known {
        Some(lease) => words::paragraph(lease, &names),
        None => format!("Nobody holds {}.", crate::guest::one_line(agent)),
    })
}

fn voters(session: &mut Session) -> Result<(), CliError> {
    let names = Names::of(&mut session.engine)?;
    let voters = session.engine.voters()?;
    session.answer(&json!({ "voters": voters }), |_| {
        voter_words::voting(voters.as_ref(), &names)
    })
}

fn executor(executor: bool, session: &mut Session) -> Result<(), CliError> {
    session.engine.set_executor(executor)?;
    let said = if executor {
        "This device runs agents and votes on their leases; the other devices learn it with the next pump."
    } else {
        "This device runs no agents and does not vote; the other devices learn it with the next pump."
    };
    session.answer(&json!({ "executor": executor }), |_| said.to_owned())
}
