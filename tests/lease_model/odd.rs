//! Machines that restart, data that is set back or copied, devices that come in.

use crate::plan::{GRANTED, NONE, NOTHING, RENAMED};
use crate::scenario::{Budget, Scenario};

/// A machine starts anew.
pub fn two_reboot() -> Scenario {
    Scenario {
        name: "two, a machine restarts",
        budget: Budget {
            ticks: 2,
            asks: 2,
            renewals: 1,
            reboots: 1,
            ..NONE
        },
        progress: 64,
        ..NOTHING
    }
}

/// A device is set back to a backup.
pub fn two_restore() -> Scenario {
    Scenario {
        name: "two, one set back",
        budget: Budget {
            ticks: 1,
            asks: 2,
            backups: 1,
            restores: 1,
            ..NONE
        },
        kept: 1,
        eager: false,
        must_happen: &[GRANTED, RENAMED],
        ..NOTHING
    }
}

/// The data of a device is copied to another machine, and both run.
pub fn two_copy() -> Scenario {
    Scenario {
        name: "two, one copied",
        depth: 11,
        budget: Budget {
            ticks: 1,
            asks: 2,
            copies: 1,
            ..NONE
        },
        kept: 1,
        eager: false,
        must_happen: &[GRANTED, RENAMED],
        ..NOTHING
    }
}
