use std::{
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender},
    },
    thread::JoinHandle,
    time::Duration,
};

use baton_engine::{CheckpointReport, PumpReport, SyncError, SyncSubsystem};

use crate::{
    Activity, Exchange, Failure, LoopError, LoopState, Opener, Pause,
    changes::Change,
    input::{Input, Reply},
    shared::Shared,
};

/// Talks to a running loop; cheap to clone. Replies are called on the loop's thread.
#[derive(Clone)]
pub struct LoopHandle {
    inputs: Sender<Input>,
    shared: Arc<Shared>,
}

impl LoopHandle {
    pub(crate) fn new(inputs: Sender<Input>, shared: Arc<Shared>) -> Self {
        Self { inputs, shared }
    }

    /// What the loop knows now.
    pub fn state(&self) -> Arc<LoopState> {
        self.shared.state()
    }

    /// What happened since the loop started, newest first.
    pub fn activity(&self) -> Vec<Activity> {
        self.shared.activity()
    }

    /// Says whether a round that found nothing new is a line of activity. Without it only those that a person asked for
    /// are: one passes every minute.
    pub fn list_quiet_rounds(&self, on: bool) {
        self.shared.list_quiet_rounds(on);
    }

    /// The last exchanges with each device since the loop started, newest first.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.shared.exchanges()
    }

    /// Runs a round now, whatever failed before. Refused while paused.
    pub fn sync_now(&self, reply: Reply<PumpReport>) {
        self.send(Input::SyncNow(reply));
    }

    /// Runs a round and publishes a checkpoint. Refused while paused.
    pub fn checkpoint(&self, reply: Reply<CheckpointReport>) {
        self.send(Input::Checkpoint(reply));
    }

    /// Pauses, or goes on; paused, no round runs.
    pub fn set_pause(&self, pause: Option<Pause>, reply: Reply<()>) {
        self.send(Input::SetPause(pause, reply));
    }

    /// Takes a lease from its holder, if its epoch is still the one the person saw.
    pub fn take_over(&self, agent_id: String, epoch: u64, reply: Reply<()>) {
        self.send(Input::Change(Change::TakeOver { agent_id, epoch }, reply));
    }

    /// Asks for an agent, and keeps it until it is released here.
    pub fn request_lease(&self, agent_id: String, ttl_ms: u64, reply: Reply<()>) {
        self.send(Input::Change(Change::Request { agent_id, ttl_ms }, reply));
    }

    /// Gives the own lease back, or asks for it no more.
    pub fn release_lease(&self, agent_id: String, epoch: u64, reply: Reply<()>) {
        self.send(Input::Change(Change::Release { agent_id, epoch }, reply));
    }

    /// Goes on without a device: it does not vote, and nobody waits for it, until it is heard of again.
    pub fn retire_device(&self, device_id: String, reply: Reply<()>) {
        self.send(Input::Change(Change::Retire { device_id }, reply));
    }

    /// Says whether this device runs agents.
    pub fn set_executor(&self, executor: bool, reply: Reply<()>) {
        self.send(Input::Change(Change::SetExecutor(executor), reply));
    }

    /// Gives this device another human name. The others learn of it with a round.
    pub fn rename(&self, name: String, reply: Reply<()>) {
        self.send(Input::Rename(name, reply));
    }

    /// Goes on with data opened in this way, which leads to another relay folder. If its first round fails, the loop goes
    /// on as before, and the answer says why. Refused while paused.
    pub fn relocate(&self, open: Opener, reply: Reply<PumpReport>) {
        self.send(Input::Relocate(open, reply));
    }

    /// Says that the machine falls asleep, or woke up. The answer comes after the round that tells the others.
    pub fn set_away(&self, away: bool, reply: Reply<()>) {
        self.send(Input::SetAway(away, reply));
    }

    /// After so many days without news a device counts as silent.
    pub fn set_silent_days(&self, days: u16) {
        self.send(Input::SetSilentDays(days));
    }

    /// Says that somebody looks: a window got the focus, the machine woke up.
    pub fn nudge(&self) {
        self.send(Input::Nudge);
    }

    /// Reads from the store on the loop's thread.
    pub fn query<T: 'static>(
        &self,
        read: impl FnOnce(&mut SyncSubsystem) -> Result<T, SyncError> + Send + 'static,
        reply: Reply<T>,
    ) {
        self.send(Input::Query(Box::new(move |subsystem| {
            reply(subsystem.and_then(|engine| read(engine).map_err(|error| Failure::of(&error, engine).into())));
        })));
    }

    fn send(&self, input: Input) {
        if let Err(refused) = self.inputs.send(input) {
            refused.0.refuse(&LoopError::Ended);
        }
    }
}

/// How long ending may take to tell the other devices.
const FAREWELL: Duration = Duration::from_secs(5);

/// A running loop. Dropping it does not stop the loop, [`SyncLoop::stop`] does.
pub struct SyncLoop {
    handle: LoopHandle,
    thread: JoinHandle<()>,
    leaving: Receiver<()>,
}

impl SyncLoop {
    pub(crate) fn new(handle: LoopHandle, thread: JoinHandle<()>, leaving: Receiver<()>) -> Self {
        Self {
            handle,
            thread,
            leaving,
        }
    }

    /// Talks to the loop.
    pub fn handle(&self) -> &LoopHandle {
        &self.handle
    }

    /// Lets a running round finish, tells the other devices that this one goes away, and ends the loop. A folder that
    /// does not answer cannot hold up the end for long: what was recorded is safe in any case.
    pub fn stop(self) {
        self.handle.send(Input::Quit);
        let leaves = self.leaving.recv().is_ok();
        if leaves && self.leaving.recv_timeout(FAREWELL) == Err(RecvTimeoutError::Timeout) {
            tracing::warn!("the last round takes too long: ending without it");
            return;
        }
        if self.thread.join().is_err() {
            tracing::error!("the sync loop had already ended by a panic");
        }
    }
}
