//! A device that is killed again and again loses nothing that it had confirmed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, an unmet expectation is the failure"
)]
#![cfg(unix)]

mod order;
mod power;
mod victim;

use std::{collections::BTreeMap, fs, path::Path, thread};

use baton_engine::{SyncSubsystem, relay::FileName, system_clock};
use baton_tests::{Fleet, Random, converge, exchange, files_below, said, say, turn_ids};
use victim::{Confirmed, Victim};

/// Kills a recorder `times` times; between its lives a healthy device pumps and says something too.
fn kill_again_and_again(habit: &str, times: u64) {
    let fleet = Fleet::new();
    let mut healthy = fleet.device_with_clock("healthy", system_clock());
    let mut random = Random::new(times);
    let mut confirmed = Confirmed::default();
    for life in 0..times {
        let mut victim = Victim::start(&fleet, habit, life);
        victim.live(random.below(15), random.chance(60), &mut confirmed);
        if random.chance(30) {
            healthy.pump().unwrap();
        }
        (0..random.below(400)).for_each(|_| thread::yield_now());
        victim.kill(&mut confirmed);
        say(&mut healthy, "c", &format!("after life {life}"));
        healthy.pump().unwrap();
        let mut reopened = fleet.device_with_clock("victim", system_clock());
        confirmed.check(&mut reopened);
        if random.chance(50) {
            exchange(&mut [&mut reopened, &mut healthy]);
        }
    }
    let mut reopened = fleet.device_with_clock("victim", system_clock());
    converge(&mut [&mut reopened, &mut healthy]);
    for device in [&mut reopened, &mut healthy] {
        confirmed.check(device);
        let after = said(device, "c")
            .into_iter()
            .filter(|text| text.starts_with("after life"))
            .count();
        assert_eq!(after as u64, times);
    }
    assert!(
        (confirmed.turns.len() + confirmed.texts.len()) as u64 > times,
        "the recorder hardly recorded: the test shows nothing"
    );
    check_folder(&fleet, &mut reopened, &mut healthy);
}

/// Nothing lies in the relay folder but what its format names.
fn check_folder(fleet: &Fleet, victim: &mut SyncSubsystem, healthy: &mut SyncSubsystem) {
    exchange(&mut [victim, healthy]);
    let names: BTreeMap<_, _> = files_below(&fleet.relay())
        .into_iter()
        .map(|path| (path.clone(), depth(fleet, &path)))
        .collect();
    for (path, depth) in names {
        let name = path.file_name().unwrap().to_str().unwrap();
        let top = name == "README.txt" || (name.starts_with("relay-") && name.ends_with(".json"));
        assert!(
            if depth == 1 {
                top
            } else {
                depth == 3 && FileName::parse(name).is_some()
            },
            "{}",
            path.display()
        );
    }
    let staged = fs::read_dir(fleet.data("victim").join("staging")).map_or(0, Iterator::count);
    assert!(
        staged <= 1,
        "{staged} half-written files were left behind in the device's own folder"
    );
}

fn depth(fleet: &Fleet, path: &Path) -> usize {
    path.strip_prefix(fleet.relay()).unwrap().components().count()
}

#[test]
fn killed_in_the_middle_of_appends_it_has_every_confirmed_turn_exactly_once() {
    kill_again_and_again("append", 15);
}

#[test]
fn killed_in_the_middle_of_pumps_it_has_every_confirmed_turn_exactly_once() {
    kill_again_and_again("pump", 20);
}

#[test]
fn killed_in_the_middle_of_checkpoints_it_has_every_confirmed_turn_exactly_once() {
    kill_again_and_again("checkpoint", 20);
}

#[test]
fn killed_while_it_is_granted_leases_it_still_holds_every_one_it_knew_of() {
    let fleet = Fleet::new();
    let mut confirmed = Confirmed::default();
    for life in 0..8 {
        let mut victim = Victim::start(&fleet, "votes", life);
        victim.live(3 + usize::try_from(life).unwrap() % 4, false, &mut confirmed);
        victim.kill(&mut confirmed);
        let mut reopened = SyncSubsystem::open_with_relay(&fleet.data("victim"), &fleet.relay()).unwrap();
        confirmed.check_leases(&mut reopened);
        reopened.pump().unwrap();
        confirmed.check_leases(&mut reopened);
    }
    assert!(confirmed.leases.len() >= 24);
}

#[test]
fn a_life_without_a_kill_confirms_what_it_records() {
    let fleet = Fleet::new();
    let mut confirmed = Confirmed::default();
    let mut victim = Victim::start(&fleet, "pump", 1);
    victim.live(50, false, &mut confirmed);
    victim.kill(&mut confirmed);
    assert!(confirmed.turns.len() + confirmed.texts.len() + confirmed.runs.len() >= 50);
    assert!(turn_ids(&mut fleet.device("victim"), "c").len() >= confirmed.turns.len());
}
