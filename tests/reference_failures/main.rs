//! Failures of the reference engine that this one must not have, as far as no other suite shows them. The numbers are
//! those of the list of hazards.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, an unmet expectation is the failure"
)]

mod checkpoints;
mod leases;
#[cfg(unix)]
mod processes;
mod stores;
