//! Leases: the right of one device to run an agent, and the fence right before a side effect.

mod coordinator;
mod fence;
mod memory;
mod register;
mod steady;
pub mod voted;

pub use coordinator::{
    AgentLeases, Asking, Exchange, Grade, Lease, LeaseCoordinator, LeaseEnd, LeaseError, LeaseSituation, Mail,
    PastLease, VoterStanding, Voters,
};
pub use fence::{FenceDecision, check_fence};
pub use memory::InMemoryLeaseCoordinator;
pub use steady::{SteadyClock, SteadyTime, machine_steady_clock};
pub use voted::{VotedLeaseCoordinator, Word, Words, random_words};
