//! What the ledger of runs has to say before a run begins.

use baton_engine::{Intent, IntentStatus, PendingRun, RunEntry, Scope, SyncSubsystem};

use crate::clock;
use crate::error::CliError;
use crate::guest::one_line;
use crate::names::Names;
use crate::output;

/// One run of one agent.
#[derive(Debug, Clone)]
pub struct Run {
    /// The agent.
    pub agent: String,
    /// The run.
    pub id: String,
    /// Is it carried out although it was tried before?
    pub again: bool,
}

impl Run {
    fn words(&self) -> String {
        format!("run {} of {}", one_line(&self.id), one_line(&self.agent))
    }

    /// Records that it begins; answers the op that says so.
    pub fn begin(&self, engine: &mut SyncSubsystem, epoch: u64) -> Result<String, CliError> {
        let begun = record(engine, self.entry(epoch, IntentStatus::Pending))?;
        begun.ok_or_else(|| CliError::NotRun(format!("{} already ran", self.words())))
    }

    /// Records how it ended. If it was committed elsewhere meanwhile, that stands.
    pub fn end(&self, engine: &mut SyncSubsystem, epoch: u64, status: IntentStatus) -> Result<(), CliError> {
        record(engine, self.entry(epoch, status)).map(drop)
    }

    fn entry(&self, epoch: u64, status: IntentStatus) -> Intent {
        Intent::new(&*self.agent, &*self.id, epoch, status)
    }

    /// Refuses what has run, or was tried and is not to be tried again.
    pub fn check(&self, engine: &mut SyncSubsystem) -> Result<(), CliError> {
        let Some(entry) = engine.run_entry(&self.agent, &self.id)? else {
            return Ok(());
        };
        let refusal = match entry.status {
            IntentStatus::Committed => format!("{} already ran {}", self.words(), whereabouts(engine, &entry)?),
            IntentStatus::Failed if !self.again => format!(
                "{} was tried and failed {}; a run is tried once, and --again runs it anyway",
                self.words(),
                whereabouts(engine, &entry)?
            ),
            IntentStatus::Failed | IntentStatus::Pending => return Ok(()),
        };
        Err(CliError::NotRun(refusal))
    }

    /// Closes the agent's runs that were begun under an earlier epoch and never said how they ended. They keep their
    /// epoch: a pending one would be dropped from the ledger as soon as a later epoch is seen in it.
    pub fn close_unfinished(&self, engine: &mut SyncSubsystem, epoch: u64) -> Result<(), CliError> {
        let names = Names::of(engine)?;
        let mut refusal = None;
        for run in engine.pending_runs(&self.agent)? {
            if run.epoch.get() >= epoch {
                continue;
            }
            let failed = Intent::new(&*self.agent, &*run.run_id, run.epoch.get(), IntentStatus::Failed);
            record(engine, failed)?;
            let explained = explain(&run, &names);
            if run.run_id == self.id && !self.again {
                refusal = Some(format!("{explained}; --again runs it anyway"));
            } else {
                output::complain(&explained);
            }
        }
        refusal.map_or(Ok(()), |refusal| Err(CliError::NotRun(refusal)))
    }
}

fn record(engine: &mut SyncSubsystem, intent: Intent) -> Result<Option<String>, CliError> {
    let answer = engine.record_intent(Scope::Personal, &intent)?;
    Ok(answer["op_id"].as_str().map(str::to_owned))
}

fn explain(run: &PendingRun, names: &Names) -> String {
    format!(
        "run {} was begun by {} at {} under epoch {} and never said how it ended; it may have taken effect; it is \
         recorded as failed",
        one_line(&run.run_id),
        names.name(run.device_id.as_str()),
        clock::local(run.since_ms),
        run.epoch
    )
}

fn whereabouts(engine: &mut SyncSubsystem, entry: &RunEntry) -> Result<String, CliError> {
    let by = Names::of(engine)?.name(entry.device_id.as_str());
    let at = clock::local(entry.at_ms);
    Ok(format!("on {by}, {at}, under epoch {}", entry.epoch))
}
