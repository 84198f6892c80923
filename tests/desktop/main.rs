//! The real app, end to end: its binary under a display and a session bus of its own, driven through the tray's D-Bus
//! menu the way a desktop's panel does it, with the command line as the other device.
//!
//! Needs `Xvfb` and `dbus-daemon`, and the binaries `baton-desktop` and `baton` beside this test's, or in
//! `BATON_BIN_DIR`. What is missing fails the test and says so.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a test's helpers are tests as well"
)]

mod bus_services;
mod file_chooser;
mod wait;

use baton_tests::desktop::{app, baton, dbus_menu, desk, processes, screen};

mod exporting;
mod first_run;
mod first_start;
mod leases;
mod pausing;
mod searching;
mod second_start;
mod settings;
mod sleeping;
mod states;
mod syncing;
mod taking_out;
mod taking_over;
mod troubles;
mod window_place;
