//! Asking for a lease until it is granted.

use baton_engine::{LeaseError, SyncError, SyncSubsystem};
use serde_json::Value;

use super::patience::Patience;
use crate::commands::lease_words as words;
use crate::error::CliError;
use crate::names::Names;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The agent.
    pub agent: String,
    /// For how long, unless renewed.
    pub ttl_ms: u64,
}

/// What came of asking once.
enum Answer {
    Granted(Value),
    /// Why not yet, in words.
    NotYet(String),
}

/// An ask that is withdrawn when it is given up.
struct Ask<'a> {
    wanted: &'a Wanted,
    /// The epoch that votes are out for.
    pending: Option<u64>,
}

/// Pumps and asks until the lease is granted, patience ends, or `check` fails, which looks at the ledger after each round
/// with the relay. An ask that is given up is withdrawn.
pub fn obtain(
    engine: &mut SyncSubsystem,
    wanted: &Wanted,
    patience: &mut Patience,
    mut check: impl FnMut(&mut SyncSubsystem) -> Result<(), CliError>,
) -> Result<Value, CliError> {
    let mut ask = Ask { wanted, pending: None };
    let outcome = ask.until_granted(engine, patience, &mut check);
    if outcome.is_err() {
        ask.withdraw(engine);
    }
    outcome
}

impl Ask<'_> {
    fn until_granted(
        &mut self,
        engine: &mut SyncSubsystem,
        patience: &mut Patience,
        check: &mut dyn FnMut(&mut SyncSubsystem) -> Result<(), CliError>,
    ) -> Result<Value, CliError> {
        loop {
            let reason = match self.round(engine, check)? {
                Answer::Granted(lease) => return Ok(lease),
                Answer::NotYet(reason) => reason,
            };
            if patience.is_over() {
                return Err(CliError::NotRun(reason));
            }
            patience.pause(&reason)?;
        }
    }

    /// A round with the relay, and an ask. One that was just made may be granted by the next round already.
    fn round(
        &mut self,
        engine: &mut SyncSubsystem,
        check: &mut dyn FnMut(&mut SyncSubsystem) -> Result<(), CliError>,
    ) -> Result<Answer, CliError> {
        let was_pending = self.pending.is_some();
        if let Err(error) = engine.pump_round() {
            // A drive may be away for a moment. Without it nobody can be asked, nor what has run be known.
            return Ok(Answer::NotYet(error.to_string()));
        }
        check(engine)?;
        let answer = self.once(engine)?;
        if matches!(answer, Answer::NotYet(_)) && !was_pending && self.pending.is_some() && engine.pump_round().is_ok()
        {
            check(engine)?;
            return self.once(engine);
        }
        Ok(answer)
    }

    fn once(&mut self, engine: &mut SyncSubsystem) -> Result<Answer, CliError> {
        let error = match engine.lease_acquire(&self.wanted.agent, self.wanted.ttl_ms) {
            Ok(lease) => return Ok(Answer::Granted(lease)),
            Err(error) => error,
        };
        let SyncError::Lease { source, .. } = &error else {
            return Err(error.into());
        };
        match source {
            LeaseError::Held { .. } => {}
            LeaseError::Pending { epoch, .. } => self.pending = Some(epoch.get()),
            LeaseError::Viewer { .. } | LeaseError::Exhausted { .. } => {
                return Err(CliError::NotRun(source.to_string()));
            }
            _ => return Err(error.into()),
        }
        Ok(Answer::NotYet(words::not_granted(source, &Names::of(engine)?)))
    }

    /// Whatever comes of it: the ask ends by itself in the end.
    fn withdraw(&mut self, engine: &mut SyncSubsystem) {
        if let Some(epoch) = self.pending.take()
            && engine.lease_release(&self.wanted.agent, epoch).is_ok()
        {
            drop(engine.pump_round());
        }
    }
}
