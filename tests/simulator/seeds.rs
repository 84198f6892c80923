//! Ten thousand worlds in which no rule is broken. They are shared out so that all processors have something to do.

use baton_tests::simulator::{Coverage, Knob, Schedule, baton, sweep, trial};

/// So many worlds in each of the tests.
const SHARE: u64 = 1_250;

#[track_caller]
fn holds(share: u64) -> Coverage {
    let (coverage, found) = sweep(share * SHARE..(share + 1) * SHARE, &baton);
    if let Some(found) = found {
        panic!("{found}");
    }
    coverage
}

#[test]
fn no_rule_is_broken_in_the_first_eighth_of_all_seeds_and_every_knob_is_turned() {
    let coverage = holds(0);
    for knob in Knob::ALL {
        assert!(coverage.of(knob) > 20, "{knob} only {} times", coverage.of(knob));
    }
}

#[test]
fn no_rule_is_broken_in_the_second_eighth_of_all_seeds() {
    holds(1);
}

#[test]
fn no_rule_is_broken_in_the_third_eighth_of_all_seeds() {
    holds(2);
}

#[test]
fn no_rule_is_broken_in_the_fourth_eighth_of_all_seeds() {
    holds(3);
}

#[test]
fn no_rule_is_broken_in_the_fifth_eighth_of_all_seeds() {
    holds(4);
}

#[test]
fn no_rule_is_broken_in_the_sixth_eighth_of_all_seeds() {
    holds(5);
}

#[test]
fn no_rule_is_broken_in_the_seventh_eighth_of_all_seeds() {
    holds(6);
}

#[test]
fn no_rule_is_broken_in_the_last_eighth_of_all_seeds() {
    holds(7);
}

#[test]
fn a_seed_that_runs_again_does_the_same_to_the_last_file_name() {
    for seed in 0..40 {
        let schedule = Schedule::of(seed);
        let (first, again) = (trial(&schedule, &baton), trial(&schedule, &baton));
        assert_eq!(first, again, "seed {seed}");
    }
}
