//! Three devices.

use crate::plan::{GRANTED, NONE, NOTHING, SMALLER, THREE};
use crate::scenario::{Budget, Scenario};

/// Three devices ask.
pub fn three_ask() -> Scenario {
    Scenario {
        name: "three ask",
        members: THREE,
        depth: 11,
        budget: Budget {
            ticks: 1,
            asks: 2,
            ..NONE
        },
        progress: 512,
        must_happen: &[GRANTED],
        ..NOTHING
    }
}

/// Three devices, one leaves and returns.
pub fn three_leave() -> Scenario {
    Scenario {
        name: "three, one leaves and returns",
        members: THREE,
        depth: 9,
        budget: Budget {
            asks: 1,
            leaves: 1,
            enters: 1,
            ..NONE
        },
        progress: 512,
        must_happen: &[GRANTED, SMALLER],
        ..NOTHING
    }
}

/// Three devices, two leave.
pub fn three_leave_twice() -> Scenario {
    Scenario {
        name: "three, two leave, one returns",
        budget: Budget {
            asks: 2,
            leaves: 2,
            enters: 1,
            ..NONE
        },
        depth: 8,
        ..three_leave()
    }
}

/// Three devices, a person goes on without one.
pub fn three_decide() -> Scenario {
    Scenario {
        name: "three, a person goes on without",
        members: THREE,
        depth: 8,
        budget: Budget {
            asks: 2,
            decisions: 2,
            ..NONE
        },
        must_happen: &[GRANTED, SMALLER],
        ..NOTHING
    }
}
