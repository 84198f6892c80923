//! Real `baton watch` processes whose folders are joined by something that copies files: a drive at its worst, and
//! Syncthing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, an unmet expectation is the failure"
)]
#![cfg(unix)]

mod bad_drive;
mod real_drive;
mod scene;
