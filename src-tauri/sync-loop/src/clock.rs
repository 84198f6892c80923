use std::{sync::Arc, time::Instant};

use baton_engine::{WallClock, system_clock};

/// The clocks the loop reads; tests give their own.
#[derive(Clone)]
pub struct Clocks {
    /// Milliseconds since 1970.
    pub wall: WallClock,
    /// The clock that waits are counted on.
    pub monotonic: Arc<dyn Fn() -> Instant + Send + Sync>,
}

impl Clocks {
    /// The machine's clocks.
    pub fn system() -> Self {
        Self {
            wall: system_clock(),
            monotonic: Arc::new(Instant::now),
        }
    }

    pub(crate) fn now(&self) -> Instant {
        (self.monotonic)()
    }

    pub(crate) fn wall_ms(&self) -> u64 {
        (self.wall)()
    }
}
