//! What the model must catch: rules that are wrong, and assumptions that do not hold.

use crate::broken::Broken;
use crate::odd::two_copy;
use crate::plan::{NONE, NOTHING};
use crate::scenario::{Budget, Scenario};
use crate::three::three_ask;
use crate::two::two_ask;

/// A vote that is forgotten is given twice.
pub fn vote_in_memory() -> Scenario {
    Scenario {
        budget: Budget {
            asks: 2,
            crashes: 1,
            ..NONE
        },
        progress: 0,
        broken: Some(Broken::VoteInMemory),
        ..three_ask()
    }
}

/// The holder's time ends after the voters'.
pub fn time_from_grant() -> Scenario {
    Scenario {
        progress: 0,
        broken: Some(Broken::TimeFromGrant),
        ..two_ask()
    }
}

/// Two copies count one vote.
pub fn any_word() -> Scenario {
    Scenario {
        progress: 0,
        broken: Some(Broken::AnyWord),
        ..two_copy()
    }
}

/// Clocks whose rates differ by more than a fiftieth.
pub fn bad_clocks() -> Scenario {
    Scenario {
        members: &[("b", 97), ("c", 103), ("d", 103)],
        progress: 0,
        ..three_ask()
    }
}

/// A copy of the only voter: each is a majority by itself.
pub fn lone_copy() -> Scenario {
    Scenario {
        name: "a lone device, copied",
        members: &[("b", 100)],
        budget: Budget {
            asks: 2,
            copies: 1,
            ..NONE
        },
        eager: false,
        must_happen: &[],
        ..NOTHING
    }
}
