//! What goes wrong on real devices and real drives: each gets a clear error or a stated recovery, and nothing that was
//! recorded is lost.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, an unmet expectation is the failure"
)]

mod clocks;
mod conflicted_copies;
mod folders;
mod full_disk;
mod hazards;
mod held_back;
mod identity;
mod segments;
mod stores;
mod tips;
