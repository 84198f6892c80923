//! Running a command on one device at a time, and at most once per run id.
//!
//! The order of steps is what makes that true: the lease is held; everything that a voter knew is here; runs that were
//! begun and never ended are closed; the run is announced and a majority of the voters has heard of it; the fence is
//! open. Only then does the command start. Whoever is granted the lease next, by any majority, has therefore heard of it.

pub mod alarms;
pub mod grant;
mod guarding;
mod held;
mod job;
pub mod ledger;
pub mod patience;
pub mod slot;
mod under_way;
mod watchdog;

pub use guarding::{Guarded, carry_out};
