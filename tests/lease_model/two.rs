//! Two devices.

use crate::plan::{GRANTED, MOVED, NONE, NOTHING, SMALLER};
use crate::scenario::{Budget, Scenario};

/// Two devices ask, renew and release, with every delay and loss.
pub fn two_ask() -> Scenario {
    Scenario {
        name: "two ask, renew, release",
        budget: Budget {
            ticks: 3,
            asks: 2,
            renewals: 1,
            releases: 1,
            ..NONE
        },
        progress: 64,
        ..NOTHING
    }
}

/// The same, when a device may act again before what it decided is in place.
pub fn two_ask_unsaid() -> Scenario {
    Scenario {
        name: "two ask, said later",
        budget: Budget {
            ticks: 2,
            asks: 2,
            renewals: 1,
            ..NONE
        },
        eager: false,
        progress: 256,
        ..NOTHING
    }
}

/// Two devices want to keep it, and hand it over.
pub fn two_keep() -> Scenario {
    Scenario {
        name: "two keep and hand over",
        budget: Budget {
            ticks: 2,
            keeps: 3,
            ..NONE
        },
        progress: 64,
        ..NOTHING
    }
}

/// Two devices leave and return.
pub fn two_leave() -> Scenario {
    Scenario {
        name: "two leave and return",
        budget: Budget {
            asks: 2,
            leaves: 2,
            enters: 2,
            ..NONE
        },
        progress: 64,
        must_happen: &[GRANTED, MOVED, SMALLER],
        ..NOTHING
    }
}

/// A person takes over.
pub fn two_take_over() -> Scenario {
    Scenario {
        name: "two, a person takes over",
        budget: Budget {
            ticks: 2,
            asks: 2,
            renewals: 1,
            take_overs: 1,
            ..NONE
        },
        progress: 64,
        ..NOTHING
    }
}

/// Persons go on without the other device, on both at once.
pub fn two_decide() -> Scenario {
    Scenario {
        name: "two, persons go on without",
        budget: Budget {
            asks: 3,
            decisions: 2,
            ..NONE
        },
        progress: 64,
        must_happen: &[GRANTED, MOVED, SMALLER],
        ..NOTHING
    }
}
