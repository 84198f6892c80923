//! F8 and F9: epochs that are granted twice.

use std::process::Child;

use baton_engine::{Intent, IntentStatus, Scope, SyncSubsystem};
use baton_tests::{Pair, Run};
use tempfile::tempdir;

fn acquire(device: &mut SyncSubsystem) -> u64 {
    device.lease_acquire("planner", 60_000).unwrap()["epoch"]
        .as_u64()
        .unwrap()
}

#[test]
fn f8_a_process_that_is_started_again_grants_a_higher_epoch_and_none_below() {
    let root = tempdir().unwrap();
    let open = || SyncSubsystem::open(root.path()).unwrap();
    for expected in 1..=5 {
        let mut device = open();
        assert_eq!(acquire(&mut device), expected);
        device.lease_release("planner", expected).unwrap();
    }
    let mut device = open();
    assert_eq!(acquire(&mut device), 6);
    let pending = Intent::new("planner", "run-1", 6, IntentStatus::Pending);
    device.record_intent(Scope::Personal, &pending).unwrap();
    // The new holder is no zombie, and a stale one may not dispatch, also after one more start.
    let mut device = open();
    assert_eq!(device.leases().unwrap()[0].pending.len(), 1);
    for epoch in 0..=8 {
        let may_dispatch = device.fence_check("planner", "run-2", epoch).unwrap()["may_dispatch"].clone();
        assert_eq!(may_dispatch, epoch == 6, "epoch {epoch}");
    }
}

#[test]
fn f8_a_register_that_knows_nothing_grants_a_higher_epoch_than_any_that_the_ledger_knows() {
    let root = tempdir().unwrap();
    let mut device = SyncSubsystem::open(root.path()).unwrap();
    let intent = Intent::new("planner", "run-1", 5, IntentStatus::Pending);
    device.record_intent(Scope::Personal, &intent).unwrap();
    assert_eq!(acquire(&mut device), 6);
}

/// Of several devices over one relay, nothing is said here: each keeps a register of its own.
#[test]
fn f9_of_several_processes_over_one_devices_data_exactly_one_gets_each_epoch() {
    let Pair { a, .. } = &Pair::new();
    a.json(&["status"]);
    for expected in 1..=8_u64 {
        let ask = ["--json", "lease", "acquire", "planner", "--ttl-ms", "600000"];
        let asking: Vec<Child> = (0..6).map(|_| a.command(&ask).spawn().unwrap()).collect();
        let runs: Vec<Run> = asking.into_iter().map(Run::of).collect();
        let granted: Vec<_> = runs.iter().filter(|run| run.code == 0).map(Run::document).collect();
        assert_eq!(granted.len(), 1, "{runs:?}");
        assert_eq!(granted[0]["epoch"], expected);
        let refused = runs.iter().filter(|run| run.code != 0);
        refused.for_each(|run| assert!(run.refusal(1).contains(&format!("epoch {expected}"))));
        a.json(&["lease", "release", "planner", "--epoch", &expected.to_string()]);
    }
}
