//! A lease whose time passed and that nobody gave back stays in sight, whatever happens to the votes meanwhile.

use baton_engine::{
    Intent, IntentStatus, LeaseEnd, LeaseOverview, Scope,
    lease::voted::{Agent, Said},
};
use baton_sync_loop::{Alert, LoopState, alerts};

use crate::scene::{Scene, TTL_MS};

/// One device whose lease ran out during a run.
fn stuck() -> Scene {
    let mut scene = Scene::of(1);
    scene.devices[0].lease_acquire("planner", 1).unwrap();
    let pending = Intent::new("planner", "run-1", 1, IntentStatus::Pending);
    scene.devices[0].record_intent(Scope::Personal, &pending).unwrap();
    scene.devices[0].pump().unwrap();
    scene
}

fn known(scene: &mut Scene, at: usize) -> LeaseOverview {
    scene.devices[at].leases().unwrap().remove(0)
}

fn history(scene: &mut Scene, at: usize) -> Vec<(u64, Option<LeaseEnd>)> {
    let history = known(scene, at).situation.history;
    history.iter().map(|past| (past.epoch.get(), past.end)).collect()
}

#[track_caller]
fn is_in_sight(scene: &mut Scene, at: usize) {
    let holder = scene.devices[0].device_id().to_owned();
    let known = known(scene, at);
    let lease = known.lease.unwrap_or_else(|| panic!("device-{at} sees nobody"));
    assert_eq!((lease.holder.as_str(), lease.epoch.get()), (&*holder, 1), "device-{at}");
    assert!(lease.expires_at_ms <= baton_engine::system_clock()(), "device-{at}");
    assert_eq!(known.pending.len(), 1, "device-{at}");
    let shown = scene.devices[at].lease_status("planner").unwrap();
    assert_eq!(shown["lease"]["epoch"], 1, "device-{at}");
    assert_eq!(history(scene, at), [(1, Some(LeaseEnd::Lapsed))], "device-{at}");
}

#[track_caller]
fn is_out_of_sight(scene: &mut Scene, end: LeaseEnd) {
    for at in 0..scene.devices.len() {
        assert_eq!(known(scene, at).lease, None, "device-{at} sees a lease that is over");
        assert_eq!(history(scene, at).last(), Some(&(1, Some(end))), "device-{at}");
    }
}

/// Another device enters the vote, which ends the claim that ran out.
fn another_enters() -> Scene {
    let mut scene = stuck();
    scene.join();
    assert!(scene.settles(Scene::all_vote));
    scene.settles(|_| false);
    scene
}

#[test]
fn it_stays_in_sight_when_another_device_enters_and_can_be_taken_over_there() {
    let mut scene = another_enters();
    (0..2).for_each(|at| is_in_sight(&mut scene, at));
    assert!(scene.devices[1].lease_take_over("planner", 7).is_err());
    scene.devices[1].lease_take_over("planner", 1).unwrap();
    scene.settles(|_| false);
    is_out_of_sight(&mut scene, LeaseEnd::TakenOver);
    assert!(scene.granted(1) > 2, "the epoch of the take-over is used up");
}

#[test]
fn a_device_that_heard_only_of_its_end_sees_it_too() {
    let mut scene = another_enters();
    scene.join();
    assert!(scene.settles(Scene::all_vote));
    (0..3).for_each(|at| is_in_sight(&mut scene, at));
}

#[test]
fn it_can_still_be_given_back_and_is_out_of_sight_then() {
    let mut scene = another_enters();
    assert!(scene.devices[0].lease_release("planner", 7).is_err());
    scene.devices[0].lease_release("planner", 1).unwrap();
    scene.settles(|_| false);
    is_out_of_sight(&mut scene, LeaseEnd::Released);
    assert!(
        scene.devices[0].lease_release("planner", 1).is_err(),
        "given back twice"
    );
}

#[test]
fn one_that_was_given_back_after_its_time_was_given_back_whoever_enters_later() {
    let mut scene = stuck();
    scene.devices[0].lease_release("planner", 1).unwrap();
    scene.join();
    assert!(scene.settles(Scene::all_vote));
    assert_eq!(known(&mut scene, 0).lease, None);
    assert_eq!(known(&mut scene, 1).lease, None);
    assert_eq!(history(&mut scene, 0), [(1, Some(LeaseEnd::Released))]);
}

