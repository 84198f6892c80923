//! Ops: the immutable records everything else is made of. Nothing here touches a disk or a clock.

mod canonical;
mod canonical_text;
mod chain;
mod clock;
mod ids;
mod kept;
mod profile;
mod ranges;
mod record;
mod scope;
mod surface;

pub use canonical::{MAX_DEPTH, Payload, PayloadError};
pub use chain::{ChainError, ChainHead};
pub use clock::{Hlc, HlcClock, MAX_WALL, Skew, WallClock, system_clock};
pub use ids::{DeviceId, Epoch, Frontier, Millis, OpId, Seq};
pub(crate) use kept::{KeptOp, NotKept};
pub use profile::DeviceProfile;
pub(crate) use ranges::{SeqRange, uncovered};
pub use record::Op;
pub use scope::Scope;
pub use surface::{Surface, Tier};
