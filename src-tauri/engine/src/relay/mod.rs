//! The relay: where devices exchange ops. `FORMAT.md` beside this file is the written format; this is its code.
//!
//! [`Files`] is the only thing that touches the folder; a folder on disk and one in memory implement it, and an object
//! store could. Everything above it is the same for all of them.

mod container;
mod error;
mod files;
mod folder;
mod hello;
mod inspect;
mod layout;
mod listing;
mod memory;
mod online_only;
mod op_line;
mod part;
mod prove;
mod segment;
mod sentinel;
mod short_hash;
mod small_body;
mod tail;
mod text_lines;
mod tip;

pub use container::{Kind, MAX_BODY_BYTES, compress, decompress, open, seal};
pub use error::{Damage, RelayError};
pub use files::{EntryName, FileEntry, Files, Stamp};
pub use folder::FolderFiles;
pub use hello::Hello;
pub use inspect::{RelayInspection, RelayKind, inspect_relay};
pub(crate) use layout::is_device_dir;
pub use layout::{DEVICES, FileName, device_dir, dir_name};
pub use listing::{DeviceFiles, Listing};
pub use memory::MemoryFiles;
pub use part::{BLOCK, Manifest, Part, PartEntry, checkpoint_name};
pub use prove::{Proven, prove, prove_unnamed};
pub(crate) use segment::SegmentReader;
pub use segment::{Segment, SegmentLines};
pub(crate) use sentinel::relay_id;
pub use sentinel::{Ours, ensure_ours, is_litter, recognise};
pub use short_hash::{NoHash, ShortHash};
pub use tip::{Tip, TipHead};
