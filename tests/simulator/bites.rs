//! The simulator bites: engines that are known to be wrong do not get past it.

use baton_tests::simulator::{Act, Found, Make, Place, Schedule, Step, baton, trial};

use crate::{
    broken::{Broken, Fault},
    reference::reference,
};

/// All is well but for this: the reference engine writes its shared file anew in every round.
const NEVER_RESTS: &str = "it never comes to rest";

/// The first seed that breaks a rule; no later one than the last.
#[track_caller]
fn first_broken(last: u64, make: &Make) -> (u64, &'static str) {
    let broken = (0..=last).find_map(|seed| Some((seed, trial(&Schedule::of(seed), make).failure?.rule)));
    let (seed, rule) = broken.expect("nothing was noticed");
    let sound = trial(&Schedule::of(seed), &baton).failure;
    assert_eq!(sound, None, "seed {seed} shows nothing: it breaks a sound engine too");
    (seed, rule)
}

fn with(fault: Fault) -> impl Fn(&Place) -> Result<Box<dyn baton_tests::simulator::Engine>, String> + Sync {
    move |place| Broken::open(fault, place)
}

#[test]
fn the_reference_engine_fails_within_a_few_seeds() {
    let failed = |seed: &u64| {
        let failure = trial(&Schedule::of(*seed), &reference).failure;
        failure.is_some_and(|failure| failure.rule != NEVER_RESTS)
    };
    let failed = (0..20).filter(failed).count();
    assert!(failed >= 10, "it got through all but {failed} of 20");
}

#[test]
fn the_reference_engine_gets_through_when_nothing_goes_wrong() {
    let say = |device| Step {
        device,
        act: Act::Say,
        salt: 0,
    };
    let calm = Schedule {
        devices: 2,
        is_apart: false,
        clocks: vec![0, 0],
        has_late_joiner: true,
        steps: [0, 1, 1, 0, 0, 1].map(say).to_vec(),
    };
    let failure = trial(&calm, &reference).failure;
    assert!(
        failure.as_ref().is_none_or(|failure| failure.rule == NEVER_RESTS),
        "{failure:?}"
    );
}

#[test]
fn a_device_that_confirms_before_it_is_on_the_disk_is_caught() {
    first_broken(400, &with(Fault::ConfirmsBeforeFsync));
}

#[test]
fn a_device_that_acknowledges_before_it_is_on_the_disk_is_caught() {
    first_broken(400, &with(Fault::AcknowledgesBeforeFsync));
}

#[test]
fn a_device_that_removes_a_segment_one_acknowledgement_early_is_caught() {
    let (_, rule) = first_broken(100, &with(Fault::RemovesOneAcknowledgementEarly));
    assert_eq!(rule, "it removed what is needed");
}

#[test]
fn a_device_that_trusts_the_names_of_others_files_is_caught() {
    let (_, rule) = first_broken(400, &with(Fault::TrustsNames));
    assert_eq!(rule, "it acknowledged what it does not hold");
}

#[test]
fn a_device_that_takes_absence_for_deletion_is_caught() {
    first_broken(400, &with(Fault::TakesAbsenceForDeletion));
}

#[test]
fn devices_that_delete_everything_and_are_all_equal_are_caught() {
    let (_, rule) = first_broken(400, &with(Fault::DeletesEverything));
    assert_eq!(rule, "a confirmed turn is lost");
}

#[test]
fn what_broke_a_rule_is_shrunk_to_a_few_steps_and_told_step_by_step() {
    let make = with(Fault::RemovesOneAcknowledgementEarly);
    let (seed, rule) = first_broken(100, &make);
    let Some(found) = baton_tests::simulator::run(seed, &make).1 else {
        panic!("the same seed went well the second time")
    };
    let Found { shrunk, trace, .. } = &found;
    assert!(shrunk.steps.len() <= 6, "{found}");
    assert!(trace.last().unwrap().starts_with(rule), "{found}");
}
