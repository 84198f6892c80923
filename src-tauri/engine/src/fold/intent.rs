use serde::Serialize;
use serde_json::{Value, json};

use crate::op::{Epoch, Op, Payload, PayloadError, Surface};

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IntentStatus {
    /// Announced, not finished.
    Pending,
    /// Done: it must never run again.
    Committed,
    /// Ended without effect.
    Failed,
}

impl IntentStatus {
    /// What the ledger makes of an intent: one whose status makes no sense ends nothing. None for any other op.
    pub fn of(op: &Op) -> Option<(Self, Epoch)> {
        let fields = IntentFields::of(op)?;
        let status = match (fields.committed, fields.terminal) {
            (true, _) => Self::Committed,
            (_, true) => Self::Failed,
            (_, false) => Self::Pending,
        };
        Some((status, fields.epoch))
    }

    /// Reads `pending`, `committed` or `failed`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "pending" => Some(Self::Pending),
            "committed" => Some(Self::Committed),
            "failed" => Some(Self::Failed),
            _ => None,
        }
    }

    /// The word in the payload.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Committed => "committed",
            Self::Failed => "failed",
        }
    }

    /// Does it end the run?
    pub fn is_terminal(self) -> bool {
        self != Self::Pending
    }
}

/// One entry of the execution ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// Who runs.
    pub agent_id: String,
    /// What runs: the idempotency key.
    pub run_id: String,
    /// The lease epoch it runs under.
    pub epoch: Epoch,
    /// How far it has come.
    pub status: IntentStatus,
}

impl Intent {
    /// Puts an entry together.
    pub fn new(agent_id: impl Into<String>, run_id: impl Into<String>, epoch: u64, status: IntentStatus) -> Self {
        Self {
            agent_id: agent_id.into(),
            run_id: run_id.into(),
            epoch: Epoch(epoch),
            status,
        }
    }

    /// The op payload that records it.
    pub fn payload(&self) -> Result<Payload, PayloadError> {
        Payload::new(json!({
            "id": self.run_id,
            "agent_id": self.agent_id,
            "epoch": self.epoch,
            "status": self.status.as_str(),
        }))
    }
}

/// What the fold reads from an intent's payload. Malformed fields have defaults, so that no payload stops the fold.
pub(super) struct IntentFields<'a> {
    pub agent: &'a str,
    pub epoch: Epoch,
    pub terminal: bool,
    pub committed: bool,
}

impl<'a> IntentFields<'a> {
    pub(super) fn of(op: &'a Op) -> Option<Self> {
        if op.surface != Surface::Intent {
            return None;
        }
        let payload = op.payload.value();
        let status = payload
            .get("status")
            .and_then(Value::as_str)
            .and_then(IntentStatus::parse);
        Some(Self {
            agent: payload.get("agent_id").and_then(Value::as_str).unwrap_or_default(),
            epoch: Epoch(payload.get("epoch").and_then(Value::as_u64).unwrap_or(0)),
            terminal: status.is_some_and(IntentStatus::is_terminal),
            committed: status == Some(IntentStatus::Committed),
        })
    }
}
