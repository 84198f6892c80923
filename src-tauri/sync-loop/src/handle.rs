use std::{
    sync::{Arc, mpsc::Sender},
    thread::JoinHandle,
};

use baton_engine::{CheckpointReport, PumpReport, SyncError, SyncSubsystem};

use crate::{
    Activity, LoopError, LoopState,
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

    /// Runs a round now, whatever failed before. Refused while paused.
    pub fn sync_now(&self, reply: Reply<PumpReport>) {
        self.send(Input::SyncNow(reply));
    }

    /// Runs a round and publishes a checkpoint. Refused while paused.
    pub fn checkpoint(&self, reply: Reply<CheckpointReport>) {
        self.send(Input::Checkpoint(reply));
    }

    /// Pauses or resumes; paused, no round runs.
    pub fn set_paused(&self, paused: bool, reply: Reply<()>) {
        self.send(Input::SetPaused(paused, reply));
    }

    /// Frees a stuck lease, if its epoch is still the one the person saw.
    pub fn take_over(&self, agent_id: String, epoch: u64, reply: Reply<()>) {
        self.send(Input::TakeOver { agent_id, epoch, reply });
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
            reply(subsystem.and_then(|subsystem| Ok(read(subsystem)?)));
        })));
    }

    fn send(&self, input: Input) {
        if let Err(refused) = self.inputs.send(input) {
            refused.0.refuse(&LoopError::Ended);
        }
    }
}

/// A running loop. Dropping it does not stop the loop, [`SyncLoop::stop`] does.
pub struct SyncLoop {
    handle: LoopHandle,
    thread: JoinHandle<()>,
}

impl SyncLoop {
    pub(crate) fn new(handle: LoopHandle, thread: JoinHandle<()>) -> Self {
        Self { handle, thread }
    }

    /// Talks to the loop.
    pub fn handle(&self) -> &LoopHandle {
        &self.handle
    }

    /// Lets a running round finish, then ends the loop and waits for it.
    pub fn stop(self) {
        self.handle.send(Input::Quit);
        if self.thread.join().is_err() {
            tracing::error!("the sync loop had already ended by a panic");
        }
    }
}
