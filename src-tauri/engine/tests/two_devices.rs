//! Two facades over one relay folder and one shared lease register: the contract's own sequences.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use baton_engine::{InMemoryLeaseCoordinator, Intent, IntentStatus, Scope, Surface, SyncSubsystem, WallClock};
use serde_json::{Value, json};

fn clock() -> WallClock {
    Arc::new(|| 1_700_000_000_000)
}

fn open(dir: &Path, name: &str, leases: &InMemoryLeaseCoordinator) -> SyncSubsystem {
    let (data, relay) = (dir.join(name), dir.join("relay"));
    SyncSubsystem::open_with(name.to_owned(), &data, &relay, Box::new(leases.clone()), clock()).unwrap()
}

fn say(device: &mut SyncSubsystem, conversation: &str, role: &str, text: &str) -> Value {
    device
        .record_turn(Scope::Personal, conversation, role, text, vec![], None, 7)
        .unwrap()
}

fn converge(devices: &mut [&mut SyncSubsystem]) {
    for _ in 0..3 {
        for device in devices.iter_mut() {
            device.pump().unwrap();
        }
    }
}

fn field(device: &mut SyncSubsystem, name: &str) -> Value {
    device.status().unwrap()[name].clone()
}

struct Pair {
    dir: tempfile::TempDir,
    leases: InMemoryLeaseCoordinator,
    a: SyncSubsystem,
    b: SyncSubsystem,
}

fn pair() -> Pair {
    let dir = tempfile::tempdir().unwrap();
    let leases = InMemoryLeaseCoordinator::new(clock());
    let (a, b) = (open(dir.path(), "a", &leases), open(dir.path(), "b", &leases));
    Pair { dir, leases, a, b }
}

#[test]
fn two_devices_that_pumped_both_ways_hold_the_same_state_and_resume_the_same_messages() {
    let Pair {
        mut a,
        mut b,
        dir: _dir,
        ..
    } = pair();
    say(&mut a, "c1", "user", "hello");
    a.append(
        Scope::Personal,
        Surface::Knowledge,
        json!({"id": "f1", "body": "sky is blue"}),
    )
    .unwrap();
    a.pump().unwrap();
    let report = b.pump().unwrap();
    assert_eq!(report["folded"], 2);
    say(&mut b, "c1", "assistant", "hi there");
    converge(&mut [&mut b, &mut a]);
    assert_eq!(field(&mut a, "state_hash"), field(&mut b, "state_hash"));
    assert_eq!(a.resume("c1").unwrap().to_string(), b.resume("c1").unwrap().to_string());
    assert_eq!(a.resume("c1").unwrap()[1]["role"], "assistant");
    assert_eq!(a.transcript("c1").unwrap().as_array().unwrap().len(), 2);
    assert_eq!(field(&mut a, "stable_frontier"), json!({"a": 1, "b": 0}));
}

#[test]
fn the_lease_goes_to_one_device_at_a_time_and_epochs_rise() {
    let Pair {
        mut a,
        mut b,
        dir: _dir,
        ..
    } = pair();
    assert_eq!(a.lease_acquire("bot", 60_000).unwrap()["epoch"], 1);
    assert!(b.lease_acquire("bot", 60_000).is_err());
    assert!(a.lease_acquire("bot", 60_000).is_err(), "also to the holder itself");
    assert_eq!(a.lease_release("bot", 1).unwrap(), json!({"released": true}));
    assert_eq!(b.lease_acquire("bot", 60_000).unwrap()["epoch"], 2);
    assert!(a.lease_renew("bot", 1, 60_000).is_err());
}

#[test]
fn a_committed_run_is_fenced_on_both_devices_whatever_the_epoch() {
    let Pair {
        mut a,
        mut b,
        dir: _dir,
        ..
    } = pair();
    a.lease_acquire("bot", 60_000).unwrap();
    let intent = |status| Intent::new("bot", "run-1", 1, status);
    assert_eq!(a.fence_check("bot", "run-1", 1).unwrap()["may_dispatch"], true);
    a.record_intent(Scope::Personal, &intent(IntentStatus::Pending))
        .unwrap();
    a.record_intent(Scope::Personal, &intent(IntentStatus::Committed))
        .unwrap();
    let late = a.record_intent(Scope::Personal, &intent(IntentStatus::Failed)).unwrap();
    assert_eq!(late["recorded"], false);
    converge(&mut [&mut a, &mut b]);
    for device in [&mut a, &mut b] {
        for epoch in [0, 1, 9] {
            let answer = device.fence_check("bot", "run-1", epoch).unwrap();
            assert_eq!(answer["decision"]["decision"], "already_committed");
        }
    }
    assert_eq!(a.fence_check("bot", "run-2", 1).unwrap()["may_dispatch"], true);
    assert_eq!(
        b.fence_check("bot", "run-2", 1).unwrap()["decision"]["decision"],
        "stale_epoch"
    );
    assert_eq!(
        b.fence_check("other", "run-2", 1).unwrap()["decision"]["decision"],
        "not_held"
    );
}

