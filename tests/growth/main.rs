//! What an operation costs must not depend on how much is held. Times on a shared machine decide nothing, so these tests
//! count: steps of SQLite's virtual machine, transactions, bytes of the store read and written, and what is done to
//! the relay.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, an unmet expectation is the failure"
)]

mod checkpoint;
mod cost;
mod relay;
mod store;
