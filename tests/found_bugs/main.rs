//! Scenes that the engine does not master yet, each as small as possible. One that passes moves to where it belongs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, an unmet expectation is the failure"
)]

mod checkpoints;
mod repairs;
