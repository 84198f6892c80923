//! What is explored: each scenario lets a few special things happen, in every order with everything else.

use crate::odd::{two_copy, two_reboot, two_restore};
use crate::odd_three::{one_enters, three_copy, three_copy_claim, three_reboot, three_restore};
use crate::scenario::{Budget, Scenario, Sight};
use crate::three::{
    three_ask, three_ask_unsaid, three_decide, three_decide_twice, three_keep, three_leave, three_leave_twice,
    three_renew, three_take_over,
};
use crate::two::{two_ask, two_ask_unsaid, two_decide, two_keep, two_leave, two_take_over};

/// Clocks as far apart as may be: the asking device's is slow, the voters' are fast.
const SLOW: u64 = 99;
const FAST: u64 = 101;

/// Nothing is shown if nobody ever holds it.
pub const GRANTED: (&str, Sight) = ("somebody holds it", |_, world| !world.holders().is_empty());
/// It can move.
pub const MOVED: (&str, Sight) = ("another device holds a later epoch", |_, world| {
    let holders: std::collections::BTreeSet<_> = world.past.granted.values().map(|(holder, _)| holder).collect();
    holders.len() > 1
});
/// Leaving works.
pub const SMALLER: (&str, Sight) = ("a smaller view is in force", |it, world| {
    let smaller = |members: usize| members > 0 && members < it.members.len();
    world
        .devices
        .iter()
        .any(|device| smaller(device.ballot.view.members.len()))
});

/// Nothing special.
pub const NONE: Budget = Budget {
    ticks: 0,
    asks: 0,
    keeps: 0,
    renewals: 0,
    releases: 0,
    crashes: 0,
    reboots: 0,
    backups: 0,
    restores: 0,
    copies: 0,
    claims_copied: 0,
    leaves: 0,
    enters: 0,
    decisions: 0,
    take_overs: 0,
};

/// What most scenarios share.
pub const NOTHING: Scenario = Scenario {
    name: "",
    members: &[("b", SLOW), ("c", FAST)],
    others: &[],
    budget: NONE,
    kept: 2,
    depth: 0,
    eager: true,
    progress: 0,
    plain: false,
    broken: None,
    must_happen: &[GRANTED, MOVED],
};
/// A device finds that it is not alone under its id, or behind.
pub const RENAMED: (&str, Sight) = ("a device goes on under another id", |it, world| {
    world.postboxes.len() > it.members.len() + it.others.len()
});
/// Three devices.
pub const THREE: &[(&str, u64)] = &[("b", SLOW), ("c", FAST), ("d", 100)];

/// All that holds, for the report.
pub fn all() -> Vec<Scenario> {
    two().into_iter().chain(three()).collect()
}

/// Two devices.
pub fn two() -> Vec<Scenario> {
    let usual = [two_ask(), two_ask_unsaid(), two_keep(), two_leave(), two_reboot()];
    let odd = [two_restore(), two_copy(), two_take_over(), two_decide()];
    usual.into_iter().chain(odd).collect()
}

/// Three devices.
pub fn three() -> Vec<Scenario> {
    let usual = [
        three_ask(),
        three_renew(),
        three_ask_unsaid(),
        three_keep(),
        three_take_over(),
    ];
    let who_votes = [
        three_leave(),
        three_leave_twice(),
        three_decide(),
        three_decide_twice(),
        one_enters(),
    ];
    let odd = [three_reboot(), three_restore(), three_copy(), three_copy_claim()];
    usual.into_iter().chain(who_votes).chain(odd).collect()
}
