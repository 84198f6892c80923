//! The sync engine of Baton.
//!
//! Every change of an agent's state is an [`Op`](op::Op) in a hash-chained log per device; devices exchange ops through
//! a dumb shared folder; everybody folds the same ops to the same state; checkpoints bound the log; leases with fencing
//! epochs and a ledger of intents keep two devices from running the same job twice.
//!
//! [`SyncSubsystem`] is the way in. Below it, arrows point one way:
//! `subsystem → doctor → session → {store, relay, checkpoint, lease} → fold → op`.

pub mod doctor;
mod error;
mod export;
pub mod fold;
pub mod lease;
mod meanwhile;
mod meter;
pub mod op;
pub mod relay;
pub mod session;
mod sqlite;
pub mod store;
mod subsystem;

pub use doctor::{Checkup, FilesOfDevice, Finding, FindingCode, Severity};
pub use error::{ErrorKind, SyncError};
pub use export::{Export, ExportFormat, InWords};
pub use fold::{Intent, IntentStatus, Message, Role, ToolCall, Turn};
pub use lease::{
    Asking, FenceDecision, Grade, InMemoryLeaseCoordinator, Lease, LeaseCoordinator, LeaseEnd, LeaseError,
    LeaseSituation, PastLease, SteadyClock, SteadyTime, VotedLeaseCoordinator, VoterStanding, Voters, Word, Words,
    machine_steady_clock, random_words,
};
pub use meter::{SqlMeter, meter_sql};
pub use op::{
    DeviceId, DeviceProfile, Epoch, Frontier, Hlc, Millis, OpId, Scope, Seq, Surface, WallClock, system_clock,
};
pub use relay::{RelayInspection, RelayKind, inspect_relay};
pub use session::{CheckpointReport, DeviceStatus, Overview, Problem, ProblemKind, PumpReport, RosterEntry};
pub use store::{
    CommittedAt, ConversationPage, ConversationSummary, Days, DoubleRun, Found, HistoryEntry, HistoryPage, Hit, Keep,
    KeepError, PageFrom, PagedTurn, PendingRun, RecordCursor, RecordPage, RecordPlace, RecordQuery, RecordSummary,
    Retention, RunEntry, RunState, SearchCursor, SnippetPart, SurfaceCount, TurnCursor, TurnPage,
};
pub use subsystem::{
    DayStart, FilterKind, FilterWord, LeaseOverview, RecordName, RecordText, SearchAnswer, SyncSubsystem,
    examine_device, examine_folder, parse_intent_status, parse_scope, parse_surface, repair_device,
};
