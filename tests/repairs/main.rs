//! Damage in the relay folder, and checkpoints in unusual places: somebody repairs it, and everybody gets everything.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, an unmet expectation is the failure"
)]

mod carried;
mod checkpoints;
mod files;
