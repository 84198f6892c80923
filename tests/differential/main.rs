//! Against the reference engine: the same ops, ids, folds, transcripts and resumed messages, wherever the contract does
//! not ask for more. The reference is `car-sync` 0.60, an oracle for tests only.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, an unmet expectation is the failure"
)]

mod engine;
mod folds;
mod ids;
mod messages;
mod payloads;
mod twins;
