use std::{
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender},
    },
    time::Duration,
};

use crate::{
    Clocks, LoopError, LoopState, alerts,
    data::Data,
    input::{Hints, Input},
    pause::Countdown,
    report::Line,
    schedule::{Schedule, Task},
    shared::Shared,
    standing::Standing,
    wake::SleepDetector,
};

/// However soon leases want a round, this much time lies between two for their sake.
const LEASE_PAUSE: Duration = Duration::from_secs(1);

/// With nothing to do for so long, the worker lets go of what it keeps in memory for its next task.
const REST_AFTER: Duration = Duration::from_secs(5);

/// The loop's thread: owns the device's data, does one thing at a time.
pub(crate) struct Worker {
    pub(crate) data: Data,
    pub(crate) clocks: Clocks,
    pub(crate) inputs: Receiver<Input>,
    pub(crate) hints: Arc<Hints>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) schedule: Schedule,
    pub(crate) sleep: SleepDetector,
    /// Troubles that last.
    pub(crate) standing: Standing,
    /// The pause that is on, if there is one.
    pub(crate) countdown: Option<Countdown>,
    /// This device said that it goes away, and did not come back since.
    pub(crate) away: bool,
    /// There may be turns that are not searchable yet.
    pub(crate) search_behind: bool,
    /// It let go of what it kept in memory, and only looked around since.
    pub(crate) is_resting: bool,
    /// Told when only the farewell is left to do; it hears of the end by being dropped last.
    pub(crate) leaving: Sender<()>,
}

impl Worker {
    /// Works until told to quit.
    pub(crate) fn run(mut self) {
        if let Err(failure) = self.data.subsystem().map(drop) {
            self.failed(failure);
        }
        self.tick();
        while self.step() {}
        // Whoever stops the loop may have gone already.
        let _ = self.leaving.send(());
        if let Err(failure) = self.leave() {
            tracing::info!(error = %failure, "the other devices were not told that this one goes away");
        }
        tracing::info!("sync loop ended");
    }

    /// Takes one input and does one task; false when it is time to quit.
    fn step(&mut self) -> bool {
        let input = match self.inputs.recv_timeout(self.idle_time()) {
            Ok(Input::Quit) | Err(RecvTimeoutError::Disconnected) => return false,
            Ok(input) => Some(input),
            Err(RecvTimeoutError::Timeout) => None,
        };
        let is_asked = input.is_some();
        input.into_iter().for_each(|input| self.accept(input));
        self.end_pause_in_time();
        let task = self.schedule.take_due(self.clocks.now());
        let is_idle = !is_asked && task.is_none() && !self.search_behind;
        match task {
            Some(Task::Round) => drop(self.round()),
            Some(Task::LocalCheck) => self.look_for_local_writes(),
            Some(Task::Tick) => self.tick(),
            None if is_idle => self.rest(),
            None => self.catch_up_search(),
        }
        // Looking around alone takes next to nothing.
        self.is_resting = is_idle || self.is_resting && !is_asked && task == Some(Task::Tick);
        true
    }

    fn idle_time(&self) -> Duration {
        let now = self.clocks.now();
        let idle = self.schedule.idle_for(now);
        let idle = self.countdown.map_or(idle, |countdown| idle.min(countdown.left(now)));
        match (self.search_behind, self.is_resting) {
            (true, _) => Duration::ZERO,
            (false, false) => idle.min(REST_AFTER),
            (false, true) => idle,
        }
    }

    fn accept(&mut self, input: Input) {
        match input {
            Input::SyncNow(reply) => reply(self.unless_paused().and_then(|()| Ok(self.asked_round()?))),
            Input::Checkpoint(reply) => reply(self.unless_paused().and_then(|()| Ok(self.checkpoint()?))),
            Input::SetPause(pause, reply) => {
                self.set_pause(pause);
                reply(Ok(()));
            }
            Input::SetSilentDays(days) => self.standing.set_silent_days(days),
            Input::Change(change, reply) => reply(self.change(&change).map_err(LoopError::from)),
            Input::Relocate(open, reply) => reply(self.relocate(open)),
            Input::Rename(name, reply) => reply(self.rename(&name).map_err(LoopError::from)),
            Input::SetAway(true, reply) => reply(self.leave().map_err(LoopError::from)),
            Input::SetAway(false, reply) => reply(self.come_back().map_err(LoopError::from)),
            Input::Query(query) => query(self.data.subsystem().map_err(LoopError::from)),
            Input::Nudge => self.schedule.want_round(),
            Input::Hinted => self.note_hints(),
            Input::Quit => {}
        }
    }

    fn note_hints(&mut self) {
        let now = self.clocks.now();
        if self.hints.take_relay() {
            self.schedule.relay_hint(now);
        }
        if self.hints.take_local() {
            self.schedule.local_hint(now);
        }
    }

    pub(crate) fn unless_paused(&self) -> Result<(), LoopError> {
        if self.shared.state().is_paused() {
            return Err(LoopError::Paused);
        }
        Ok(())
    }

    pub(crate) fn note(&self, line: &Line) {
        tracing::info!(kind = ?line.kind, detail = %line.detail, "{}", line.message);
        self.shared
            .note(self.clocks.wall_ms(), line.kind, &line.message, &line.detail);
    }

    /// Publishes what the store says now, with `change` made to it.
    pub(crate) fn refresh(&mut self, change: impl FnOnce(&mut LoopState)) {
        let before = self.shared.state();
        let mut state = LoopState::clone(&before);
        change(&mut state);
        match self.data.read() {
            Ok(Some(found)) => {
                self.search_behind |= state.overview.as_ref().map(|old| old.turns) != Some(found.overview.turns);
                state.hold(found, self.clocks.wall_ms());
            }
            Ok(None) => {}
            Err(failure) => state.failure = Some(failure),
        }
        let mut alerts = alerts(&before, &state);
        let (now, wall_ms) = (self.clocks.now(), self.clocks.wall_ms());
        alerts.extend(self.standing.news(&state, now, wall_ms));
        // Noted before the state says so: whoever sees the state looks at the activity next.
        alerts.iter().for_each(|alert| self.note(&alert.line()));
        self.wake_for_leases();
        self.shared.publish(state);
        alerts.into_iter().for_each(|alert| self.shared.alert(alert));
    }

    /// Leases want rounds at times of their own; one that does not help is not repeated at once.
    fn wake_for_leases(&mut self) {
        if let Some(wait) = self.data.next_lease_round() {
            self.schedule.lease_due(self.clocks.now() + wait.max(LEASE_PAUSE));
        }
    }
}
