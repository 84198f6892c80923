//! The real `baton` command, used the way a person or a script uses it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, an unmet expectation is the failure"
)]

mod answers;
mod at_once;
mod damaged;
mod diagnostics;
mod doctor;
mod export;
#[cfg(unix)]
mod guarded;
mod leases;
mod many_turns;
mod places;
mod records;
mod retention;
#[cfg(unix)]
mod run;
#[cfg(unix)]
mod run_stopped;
mod search;
mod words;
mod wrong_usage;
