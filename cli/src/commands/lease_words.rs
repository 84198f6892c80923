//! What `lease` answers, in words.

use baton_engine::{LeaseError, LeaseOverview, PendingRun, SyncError};
use serde_json::{Value, json};

use crate::clock;
use crate::error::CliError;
use crate::guest::one_line;

/// A lease that this device just got.
pub fn held(lease: &Value) -> String {
    let agent = one_line(lease["agent_id"].as_str().unwrap_or_default());
    let until = lease["expires_at_ms"]
        .as_u64()
        .map_or_else(|| "released".to_owned(), clock::local);
    format!("This device holds {agent} at epoch {} until {until}.", lease["epoch"])
}

/// That somebody holds it, with the time as a person reads it; every other error as it is.
pub fn refused(error: SyncError, own: &str) -> CliError {
    let SyncError::Lease {
        source:
            LeaseError::Held {
                agent_id,
                holder,
                epoch,
                expires_at_ms,
            },
        ..
    } = &error
    else {
        return error.into();
    };
    let holder = if holder.as_str() == own {
        "this device itself"
    } else {
        holder.as_str()
    };
    let expiry = expiry(*expires_at_ms);
    CliError::Refused(format!("{agent_id} is held by {holder} at epoch {epoch}; {expiry}"))
}

/// Who holds an agent's lease.
pub fn holder(agent: &str, lease: &Value, own: &str) -> String {
    let agent = one_line(agent);
    let Some(holder) = lease["holder"].as_str() else {
        return format!("Nobody holds {agent}.");
    };
    let expiry = expiry(lease["expires_at_ms"].as_u64().unwrap_or(0));
    format!(
        "{} holds {agent} at epoch {}; {expiry}.",
        person(holder, own),
        lease["epoch"]
    )
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
    })
}

fn pending(run: &PendingRun) -> Value {
    json!({"run_id": run.run_id, "epoch": run.epoch, "since_ms": run.since_ms, "device_id": run.device_id})
}

/// Every lease, and what may still be under way under it.
pub fn listed(leases: &[LeaseOverview], own: &str) -> String {
    if leases.is_empty() {
        return "No agent has or had a lease.".to_owned();
    }
    leases.iter().map(|lease| paragraph(lease, own)).collect()
}

fn paragraph(it: &LeaseOverview, own: &str) -> String {
    let first = match &it.lease {
        Some(held) => holder(&it.agent_id, &json!(held), own),
        None => format!(
            "Nobody holds {}; its last epoch was {}.",
            one_line(&it.agent_id),
            it.last_epoch
        ),
    };
    let runs = it.pending.iter().map(|run| run_line(run, own));
    std::iter::once(first + "\n").chain(runs).collect()
}

fn run_line(run: &PendingRun, own: &str) -> String {
    let PendingRun {
        run_id,
        epoch,
        since_ms,
        device_id,
    } = run;
    let by = if device_id.as_str() == own {
        "this device".to_owned()
    } else {
        one_line(device_id.as_str())
    };
    format!(
        "    pending: run {} at epoch {epoch}, begun by {by}, {}\n",
        one_line(run_id),
        clock::local(*since_ms)
    )
}

fn expiry(at_ms: u64) -> String {
    let now = clock::now_ms();
    let verb = if at_ms > now { "it expires" } else { "it expired" };
    format!("{verb} {}, {}", clock::distance(at_ms, now), clock::local(at_ms))
}

fn person(device: &str, own: &str) -> String {
    if device == own {
        "This device".to_owned()
    } else {
        one_line(device)
    }
}