#[test]
fn a_cold_third_device_joins_from_a_checkpoint_after_older_segments_were_removed() {
    let Pair {
        mut a,
        mut b,
        dir,
        leases,
    } = pair();
    for n in 0..30 {
        say(&mut a, "c", "user", &format!("question {n}"));
        b.append(Scope::Personal, Surface::Declagent, json!({"id": "cfg", "n": n}))
            .unwrap();
        converge(&mut [&mut a, &mut b]);
    }
    let published = a.checkpoint().unwrap();
    assert_eq!(published["published"], true, "{published}");
    assert_eq!(a.rebase().unwrap()["rebased"], true);
    assert_eq!(a.checkpoint().unwrap()["published"], false, "nothing changed");
    converge(&mut [&mut a, &mut b]);
    converge(&mut [&mut a, &mut b]);
    let segments = |dir: &Path| {
        let devices = std::fs::read_dir(dir.join("relay/d")).unwrap();
        let files = devices.flat_map(|device| std::fs::read_dir(device.unwrap().path()).unwrap());
        files
            .filter(|file| file.as_ref().unwrap().file_name().to_string_lossy().ends_with(".seg"))
            .count()
    };
    assert_eq!(segments(dir.path()), 0, "everything is covered and acknowledged");
    assert_eq!(field(&mut b, "base_checkpoint"), published["checkpoint_hash"]);

    say(&mut a, "c", "user", "after the checkpoint");
    a.pump().unwrap();
    let mut c = open(dir.path(), "c", &leases);
    c.pump().unwrap();
    converge(&mut [&mut a, &mut b, &mut c]);
    assert_eq!(field(&mut a, "state_hash"), field(&mut c, "state_hash"));
    assert_eq!(c.transcript("c").unwrap().as_array().unwrap().len(), 31);
    assert_eq!(field(&mut c, "base_checkpoint"), published["checkpoint_hash"]);

    say(&mut c, "c", "user", "from the third");
    converge(&mut [&mut a, &mut b, &mut c]);
    assert_eq!(
        c.checkpoint().unwrap()["published"],
        true,
        "a device that joined from a checkpoint makes the next"
    );
    converge(&mut [&mut a, &mut b, &mut c]);
    assert_eq!(field(&mut a, "state_hash"), field(&mut c, "state_hash"));
    assert_eq!(field(&mut a, "base_checkpoint"), field(&mut c, "base_checkpoint"));
}

#[test]
fn a_device_whose_store_was_lost_gets_its_chain_back_and_writes_a_new_one() {
    let Pair {
        mut a,
        mut b,
        dir,
        leases,
    } = pair();
    for n in 0..5 {
        say(&mut a, "c", "user", &format!("{n}"));
    }
    converge(&mut [&mut a, &mut b]);
    drop(a);
    std::fs::remove_dir_all(dir.path().join("a")).unwrap();
    let mut a = open(dir.path(), "a", &leases);
    say(&mut a, "c", "user", "after the loss");
    converge(&mut [&mut a, &mut b]);
    converge(&mut [&mut a, &mut b]);
    let me = a.device_id().to_owned();
    assert_ne!(me, "a", "what is gone may have reached further than what is seen");
    assert_eq!(field(&mut a, "journal_frontier"), json!({"a": 4, (me): 0}));
    assert_eq!(field(&mut a, "state_hash"), field(&mut b, "state_hash"));
    assert_eq!(b.transcript("c").unwrap().as_array().unwrap().len(), 6);
}

#[test]
fn a_retired_device_no_longer_holds_up_checkpoints_and_loses_nothing_when_it_returns() {
    let Pair {
        mut a,
        mut b,
        dir,
        leases,
    } = pair();
    let mut gone = open(dir.path(), "gone", &leases);
    say(&mut gone, "c", "user", "before");
    converge(&mut [&mut gone, &mut a, &mut b]);
    say(&mut gone, "c", "user", "never sent before it was lost");
    say(&mut a, "c", "user", "later");
    converge(&mut [&mut a, &mut b]);
    assert_eq!(a.retire("gone").unwrap(), json!({"retired": "gone"}));
    assert!(a.retire("a").is_err() && a.retire("stranger").is_err());
    converge(&mut [&mut a, &mut b]);
    assert_eq!(field(&mut b, "stable_frontier"), json!({"a": 0, "gone": 0}));
    assert_eq!(b.checkpoint().unwrap()["published"], true);
    converge(&mut [&mut a, &mut b]);

    converge(&mut [&mut gone, &mut a, &mut b]);
    assert_eq!(field(&mut a, "state_hash"), field(&mut gone, "state_hash"));
    assert_eq!(b.transcript("c").unwrap().as_array().unwrap().len(), 3);
    assert_eq!(field(&mut a, "roster")[2]["status"], "active");
}

#[test]
fn a_device_without_news_is_heard_of_every_half_day_and_not_more_often() {
    const HALF_DAY: u64 = 12 * 60 * 60 * 1_000;
    let dir = tempfile::tempdir().unwrap();
    let now = Arc::new(AtomicU64::new(1_700_000_000_000));
    let open = |name: &str| {
        let (ticking, relay) = (Arc::clone(&now), dir.path().join("relay"));
        let wall: WallClock = Arc::new(move || ticking.load(Ordering::Relaxed));
        let leases = Box::new(InMemoryLeaseCoordinator::new(Arc::clone(&wall)));
        SyncSubsystem::open_with(name.to_owned(), &dir.path().join(name), &relay, leases, wall).unwrap()
    };
    let (mut a, mut b) = (open("a"), open("b"));
    say(&mut a, "c", "user", "hello");
    converge(&mut [&mut a, &mut b]);
    let mut heard_after = |wait: u64| {
        let then = now.fetch_add(wait, Ordering::Relaxed) + wait;
        a.pump().unwrap();
        b.pump().unwrap();
        let roster = b.overview().unwrap().roster;
        let entry = roster.into_iter().find(|entry| !entry.is_self).unwrap();
        entry.last_seen_ms == Some(then)
    };
    assert!(!heard_after(HALF_DAY - 1));
    assert!(heard_after(1));
    assert!(!heard_after(HALF_DAY - 1));
    // However wrong the clock is set.
    assert!(heard_after(400 * HALF_DAY));
    now.fetch_sub(300 * HALF_DAY, Ordering::Relaxed);
    assert!(heard_after(0));
    assert!(!heard_after(1));
}
