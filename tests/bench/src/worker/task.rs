use serde::{Deserialize, Serialize};

/// The name of a device at its place.
pub type Device = String;

/// What a worker is told to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Task {
    /// Opens a device that was closed, and reads the newest turn of a conversation.
    Open(Device),
    /// Opens a device that is new to the folder, lets it take everything over, and reads the newest turn.
    Join(Device),
    /// Records so many turns from this number on, `batch` at a time. A sample per batch.
    Append {
        /// On this device.
        device: Device,
        /// The first turn's number.
        from: u64,
        /// How many.
        turns: u64,
        /// How many at a time.
        batch: u64,
    },
    /// A round of each of these devices, one after the other. One sample.
    Pump(Vec<Device>),
    /// Records the turn of this number on `a`, sends it, takes it over on `b`, reads it there. Four samples, in this order.
    OneNewTurn(u64),
    /// Turns are recorded in turn on `a` and `b`, each followed by a round of both. A sample per turn.
    Live {
        /// The first turn's number.
        from: u64,
        /// How many.
        turns: u64,
    },
    /// Does one thing again and again on one device. A sample each.
    Repeat {
        /// On this device.
        device: Device,
        /// What.
        what: Kind,
        /// How often.
        times: usize,
    },
    /// The devices `a` and `b` pump until `a` may run the agent. One sample.
    Acquire,
    /// Records the turn of this number on `a`, sends it, and waits until another process has taken it over on `b`. One
    /// sample, of the time since it was sent.
    AwaitElsewhere(u64),
}

/// What can be done again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A round that finds nothing new.
    IdlePump,
    /// The newest 200 turns of a conversation.
    Page,
    /// Every turn of a conversation.
    Transcript,
    /// Turns with a word that few turns have.
    SearchRare,
    /// Turns with a word that a third of all have.
    SearchCommon,
    /// Everything at a glance.
    Status,
    /// The fence of a run that may be dispatched.
    Fence,
    /// Making turns searchable.
    Index,
    /// Publishing a checkpoint.
    Checkpoint,
    /// Anchoring on the latest checkpoint.
    Rebase,
}

/// What came of a task.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// Seconds.
    pub samples: Vec<f64>,
    /// Bytes handed to the system to write meanwhile.
    pub written: u64,
    /// The most memory the worker held at once, ever, in bytes.
    pub peak: u64,
}

/// A worker's answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Reply {
    /// It is done.
    Done(Outcome),
    /// The system does not do that, for this reason.
    Cannot(String),
    /// It should have worked, and did not.
    Failed(String),
}
