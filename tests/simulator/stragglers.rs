//! Checkpoints, what they let go, and devices that come back after it: scenes played on the same drive, by the same rules.

use baton_tests::simulator::{Act, Schedule, Step, World, baton};

/// Plays steps, told as device and act, with everything carried around in between where `Act::Upload` and
/// `Act::Download` say so, and holds all rules.
#[track_caller]
fn play(devices: usize, steps: Vec<(usize, Act)>) -> World<'static> {
    let schedule = Schedule {
        devices,
        is_apart: false,
        clocks: vec![0; devices],
        has_late_joiner: true,
        steps: steps
            .into_iter()
            .zip(0..)
            .map(|((device, act), salt)| Step { device, act, salt })
            .collect(),
    };
    let mut world = World::new(&schedule, &baton);
    if let Err(failure) = world.play(&schedule) {
        panic!("{failure}\n{}", world.trace.join("\n"));
    }
    world
}

/// Everybody among the first `devices` hears of everything, and says so.
fn exchange(devices: usize) -> Vec<(usize, Act)> {
    let once = (0..devices).flat_map(|device| {
        let acts = [
            Act::Download,
            Act::Download,
            Act::Pump,
            Act::Upload,
            Act::Upload,
            Act::Upload,
        ];
        acts.map(|act| (device, act))
    });
    once.collect::<Vec<_>>().repeat(4)
}

fn compact(devices: usize) -> Vec<(usize, Act)> {
    let mut steps = exchange(devices);
    steps.push((0, Act::Checkpoint));
    steps.extend(exchange(devices));
    steps
}

fn removals(world: &World<'_>) -> usize {
    world
        .trace
        .iter()
        .filter(|line| line.contains("removes ") && line.ends_with(".seg"))
        .count()
}

#[test]
fn a_device_that_returns_after_its_segments_were_removed_loses_none_of_its_unsent_turns() {
    let mut steps = vec![(0, Act::Say), (1, Act::Say), (2, Act::Say)];
    steps.extend(exchange(3));
    // What device-2 says now stays with it: it is switched off before its drive carries anything.
    steps.extend([(2, Act::Say), (2, Act::Note), (2, Act::Leave)]);
    steps.extend([(0, Act::Say), (1, Act::Say)]);
    steps.extend(exchange(2));
    steps.extend(retire_until(2));
    steps.extend(compact(2));
    steps.extend([(2, Act::Calm), (2, Act::Say)]);
    steps.extend(exchange(3));
    let world = play(3, steps);
    assert!(removals(&world) > 0, "the scene needs segments to be removed");
}

/// Device-0 takes the others out of the quorum, one after another; those that are alive count again at once.
fn retire_until(devices: usize) -> Vec<(usize, Act)> {
    let mut steps = vec![(0, Act::Retire); 12];
    for device in 0..devices {
        steps.extend([(device, Act::Say), (device, Act::Pump)]);
    }
    steps
}

#[test]
fn the_twentieth_checkpoint_is_as_good_as_the_first() {
    let mut steps = Vec::new();
    for _ in 0..20 {
        steps.extend([(0, Act::Say), (1, Act::Say), (1, Act::Note)]);
        steps.extend(compact(2));
    }
    let world = play(2, steps);
    let published = world.trace.iter().filter(|line| line.starts_with("  ckpt-")).count();
    assert!(published >= 20, "only {published} checkpoints");
    assert!(removals(&world) >= 20, "too little was removed");
}

#[test]
fn a_device_that_writes_while_it_is_retired_counts_again_and_keeps_everything() {
    let mut steps = vec![(0, Act::Say), (1, Act::Say), (2, Act::Say)];
    steps.extend(exchange(3));
    steps.extend(retire_until(1));
    for _ in 0..3 {
        steps.extend([(2, Act::Say), (2, Act::Pump), (0, Act::Say)]);
        steps.extend(compact(2));
    }
    steps.extend(exchange(3));
    play(3, steps);
}

#[test]
fn a_device_that_comes_back_after_months_and_many_checkpoints_catches_up() {
    let mut steps = vec![(0, Act::Say), (1, Act::Say)];
    steps.extend(exchange(3));
    steps.push((2, Act::Leave));
    for _ in 0..4 {
        steps.extend([(0, Act::Say), (1, Act::Say), (1, Act::Note)]);
        steps.extend(compact(2));
    }
    steps.extend([(2, Act::Calm), (2, Act::Say), (2, Act::Pump)]);
    play(3, steps);
}
