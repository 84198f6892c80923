//! What a person decides about leases, and about who votes on them.

use baton_engine::{SyncError, SyncSubsystem};

use crate::{ActivityKind, Failure, LoopState, report::Line, worker::Worker};

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// Takes a lease from its holder, if its epoch is still the one the person saw.
    TakeOver { agent_id: String, epoch: u64 },
    /// Asks for an agent, and keeps it until it is released here.
    Request { agent_id: String, ttl_ms: u64 },
    /// Gives the own lease back, or asks for it no more.
    Release { agent_id: String, epoch: u64 },
    /// Goes on without a device.
    Retire { device_id: String },
    /// Says whether this device runs agents.
    SetExecutor(bool),
}

impl Worker {
    /// Does what a person decided. The others learn of it with a round.
    pub(crate) fn change(&mut self, change: &Change) -> Result<(), Failure> {
        // Said with what was known before: afterwards nobody holds what was released.
        let line = change.line(&self.shared.state());
        let engine = self.data.subsystem()?;
        change.make(engine).map_err(|error| Failure::of(&error, engine))?;
        self.note(&line);
        self.schedule.want_round();
        self.refresh(|_| {});
        Ok(())
    }
}

impl Change {
    fn make(&self, subsystem: &mut SyncSubsystem) -> Result<(), SyncError> {
        match self {
            Self::TakeOver { agent_id, epoch } => subsystem.lease_take_over(agent_id, *epoch).map(drop),
            Self::Request { agent_id, ttl_ms } => subsystem.lease_request(agent_id, *ttl_ms).map(drop),
            Self::Release { agent_id, epoch } => subsystem.lease_release(agent_id, *epoch).map(drop),
            Self::Retire { device_id } => subsystem.retire(device_id).map(drop),
            Self::SetExecutor(executor) => subsystem.set_executor(*executor),
        }
    }

    fn line(&self, state: &LoopState) -> Line {
        match self {
            Self::TakeOver { agent_id, epoch } => take_over_line(agent_id, *epoch),
            Self::Request { agent_id, .. } => request_line(agent_id, state),
            Self::Release { agent_id, .. } => release_line(agent_id, state),
            Self::Retire { device_id } => Line::new(
                ActivityKind::Lease,
                format!("Going on without {}", state.device_name(device_id)),
                "It does not vote, and nobody waits for it, until it is heard from again.",
            ),
            Self::SetExecutor(true) => Line::new(ActivityKind::Setting, "This device runs agents from now on", ""),
            Self::SetExecutor(false) => Line::new(ActivityKind::Setting, "This device runs no agents any more", ""),
        }
    }
}

fn take_over_line(agent_id: &str, epoch: u64) -> Line {
    let message = format!("Lease of {agent_id} taken over by hand");
    let detail = format!("Whoever held it under epoch {epoch} can do nothing with it any more.");
    Line::new(ActivityKind::Lease, message, detail)
}

fn request_line(agent_id: &str, state: &LoopState) -> Line {
    let detail = match state.holder(agent_id) {
        Some(holder) => format!("{holder} holds it, and is asked to hand it over."),
        None => String::new(),
    };
    Line::new(
        ActivityKind::Lease,
        format!("Asked for the lease of {agent_id}"),
        detail,
    )
}

fn release_line(agent_id: &str, state: &LoopState) -> Line {
    let message = if state.is_ours(agent_id) {
        format!("Lease of {agent_id} released")
    } else {
        format!("Lease of {agent_id} not asked for any more")
    };
    Line::new(ActivityKind::Lease, message, "")
}
