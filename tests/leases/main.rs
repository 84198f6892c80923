//! Leases that several devices vote on, over one folder, through the facade.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, an unmet expectation is the failure"
)]

mod absence;
mod founding;
mod run_out;
mod scene;
mod votes;
