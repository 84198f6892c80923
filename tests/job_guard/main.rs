//! `baton run` on three machines: the same line in every crontab, over folders that a slow and bad drive joins, while
//! processes are killed and suspended and folders vanish. No slot of the schedule takes effect twice.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, an unmet expectation is the failure"
)]

mod machine;
mod mischief;

use std::{
    collections::BTreeMap,
    env, fs,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use baton_tests::{Drive, Random, Watch, eventually};
use machine::Machine;

/// How long the schedule goes on, in seconds, one slot each; more can be asked for.
const SECONDS: u64 = 45;

fn seconds() -> u64 {
    let asked = env::var("BATON_GUARDED_SLOTS").ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(SECONDS)
}

/// What took effect: per run, under which epochs and on which machines.
fn effects(journal: &Path) -> BTreeMap<String, Vec<String>> {
    let mut effects = BTreeMap::<String, Vec<String>>::new();
    for line in fs::read_to_string(journal).unwrap_or_default().lines() {
        let (run, rest) = line.split_once(' ').unwrap();
        effects.entry(run.to_owned()).or_default().push(rest.to_owned());
    }
    effects
}

#[test]
fn the_same_cron_line_on_three_machines_takes_effect_at_most_once_per_slot() {
    let dir = tempfile::tempdir().unwrap();
    let journal = dir.path().join("effects");
    let machines = ["a", "b", "c"].map(|name| Machine::new(name, dir.path(), &journal));
    let _drives = [
        Drive::between(&machines[0].device.relay, &machines[1].device.relay, 7),
        Drive::between(&machines[1].device.relay, &machines[2].device.relay, 8),
    ];
    machines[0].device.json(&["pump"]);
    for machine in &machines[1..] {
        eventually("the relay arrives", || machine.sees_the_others().then_some(()));
    }
    let _watches = machines.each_ref().map(|machine| Watch::start(&machine.device));
    eventually("all three vote", || {
        machines.iter().all(|it| it.voters() == 3).then_some(())
    });

    let (end, is_over) = (Instant::now() + Duration::from_secs(seconds()), AtomicBool::new(false));
    thread::scope(|scope| {
        for machine in &machines {
            scope.spawn(|| machine.follow_the_schedule(&is_over));
        }
        let mut random = Random::new(4_711);
        while Instant::now() < end {
            mischief::make(&machines, &journal, &mut random);
        }
        is_over.store(true, Ordering::Relaxed);
    });

    let effects = effects(&journal);
    let twice: Vec<_> = effects.iter().filter(|(_, times)| times.len() > 1).collect();
    assert!(twice.is_empty(), "took effect more than once: {twice:#?}");
    let least = usize::try_from(seconds() / 15).unwrap();
    assert!(
        effects.len() >= least,
        "only {} slots took effect at all",
        effects.len()
    );
    for machine in &machines {
        assert_eq!(machine.device.json(&["status"])["double_runs"], serde_json::json!([]));
    }
}
