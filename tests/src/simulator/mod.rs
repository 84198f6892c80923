//! A cloud drive, its devices and everything that goes wrong with both, in one process and from one number.
//!
//! A [`Schedule`] is made up front from a seed. A [`World`] carries it out, step by step, and holds what it sees against
//! the truth, which it knows: what was confirmed to whom, who really holds what, who removed what. In the end everything
//! is put right, and everybody must come to rest with everything, soon.

mod claims;
mod device;
mod drive;
mod engine;
mod files;
mod grants;
mod hazards;
mod image;
mod knobs;
mod ledger;
mod make;
mod moves;
mod names;
mod owner;
mod rest;
mod schedule;
mod seat;
mod shrink;
mod sweep;
mod view;
mod weather;
mod world;

pub use device::Device;
pub use drive::Drive;
pub use engine::{Engine, Facts, Grant, LeaseAct, Place, Record};
pub use files::DriveFiles;
pub use image::Image;
pub use knobs::Knob;
pub use make::{Make, baton};
pub use schedule::{Act, Schedule, Step};
pub use shrink::shrink;
pub use sweep::{Coverage, Found, run, sweep, trial};
pub use view::{Folder, Refusal, SharedView, View};
pub use world::{Failure, Outcome, World};
