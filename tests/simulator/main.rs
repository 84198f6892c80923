//! The simulator: thousands of worlds, each from one number, in which drives and devices do everything they were ever
//! seen doing, and what each of them must never break.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, an unmet expectation is the failure"
)]

mod bites;
mod broken;
mod reference;
mod regressions;
mod seeds;
mod stragglers;
