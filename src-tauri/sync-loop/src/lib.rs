//! The loop that keeps one device in step with its relay folder. The tray app and `baton watch` share it.
//!
//! One thread owns the [`baton_engine::SyncSubsystem`]. It takes commands, and hints from watched files; it runs a round
//! with the relay when a hint, a person, or a minute's pass asks for one; and it publishes a [`LoopState`] whenever
//! something changed. Nothing here waits for a particular file event: events get lost on network and cloud drives.

mod absence;
mod activity;
mod alerts;
mod backoff;
mod changes;
mod clock;
mod coalesce;
mod data;
mod device_words;
mod diagnostics;
#[cfg(test)]
mod examples;
mod exchanges;
mod failure;
mod folder_identity;
mod handle;
mod headline;
mod input;
mod lease_words;
mod listening;
mod local_time;
mod pause;
mod peers;
mod relocate;
mod report;
mod rounds;
mod schedule;
mod shared;
mod standing;
mod start;
mod state;
mod status;
mod told;
mod trouble;
mod upkeep;
mod wake;
mod watch;
mod words;
mod worker;

pub use activity::{Activity, ActivityKind, ActivityLog};
pub use alerts::{Alert, alerts};
pub use clock::Clocks;
pub use data::Opener;
pub use device_words::{TimeWords, device_line};
pub use diagnostics::{Subject, diagnostics};
pub use exchanges::Exchange;
pub use failure::{Failure, FailureKind, LoopError, failure_title};
pub use handle::{LoopHandle, SyncLoop};
pub use input::Reply;
pub use local_time::{local_clock_text, local_day_start, local_day_text, local_stamp};
pub use pause::Pause;
pub use shared::{LoopEvent, OnEvent};
pub use start::{LoopConfig, start};
pub use state::{Found, LoopState};
pub use status::{Need, Status, StatusKind, is_about_folder, needs_person};
pub use told::Told;
pub use words::{changes, list_names};
