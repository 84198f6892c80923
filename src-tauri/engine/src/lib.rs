//! The sync engine of Baton.
//!
//! Every change of an agent's state is an [`Op`](op::Op) in a hash-chained log per device; devices exchange ops through
//! a dumb shared folder; everybody folds the same ops to the same state; checkpoints bound the log; leases with fencing
//! epochs and a ledger of intents keep two devices from running the same job twice.
//!
//! [`SyncSubsystem`] is the way in. Below it, arrows point one way:
//! `subsystem → session → {store, relay, checkpoint, lease} → fold → op`.

pub mod fold;
pub mod op;
pub mod relay;
pub mod store;
