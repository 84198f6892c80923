use baton_engine::{LeaseEnd, LeaseError};

use crate::scene::{Scene, TTL_MS};

#[test]
fn the_only_executor_is_granted_a_lease_at_once() {
    let mut scene = Scene::of(1);
    assert_eq!(scene.acquire(0).unwrap(), 1);
    assert!(scene.may_act(0, 1));
}

#[test]
fn of_two_each_waits_for_the_other_by_name_and_only_one_is_granted() {
    let mut scene = Scene::of(2);
    let waits = scene.acquire(0).unwrap_err();
    let other = scene.devices[1].device_id().to_owned();
    let LeaseError::Pending { waiting_for, .. } = waits else {
        panic!("{waits}")
    };
    assert_eq!(
        waiting_for.iter().map(|device| device.as_str()).collect::<Vec<_>>(),
        [other]
    );
    assert!(!scene.may_act(0, 1), "it acts before anybody answered");
    let epoch = scene.granted(0);
    assert!(scene.may_act(0, epoch));
    assert!(matches!(scene.acquire(1), Err(LeaseError::Held { .. })));
    assert!(!scene.may_act(1, epoch));
}

#[test]
fn f9_devices_that_ask_at_the_same_time_never_both_hold_it_and_one_gets_it() {
    let mut scene = Scene::of(3);
    for _ in 0..4 {
        let mut granted: Vec<(usize, u64)> = Vec::new();
        scene.settles(|it| {
            let asked: Vec<_> = (0..3).filter_map(|at| Some((at, it.acquire(at).ok()?))).collect();
            granted.extend(asked);
            !granted.is_empty()
        });
        assert_eq!(granted.len(), 1, "{granted:?}");
        let (at, epoch) = granted[0];
        scene.settles(|_| false);
        let acting: Vec<_> = (0..3).filter(|at| scene.may_act(*at, epoch)).collect();
        assert_eq!(acting, [at]);
        scene.devices[at].lease_release("planner", epoch).unwrap();
        scene.settles(|_| false);
    }
}

#[test]
fn a_released_lease_goes_to_the_other_at_a_higher_epoch_and_both_know_the_history() {
    let mut scene = Scene::of(2);
    let first = scene.granted(0);
    scene.devices[0].lease_release("planner", first).unwrap();
    assert!(!scene.may_act(0, first), "it acts after it gave the lease back");
    let second = scene.granted(1);
    assert!(second > first);
    scene.settles(|_| false);
    for at in 0..2 {
        let history = scene.devices[at].leases().unwrap()[0].situation.history.clone();
        let past: Vec<_> = history.iter().map(|past| (past.epoch.get(), past.end)).collect();
        assert_eq!(past, [(second, None), (first, Some(LeaseEnd::Released))], "device-{at}");
    }
}

#[test]
fn a_holder_that_keeps_the_agent_hands_it_over_when_it_is_asked_and_no_run_is_under_way() {
    let mut scene = Scene::of(2);
    scene.devices[0].lease_request("planner", TTL_MS).unwrap();
    let holds = |it: &mut Scene, at: usize| {
        let lease = it.devices[at].leases().unwrap().remove(0).lease;
        lease.is_some_and(|lease| lease.holder.as_str() == it.devices[at].device_id())
    };
    assert!(scene.settles(|it| holds(it, 0)));
    let epoch = scene.devices[0].leases().unwrap()[0].last_epoch.get();
    let pending = baton_engine::Intent::new("planner", "run-1", epoch, baton_engine::IntentStatus::Pending);
    scene.devices[0]
        .record_intent(baton_engine::Scope::Personal, &pending)
        .unwrap();
    scene.devices[1].lease_request("planner", TTL_MS).unwrap();
    scene.settles(|_| false);
    assert!(holds(&mut scene, 0), "it gave the agent away in the middle of a run");
    let wanted_by = scene.devices[0].leases().unwrap()[0].situation.wanted_by.len();
    assert_eq!(wanted_by, 1);
    let done = baton_engine::Intent::new("planner", "run-1", epoch, baton_engine::IntentStatus::Committed);
    scene.devices[0]
        .record_intent(baton_engine::Scope::Personal, &done)
        .unwrap();
    assert!(scene.settles(|it| holds(it, 1)));
    let decision = scene.devices[1].fence_check("planner", "run-1", epoch).unwrap();
    assert_eq!(
        decision["decision"]["decision"], "already_committed",
        "it holds the lease without knowing the run"
    );
}

#[test]
fn a_take_over_fences_the_holder_as_soon_as_it_hears_and_is_refused_at_another_epoch() {
    let mut scene = Scene::of(2);
    let first = scene.granted(0);
    scene.settles(|_| false);
    assert!(scene.devices[1].lease_take_over("planner", first + 7).is_err());
    scene.devices[1].lease_take_over("planner", first).unwrap();
    let second = scene.granted(1);
    assert!(second > first + 1, "the epoch of the take-over is used up");
    assert!(!scene.may_act(0, first));
    let history = scene.devices[0].leases().unwrap()[0].situation.history.clone();
    assert_eq!(history.last().unwrap().end, Some(LeaseEnd::TakenOver));
}

#[test]
fn another_process_of_the_device_knows_the_lease_and_nobody_is_granted_it_twice() {
    let mut scene = Scene::of(2);
    let epoch = scene.granted(0);
    let mut other = scene.again(0);
    assert!(other.lease_acquire("planner", TTL_MS).is_err());
    assert_eq!(
        other.fence_check("planner", "run-1", epoch).unwrap()["may_dispatch"],
        true
    );
    other.lease_release("planner", epoch).unwrap();
    assert!(!scene.may_act(0, epoch));
}
