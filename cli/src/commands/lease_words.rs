//! What `lease` answers, in words.

use baton_engine::{Asking, DeviceId, Epoch, Grade, LeaseEnd, LeaseError, LeaseOverview, PastLease, PendingRun};
use serde_json::{Value, json};

use crate::clock;
use crate::guest::one_line;
use crate::names::Names;

/// How many of an agent's past epochs are shown.
const PAST: usize = 5;

/// A lease that this device just got.
pub fn held(lease: &Value) -> String {
    let agent = one_line(lease["agent_id"].as_str().unwrap_or_default());
    let until = lease["expires_at_ms"]
        .as_u64()
        .map_or_else(|| "released".to_owned(), clock::local);
    format!("This device holds {agent} at epoch {} until {until}.", lease["epoch"])
}

/// Why a lease is not granted, or not yet.
pub fn not_granted(error: &LeaseError, names: &Names) -> String {
    match error {
        LeaseError::Held {
            agent_id,
            holder,
            epoch,
            expires_at_ms,
        } => format!(
            "{} is held by {} at epoch {epoch}; {}",
            one_line(agent_id),
            names.name(holder.as_str()),
            expiry(*expires_at_ms)
        ),
        LeaseError::Pending {
            agent_id,
            epoch,
            waiting_for,
        } => format!(
            "{} is asked for{}; {}",
            one_line(agent_id),
            at(*epoch),
            unanswered(waiting_for, names)
        ),
        other => one_line(&other.to_string()),
    }
}

/// Before a device has a vote, it asks for no epoch yet.
fn at(epoch: Epoch) -> String {
    if epoch == Epoch(0) {
        return String::new();
    }
    format!(" at epoch {epoch}")
}

fn unanswered(waiting_for: &[DeviceId], names: &Names) -> String {
    if waiting_for.is_empty() {
        return "this device has not heard of any that votes yet".to_owned();
    }
    format!(
        "{} {} not answered yet",
        names.list(waiting_for),
        Names::have(waiting_for)
    )
}

/// That a lease which was held is somebody else's now, or nobody's.
pub fn lost(agent: &str, epoch: u64, now: &Value, names: &Names) -> String {
    let since = match now["holder"].as_str() {
        Some(holder) => format!("{} holds it at epoch {}", names.name(holder), now["epoch"]),
        None => "somebody freed it, or its time ran out".to_owned(),
    };
    format!("the lease of {} at epoch {epoch} is lost: {since}", one_line(agent))
}

/// A lease that was freed by hand.
pub fn taken_over(agent: &str, answer: &Value) -> String {
    format!(
        "Freed {}. Its last holder can do nothing under its old epoch any more; any device may take it now, at epoch {}.",
        one_line(agent),
        answer["epoch"].as_u64().map_or(0, |epoch| epoch + 1)
    )
}

/// Every lease as one document.
pub fn document(leases: &[LeaseOverview]) -> Value {
    json!({ "leases": leases.iter().map(overview).collect::<Vec<_>>() })
}

fn overview(it: &LeaseOverview) -> Value {
    json!({
        "agent_id": it.agent_id,
        "lease": it.lease,
        "last_epoch": it.last_epoch,
        "pending": it.pending.iter().map(pending).collect::<Vec<_>>(),
        "situation": it.situation,
    })
}

fn pending(run: &PendingRun) -> Value {
    json!({"run_id": run.run_id, "epoch": run.epoch, "since_ms": run.since_ms, "device_id": run.device_id})
}

/// Every lease, and what may still be under way under it.
pub fn listed(leases: &[LeaseOverview], names: &Names) -> String {
    if leases.is_empty() {
        return "No agent has or had a lease.".to_owned();
    }
    leases.iter().map(|lease| paragraph(lease, names)).collect()
}

/// One agent that has or had a lease.
pub fn paragraph(it: &LeaseOverview, names: &Names) -> String {
    let agent = one_line(&it.agent_id);
    let first = match &it.lease {
        Some(lease) => format!(
            "{} holds {agent} at epoch {} ({}); {}.\n",
            names.subject(lease.holder.as_str()),
            lease.epoch,
            grade(lease.grade),
            expiry(lease.expires_at_ms)
        ),
        None => format!("Nobody holds {agent}; its last epoch was {}.\n", it.last_epoch),
    };
    let asking = it.situation.asking.iter().map(|asking| asking_line(asking, names));
    let wanted = Some(&it.situation.wanted_by).filter(|devices| !devices.is_empty());
    let wanted = wanted.map(|devices| format!("    wanted by {}\n", names.list(devices)));
    let runs = it.pending.iter().map(|run| run_line(run, names));
    let past = it
        .situation
        .history
        .iter()
        .take(PAST)
        .map(|past| past_line(past, names));
    let lines = asking.chain(wanted).chain(runs).chain(past);
    std::iter::once(first).chain(lines).collect()
}

fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::Exclusive => "exclusive on its machine",
        Grade::Voted => "voted for by a majority",
    }
}

fn asking_line(asking: &Asking, names: &Names) -> String {
    format!(
        "    this device asks for it{}, since {}; {}\n",
        at(asking.epoch),
        clock::local(asking.since_ms),
        unanswered(&asking.waiting_for, names)
    )
}

fn run_line(run: &PendingRun, names: &Names) -> String {
    format!(
        "    pending: run {} at epoch {}, begun by {}, {}\n",
        one_line(&run.run_id),
        run.epoch,
        names.name(run.device_id.as_str()),
        clock::local(run.since_ms)
    )
}

fn past_line(past: &PastLease, names: &Names) -> String {
    let end = match (past.end, past.ended_ms) {
        (Some(end), Some(at)) => format!("{} {}", ended(end), clock::local(at)),
        (Some(end), None) => ended(end).to_owned(),
        (None, _) => "not ended".to_owned(),
    };
    format!(
        "    epoch {}: {}, from {}, {end}\n",
        past.epoch,
        names.name(past.holder.as_str()),
        clock::local(past.since_ms)
    )
}

fn ended(end: LeaseEnd) -> &'static str {
    match end {
        LeaseEnd::Released => "released",
        LeaseEnd::Lapsed => "ran out",
        LeaseEnd::TakenOver => "taken over",
    }
}

fn expiry(at_ms: u64) -> String {
    let now = clock::now_ms();
    let verb = if at_ms > now { "it expires" } else { "it expired" };
    format!("{verb} {}, {}", clock::distance(at_ms, now), clock::local(at_ms))
}
