//! Three devices that ask, leave, return, and are gone on without.

use crate::plan::{GRANTED, NONE, NOTHING, SMALLER, THREE};
use crate::scenario::{Budget, Scenario};

/// Three devices ask.
pub fn three_ask() -> Scenario {
    Scenario {
        name: "three ask",
        members: THREE,
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

/// Three devices ask, renew and release, and time passes twice.
pub fn three_renew() -> Scenario {
    Scenario {
        name: "three ask, renew, release",
        budget: Budget {
            ticks: 2,
            asks: 2,
            renewals: 1,
            releases: 1,
            ..NONE
        },
        kept: 1,
        depth: 9,
        ..three_ask()
    }
}

/// The same, when a device may act again before what it decided is in place.
pub fn three_ask_unsaid() -> Scenario {
    Scenario {
        name: "three ask, said later",
        eager: false,
        ..three_ask()
    }
}

/// Three devices want to keep it, and hand it over.
pub fn three_keep() -> Scenario {
    Scenario {
        name: "three keep and hand over",
        budget: Budget {
            ticks: 1,
            keeps: 2,
            ..NONE
        },
        kept: 1,
        ..three_ask()
    }
}

/// A person takes over on one of three devices.
pub fn three_take_over() -> Scenario {
    Scenario {
        name: "three, a person takes over",
        budget: Budget {
            ticks: 1,
            asks: 2,
            take_overs: 1,
            ..NONE
        },
        ..three_ask()
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
            asks: 1,
            leaves: 2,
            enters: 1,
            ..NONE
        },
        kept: 1,
        depth: 8,
        must_happen: &[GRANTED, SMALLER],
        ..three_leave()
    }
}

/// Three devices, a person goes on without one.
pub fn three_decide() -> Scenario {
    Scenario {
        name: "three, a person goes on without",
        members: THREE,
        budget: Budget {
            asks: 1,
            decisions: 1,
            ..NONE
        },
        kept: 1,
        depth: 8,
        must_happen: &[GRANTED, SMALLER],
        ..NOTHING
    }
}

/// Three devices, persons go on without others on two of them.
pub fn three_decide_twice() -> Scenario {
    Scenario {
        name: "three, persons go on without",
        budget: Budget {
            asks: 1,
            decisions: 2,
            ..NONE
        },
        ..three_decide()
    }
}
