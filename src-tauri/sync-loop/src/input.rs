use std::sync::{
    atomic::{AtomicBool, Ordering},
    mpsc::Sender,
};

use baton_engine::{CheckpointReport, PumpReport, SyncSubsystem};

use crate::{LoopError, Opener, Pause, changes::Change};

/// Called once with the outcome of a command, on the loop's thread: it should hand over and return.
pub type Reply<T> = Box<dyn FnOnce(Result<T, LoopError>) + Send>;

/// A read that runs on the loop's thread, which owns the subsystem.
pub(crate) type Query = Box<dyn FnOnce(Result<&mut SyncSubsystem, LoopError>) + Send>;

/// What reaches the loop's thread.
pub(crate) enum Input {
    SyncNow(Reply<PumpReport>),
    Checkpoint(Reply<CheckpointReport>),
    SetPause(Option<Pause>, Reply<()>),
    /// After so many days without news a device counts as silent.
    SetSilentDays(u16),
    /// A person's decision about leases.
    Change(Change, Reply<()>),
    /// Goes on with data opened in another way.
    Relocate(Opener, Reply<PumpReport>),
    /// This device's new human name.
    Rename(String, Reply<()>),
    /// The machine falls asleep, or woke up.
    SetAway(bool, Reply<()>),
    Query(Query),
    /// Somebody looks: a round would be welcome.
    Nudge,
    /// A file hint was noted in [`Hints`].
    Hinted,
    Quit,
}

impl Input {
    /// Answers a command that will not be done.
    pub(crate) fn refuse(self, error: &LoopError) {
        match self {
            Self::SyncNow(reply) | Self::Relocate(_, reply) => reply(Err(error.clone())),
            Self::Checkpoint(reply) => reply(Err(error.clone())),
            Self::SetPause(_, reply) | Self::Change(_, reply) | Self::SetAway(_, reply) | Self::Rename(_, reply) => {
                reply(Err(error.clone()))
            }
            Self::Query(query) => query(Err(error.clone())),
            Self::SetSilentDays(_) | Self::Nudge | Self::Hinted | Self::Quit => {}
        }
    }
}

/// The file hints on their way to the loop. However many events come, at most one message of each kind is queued.
pub(crate) struct Hints {
    relay: AtomicBool,
    local: AtomicBool,
    inputs: Sender<Input>,
}

impl Hints {
    pub(crate) fn new(inputs: Sender<Input>) -> Self {
        Self {
            relay: AtomicBool::new(false),
            local: AtomicBool::new(false),
            inputs,
        }
    }

    pub(crate) fn note_relay(&self) {
        self.note(&self.relay);
    }

    pub(crate) fn note_local(&self) {
        self.note(&self.local);
    }

    pub(crate) fn take_relay(&self) -> bool {
        self.relay.swap(false, Ordering::AcqRel)
    }

    pub(crate) fn take_local(&self) -> bool {
        self.local.swap(false, Ordering::AcqRel)
    }

    fn note(&self, flag: &AtomicBool) {
        let first = !flag.swap(true, Ordering::AcqRel);
        if first && self.inputs.send(Input::Hinted).is_err() {
            tracing::debug!("a file hint came after the loop ended");
        }
    }
}
