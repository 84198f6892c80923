//! What the worker does with the relay.

use baton_engine::{CheckpointReport, PumpReport, SyncError, SyncSubsystem};

use crate::{
    ActivityKind, Failure, LoopState, Pause, exchanges, failure_title, local_clock_text,
    pause::Countdown,
    report::{self, Line},
    schedule::ALERT_TICK,
    worker::Worker,
};

impl Worker {
    /// A round that a person asked for: they are told even when there was nothing to do.
    pub(crate) fn asked_round(&mut self) -> Result<PumpReport, Failure> {
        let report = self.round()?;
        if is_quiet(&report) && !self.shared.lists_quiet_rounds() {
            self.note(&Line::quiet_round());
        }
        Ok(report)
    }

    /// One round with the relay.
    pub(crate) fn round(&mut self) -> Result<PumpReport, Failure> {
        let before = self.shared.state();
        self.shared.publish(LoopState {
            syncing: true,
            ..LoopState::clone(&before)
        });
        let outcome = self.data.subsystem().and_then(|subsystem| Ok(subsystem.pump_round()?));
        match outcome {
            Ok(report) => {
                tracing::debug!(pushed = report.pushed, folded = report.folded, "round done");
                // Noted before the state says so: whoever sees the state looks at the activity next.
                if before.failure.is_some() {
                    self.note(&Line::new(ActivityKind::Sync, "Syncing works again", ""));
                }
                self.succeeded();
                let lines = report::of_round(&report, &before, &self.shared.state());
                lines.iter().for_each(|line| self.note(line));
                if is_quiet(&report) && self.shared.lists_quiet_rounds() {
                    self.note(&Line::quiet_round());
                }
                self.note_exchanges(&before);
                Ok(report)
            }
            Err(failure) => Err(self.failed(failure)),
        }
    }

    fn note_exchanges(&self, before: &LoopState) {
        let exchanges = exchanges::of_round(before, &self.shared.state(), self.clocks.wall_ms());
        exchanges
            .into_iter()
            .for_each(|exchange| self.shared.note_exchange(exchange));
    }

    fn succeeded(&mut self) {
        let wall_ms = self.clocks.wall_ms();
        self.schedule.round_succeeded(self.clocks.now());
        self.standing.round_succeeded();
        self.refresh(|state| {
            state.syncing = false;
            state.failure = None;
            state.last_synced_ms = Some(wall_ms);
        });
    }

    /// Reports a failure and puts the next round off.
    pub(crate) fn failed(&mut self, failure: Failure) -> Failure {
        let now = self.clocks.now();
        self.schedule.round_failed(now);
        self.schedule.tick_after(now, ALERT_TICK);
        let title = failure_title(failure.kind);
        tracing::info!(error = %failure, "a round failed");
        self.note(&Line::new(ActivityKind::Error, title, failure.sentence()));
        self.refresh(|state| {
            state.syncing = false;
            state.failure = Some(failure.clone());
        });
        failure
    }

    /// A round, a checkpoint, and, when one was published, the local log anchored on it.
    pub(crate) fn checkpoint(&mut self) -> Result<CheckpointReport, Failure> {
        self.round()?;
        let outcome = self.data.subsystem().and_then(|subsystem| Ok(publish(subsystem)?));
        let line = match &outcome {
            Ok(report) => report::of_checkpoint(report),
            Err(failure) => Line::new(ActivityKind::Error, "Checkpoint failed", failure.sentence()),
        };
        self.note(&line);
        self.refresh(|_| {});
        outcome
    }

    /// Pauses, or goes on.
    pub(crate) fn set_pause(&mut self, pause: Option<Pause>) {
        let (now, wall_ms) = (self.clocks.now(), self.clocks.wall_ms());
        if self.shared.state().pause != pause {
            let message = pause.map_or_else(|| "Syncing resumed".to_owned(), |pause| pause_words(pause, wall_ms));
            self.note(&Line::new(ActivityKind::Setting, message, ""));
        }
        self.countdown = pause.map(|pause| Countdown::new(pause, now, wall_ms));
        self.schedule.set_paused(pause.is_some());
        self.refresh(|state| state.pause = pause);
    }

    /// Goes on once the pause is over.
    pub(crate) fn end_pause_in_time(&mut self) {
        let (now, wall_ms) = (self.clocks.now(), self.clocks.wall_ms());
        if self.countdown.is_some_and(|countdown| countdown.is_over(now, wall_ms)) {
            self.set_pause(None);
        }
    }
}

fn pause_words(pause: Pause, now_ms: u64) -> String {
    let until = pause.until_ms.map(local_clock_text(now_ms));
    until.map_or_else(
        || "Syncing paused".to_owned(),
        |until| format!("Syncing paused until {until}"),
    )
}

/// Was nothing sent and nothing received?
fn is_quiet(report: &PumpReport) -> bool {
    report.pushed == 0 && report.folded == 0
}

fn publish(subsystem: &mut SyncSubsystem) -> Result<CheckpointReport, SyncError> {
    let report = subsystem.publish_checkpoint()?;
    if report.name.is_some() {
        subsystem.rebase()?;
    }
    Ok(report)
}
