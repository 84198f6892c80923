//! What SQLite does, counted: for tests that hold that no operation's cost depends on how much is held.

use std::sync::{
    OnceLock,
    atomic::{AtomicU64, Ordering},
};

use rusqlite::Connection;

static METER: OnceLock<&'static SqlMeter> = OnceLock::new();

/// Counts what every connection does that is opened after it was set.
#[derive(Debug, Default)]
pub struct SqlMeter {
    steps: AtomicU64,
    commits: AtomicU64,
}

impl SqlMeter {
    /// A meter at zero.
    pub const fn new() -> Self {
        Self {
            steps: AtomicU64::new(0),
            commits: AtomicU64::new(0),
        }
    }

    /// Instructions that SQLite's virtual machine carried out.
    pub fn steps(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    /// Transactions that were committed and wrote something.
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }
}

/// Has the connections of this process metered that are opened from now on. Only the first meter counts.
pub fn meter_sql(meter: &'static SqlMeter) {
    METER.get_or_init(|| meter);
}

/// Attaches the meter, if there is one.
pub(crate) fn attach(conn: &mut Connection) -> rusqlite::Result<()> {
    let Some(meter) = METER.get() else {
        return Ok(());
    };
    let step = || {
        meter.steps.fetch_add(1, Ordering::Relaxed);
        false
    };
    conn.progress_handler(1, Some(step))?;
    let commit = || {
        meter.commits.fetch_add(1, Ordering::Relaxed);
        false
    };
    conn.commit_hook(Some(commit))?;
    Ok(())
}
