//! The doctor: every finding is provoked in real folders and stores; looking changes nothing; repairing loses nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, an unmet expectation is the failure"
)]

mod devices;
mod folders;
mod forge;
mod healthy;
mod own_files;
mod patient;
mod stores;
mod strangers;
