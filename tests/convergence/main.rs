//! Whatever devices and drives do in whatever order: when all has arrived, all devices are equal, and nothing that was
//! confirmed is lost.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, an unmet expectation is the failure"
)]

mod double_runs;
mod drives;
mod one_folder;