#[test]
fn it_is_out_of_sight_once_a_later_one_was_given_back() {
    let mut scene = another_enters();
    for at in [1, 0] {
        let next = scene.granted(at);
        scene.devices[at].lease_release("planner", next).unwrap();
        scene.settles(|_| false);
        is_out_of_sight(&mut scene, LeaseEnd::Lapsed);
    }
}

#[test]
fn it_stays_in_sight_when_its_holder_goes_away_and_comes_back() {
    let mut scene = stuck();
    scene.devices[0].set_away(true).unwrap();
    scene.join();
    scene.settles(|_| false);
    (0..2).for_each(|at| is_in_sight(&mut scene, at));
    scene.devices[0].set_away(false).unwrap();
    assert!(scene.settles(Scene::all_vote));
    (0..2).for_each(|at| is_in_sight(&mut scene, at));
}

#[test]
fn what_was_kept_and_said_before_there_was_a_word_for_it_can_be_read() {
    let kept = r#"{"seen":2,"freed":0,"ended":1,"claim":{"epoch":2,"word":7,"round":0,"ttl":600000,"held":true},
        "asked_in":5,"askings":{"0":[10,600000]},"until":600010,"told":true,
        "vote":{"epoch":2,"holder":"device-a","word":7,"round":0},
        "claims":[[{"epoch":2,"holder":"device-a","word":7},{"round":0,"ttl":600000,"since":10,"held":true}]],"want":null}"#;
    let said = r#"{"seen":2,"freed":0,"ended":1,"claim":{"epoch":2,"word":7,"round":0,"ttl":600000,"held":true},
        "vote":{"epoch":2,"holder":"device-a","word":7,"round":0},"wants":false}"#;
    let agent: Agent = serde_json::from_str(kept).unwrap();
    let read: Said = serde_json::from_str(said).unwrap();
    assert_eq!((agent.said(), read.ran_out), (read.clone(), None));
    let written: serde_json::Value = serde_json::to_value(&read).unwrap();
    assert_eq!(
        written,
        serde_json::from_str::<serde_json::Value>(said).unwrap(),
        "nothing is said of it while nothing ran out"
    );
}

/// What the app goes by.
fn state(scene: &mut Scene, at: usize) -> LoopState {
    LoopState {
        overview: Some(scene.devices[at].overview().unwrap()),
        leases: scene.devices[at].leases().unwrap(),
        ..LoopState::default()
    }
}

fn told(before: &LoopState, after: &LoopState) -> Vec<String> {
    alerts(before, after).iter().map(Alert::title).collect()
}

/// Two devices; the time of the first one's lease passed, and it asked again without an answer so far.
fn asking_again(ttl_ms: u64) -> (Scene, LoopState) {
    let mut scene = stuck();
    scene.join();
    assert!(scene.settles(Scene::all_vote));
    scene.settles(|_| false);
    let before = state(&mut scene, 0);
    assert!(before.is_ours("planner"), "it is in sight before it is asked for");
    scene.devices[0].lease_acquire("planner", ttl_ms).unwrap_err();
    (scene, before)
}

#[test]
fn one_that_is_asked_for_again_is_held_by_nobody_and_not_told_as_lost() {
    let (mut scene, before) = asking_again(TTL_MS);
    let waiting = state(&mut scene, 0);
    let entry = known(&mut scene, 0);
    assert_eq!(entry.lease, None);
    assert!(entry.situation.asking.unwrap().epoch.get() > 1);
    assert_eq!(history(&mut scene, 0), [(1, Some(LeaseEnd::Lapsed))]);
    assert!(told(&before, &waiting).is_empty());
    let epoch = scene.granted(0);
    let held = state(&mut scene, 0);
    assert!(held.is_ours("planner"));
    assert!(told(&waiting, &held).is_empty());
    assert_eq!(history(&mut scene, 0), [(epoch, None), (1, Some(LeaseEnd::Lapsed))]);
}

#[test]
fn one_that_is_asked_for_again_is_told_as_lost_once_somebody_else_has_it() {
    let (mut scene, mut before) = asking_again(1);
    let mut all = Vec::new();
    for _ in 0..12 {
        _ = scene.acquire(1);
        scene.settles(|it| {
            let after = state(it, 0);
            all.extend(told(&before, &after));
            before = after;
            true
        });
    }
    let holder = known(&mut scene, 0).lease.unwrap().holder;
    assert_eq!(holder.as_str(), scene.devices[1].device_id());
    assert_eq!(all, ["This device lost the lease of planner"]);
}
