//! Leases: the right of one device to run an agent, and the fence right before a side effect.

mod coordinator;
mod fence;
mod local;
mod memory;
mod register;
pub mod voted;

pub use coordinator::{
    Asking, Grade, Lease, LeaseCoordinator, LeaseEnd, LeaseError, LeaseSituation, PastLease, VoterStanding, Voters,
};
pub use fence::{FenceDecision, check_fence};
pub use local::LocalLeaseCoordinator;
pub use memory::InMemoryLeaseCoordinator;
