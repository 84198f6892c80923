//! The doctor: looks at a relay folder and at a device's store, says what it finds and what to do about it, and repairs
//! what can be repaired without losing anything.
//!
//! Looking never writes. Repairing touches this device's own files and its search index only, never what another device
//! or another program wrote.

mod awaited;
mod checkup;
mod clocks;
mod coverage;
mod damaged;
mod device_dir;
mod devices;
mod finding_code;
mod folder;
mod foreign;
mod gather;
mod integrity;
mod look;
mod own;
mod repair;
mod strangers;
mod survey;
mod words;

pub use checkup::{Checkup, FilesOfDevice, Finding, Severity};
pub use finding_code::FindingCode;
pub use foreign::{Foreign, Vendor, classify};
pub use look::{Scene, Who, look};
pub(crate) use repair::refused;
pub use repair::repair;
