use baton_engine::{LeaseError, VoterStanding};

use crate::scene::{Scene, TTL_MS};

#[test]
fn a_device_that_said_it_goes_away_is_not_waited_for_and_votes_again_once_it_is_acknowledged() {
    let mut scene = Scene::of(2);
    scene.devices[1].set_away(true).unwrap();
    scene.devices[1].pump().unwrap();
    // It sleeps: only the other one has rounds.
    for _ in 0..3 {
        scene.devices[0].pump().unwrap();
    }
    assert_eq!(scene.voters(0), 1);
    let epoch = scene.acquire(0).unwrap();
    scene.devices[1].set_away(false).unwrap();
    assert_eq!(scene.standings()[1], VoterStanding::Joining);
    assert!(scene.settles(Scene::all_vote));
    assert!(matches!(scene.acquire(1), Err(LeaseError::Held { .. })));
    scene.devices[0].lease_release("planner", epoch).unwrap();
    assert!(scene.granted(1) > epoch);
}

#[test]
fn a_device_on_which_a_job_holds_a_lease_does_not_go_away() {
    let mut scene = Scene::of(2);
    let epoch = scene.granted(0);
    scene.devices[0].set_away(true).unwrap();
    assert!(scene.may_act(0, epoch));
    assert_eq!(scene.standings()[0], VoterStanding::Voter);
}

#[test]
fn going_away_gives_back_what_is_kept() {
    let mut scene = Scene::of(2);
    scene.devices[0].lease_request("planner", TTL_MS).unwrap();
    assert!(scene.settles(|it| it.devices[0].leases().unwrap()[0].lease.is_some()));
    let epoch = scene.devices[0].leases().unwrap()[0].last_epoch.get();
    scene.devices[0].set_away(true).unwrap();
    assert!(!scene.may_act(0, epoch));
    scene.devices[0].pump().unwrap();
    scene.devices[1].pump().unwrap();
    assert!(scene.granted(1) > epoch);
}

#[test]
fn the_last_voter_stays_one_so_that_two_who_left_cannot_both_go_on_alone() {
    let mut scene = Scene::of(2);
    for at in 0..2 {
        scene.devices[at].set_away(true).unwrap();
    }
    for at in 0..2 {
        scene.devices[at].pump().unwrap();
    }
    scene.devices[0].set_away(false).unwrap();
    scene.devices[1].set_away(false).unwrap();
    let alone: Vec<_> = (0..2).filter(|at| scene.acquire(*at).is_ok()).collect();
    assert!(alone.len() < 2, "both go on alone");
    assert!(scene.settles(Scene::all_vote));
}

#[test]
fn a_viewer_neither_votes_nor_holds() {
    let mut scene = Scene::of(2);
    scene.devices[1].set_executor(false).unwrap();
    assert!(scene.settles(|it| it.voters(0) == 1));
    assert!(matches!(scene.acquire(1), Err(LeaseError::Viewer { .. })));
    assert!(scene.acquire(0).is_ok());
    scene.devices[1].set_executor(true).unwrap();
    assert!(scene.settles(|it| it.voters(0) == 2));
}

#[test]
fn a_viewer_that_comes_first_hands_the_vote_on_to_whoever_comes_next() {
    let mut scene = Scene::of(0);
    scene.join();
    scene.devices[0].set_executor(false).unwrap();
    drop(scene.devices[0].pump().unwrap());
    scene.join();
    assert!(
        scene.settles(|it| it.acquire(1).is_ok()),
        "nobody ever votes: {:?}",
        scene.standings()
    );
    assert_eq!(scene.voters(1), 1);
}

#[test]
fn a_person_may_go_on_without_a_device_at_epochs_it_cannot_have_used_and_it_enters_again_by_itself() {
    let mut scene = Scene::of(2);
    let before = scene.granted(1);
    scene.devices[1].lease_release("planner", before).unwrap();
    scene.settles(|_| false);
    assert!(matches!(scene.acquire(0), Err(LeaseError::Pending { .. })));
    let gone = scene.devices[1].device_id().to_owned();
    scene.devices[0].retire(&gone).unwrap();
    let epoch = scene.devices[0].lease_acquire("planner", 1_000).unwrap()["epoch"].clone();
    assert!(epoch.as_u64().unwrap() > before + 1_000, "{epoch}");
    assert!(scene.settles(Scene::all_vote));
}

#[test]
fn a_third_device_enters_while_a_lease_is_held_and_cannot_take_it() {
    let mut scene = Scene::of(2);
    let epoch = scene.granted(0);
    scene.join();
    assert!(scene.settles(Scene::all_vote));
    assert!(matches!(scene.acquire(2), Err(LeaseError::Held { .. })));
    assert!(scene.may_act(0, epoch));
}
