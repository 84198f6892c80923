use std::{path::Path, sync::Arc};

use baton_engine::{SyncError, SyncSubsystem};
use baton_sync_loop::Clocks;

/// Opens the device whose data is in the first folder, over the relay in the second.
type Open = Arc<dyn Fn(&Path, &Path) -> Result<SyncSubsystem, SyncError> + Send + Sync>;

/// What the app takes from the machine that it runs on; tests give their own.
#[derive(Clone)]
pub(crate) struct Machine {
    /// The clocks to read.
    pub(crate) clocks: Clocks,
    /// How a device's data is opened.
    pub(crate) open: Open,
}

impl Machine {
    /// This one.
    pub(crate) fn real() -> Self {
        Self {
            clocks: Clocks::system(),
            open: Arc::new(SyncSubsystem::open_with_relay),
        }
    }
}
