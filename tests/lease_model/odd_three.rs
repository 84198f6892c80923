//! Three devices, of which one restarts, is set back, is copied, or comes in.

use crate::plan::{GRANTED, NONE, NOTHING, RENAMED, THREE};
use crate::scenario::{Budget, Scenario};
use crate::three::{three_ask, three_leave};

/// A machine starts anew.
pub fn three_reboot() -> Scenario {
    Scenario {
        name: "three, a machine restarts",
        budget: Budget {
            ticks: 1,
            asks: 1,
            reboots: 1,
            ..NONE
        },
        ..three_ask()
    }
}

/// A device is set back to a backup.
pub fn three_restore() -> Scenario {
    Scenario {
        name: "three, one set back",
        members: THREE,
        budget: Budget {
            asks: 1,
            backups: 1,
            restores: 1,
            ..NONE
        },
        must_happen: &[GRANTED, RENAMED],
        ..NOTHING
    }
}

/// The data of a device is copied to another machine, and both run.
pub fn three_copy() -> Scenario {
    Scenario {
        name: "three, one copied",
        budget: Budget {
            asks: 1,
            copies: 1,
            ..NONE
        },
        kept: 1,
        depth: 9,
        ..three_restore()
    }
}

/// The data of a device that asked is copied.
pub fn three_copy_claim() -> Scenario {
    Scenario {
        name: "three, whoever asked copied",
        budget: Budget {
            asks: 1,
            claims_copied: 1,
            ..NONE
        },
        ..three_copy()
    }
}

/// A device enters that becomes the secretary, while another leaves.
pub fn one_enters() -> Scenario {
    Scenario {
        name: "a secretary enters",
        members: NOTHING.members,
        others: &[("a", 100)],
        kept: 1,
        budget: Budget {
            asks: 1,
            leaves: 1,
            ..NONE
        },
        ..three_leave()
    }
}
