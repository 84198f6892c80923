use std::{fs, ops::Sub};

use baton_engine::SqlMeter;

/// Turns held by the small device, and by the large one.
pub const SMALL: u64 = 200;
pub const LARGE: u64 = 20_000;

static METER: SqlMeter = SqlMeter::new();

/// What something cost below the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Instructions of SQLite's virtual machine.
    pub steps: u64,
    /// Transactions that wrote: each syncs the store's log.
    pub commits: u64,
    /// Bytes that were read from files; 0 where the system does not tell.
    pub read: u64,
    /// Bytes that were written to files; 0 where the system does not tell.
    pub written: u64,
}

impl Sub for Cost {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self {
            steps: self.steps - before.steps,
            commits: self.commits - before.commits,
            read: self.read - before.read,
            written: self.written - before.written,
        }
    }
}

/// From now on, stores that are opened are metered.
pub fn meter() {
    baton_engine::meter_sql(&METER);
}

/// What this process did so far.
fn so_far() -> Cost {
    Cost {
        steps: METER.steps(),
        commits: METER.commits(),
        read: of_process("rchar:"),
        written: of_process("wchar:"),
    }
}

fn of_process(name: &str) -> u64 {
    let text = fs::read_to_string("/proc/self/io").unwrap_or_default();
    let number = text.lines().find_map(|line| line.strip_prefix(name));
    number.map_or(0, |number| number.trim().parse().unwrap())
}

/// Does something, and answers what it cost.
pub fn cost_of(work: impl FnOnce()) -> Cost {
    let before = so_far();
    work();
    so_far() - before
}

/// Checks that the large device's cost is at most the small one's, but for this much.
#[track_caller]
pub fn assert_no_growth(what: &str, small: u64, large: u64, factor: f64) {
    let ratio = large as f64 / small.max(1) as f64;
    assert!(
        ratio <= factor,
        "{what}: {large} with {LARGE} turns held and {small} with {SMALL}: {ratio:.2} times as much, allowed are {factor}"
    );
}

/// The same for everything that something cost. Instructions hardly grow; a tree of pages gets a level deeper now and
/// then, and what fits into few pages when it is little lies in as many pages as it has neighbours when it is much.
#[track_caller]
pub fn assert_flat(what: &str, small: Cost, large: Cost) {
    assert!(small.steps > 0, "{what}: nothing was metered");
    assert_no_growth(&format!("{what}, SQL steps"), small.steps, large.steps, 1.1);
    assert_no_growth(&format!("{what}, transactions"), small.commits, large.commits, 1.0);
}
