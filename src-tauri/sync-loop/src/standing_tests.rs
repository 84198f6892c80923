use std::time::Duration;

use baton_engine::{ErrorKind, Problem, ProblemKind};
use proptest::prelude::*;

use super::*;
use crate::{
    Failure, FailureKind, Pause,
    examples::{lease, synced_with},
};

const MINUTE: Duration = Duration::from_secs(60);
const NOW_MS: u64 = 100 * DAY_MS;

fn standing() -> Standing {
    Standing::new(Told::in_memory(), 14)
}

fn with_folder_gone() -> LoopState {
    let mut state = synced_with(&["MacBook"]);
    state.failure = Some(Failure {
        kind: FailureKind::Engine(ErrorKind::FolderUnavailable),
        message: "relay: list: gone".to_owned(),
    });
    state
}

fn with_stuck(epoch: u64) -> LoopState {
    let mut state = synced_with(&["MacBook"]);
    state.leases = vec![lease("mail", Some("MacBook"), epoch, 0)];
    state.stuck_agents = vec!["mail".to_owned()];
    state
}

/// MacBook was last heard of so many days ago, and lacks so many changes.
fn with_silent(days: u64, behind: u64) -> LoopState {
    let mut state = synced_with(&["MacBook"]);
    let device = &mut state.overview.as_mut().unwrap().roster[1];
    device.last_seen_ms = Some(NOW_MS - days * DAY_MS);
    device.behind = behind;
    state
}

fn copied() -> LoopState {
    let mut state = synced_with(&[]);
    state.overview.as_mut().unwrap().problems.push(Problem {
        kind: ProblemKind::NewIdentity,
        message: "A copy of this device's data was in use too.".to_owned(),
        hint: String::new(),
    });
    state
}

#[test]
fn a_folder_is_told_of_once_when_it_stays_away_and_again_only_after_it_was_back() {
    let (mut standing, start, gone) = (standing(), Instant::now(), with_folder_gone());
    let mut at = |minutes: u32, state: &LoopState| standing.news(state, start + minutes * MINUTE, NOW_MS).len();
    assert_eq!((at(0, &gone), at(4, &gone), at(5, &gone), at(600, &gone)), (0, 0, 1, 0));
    // Between two tries nothing is known to fail; that is not the folder being back.
    let unknown = synced_with(&["MacBook"]);
    assert_eq!((at(601, &unknown), at(602, &gone), at(700, &gone)), (0, 0, 0));
    standing.round_succeeded();
    let mut at = |minutes: u32| standing.news(&gone, start + minutes * MINUTE, NOW_MS).len();
    assert_eq!((at(701), at(702)), (1, 0), "it is gone since the last look");
}

#[test]
fn a_folder_that_comes_and_goes_is_not_told_of() {
    let (mut standing, start) = (standing(), Instant::now());
    for minute in 0..60 {
        let state = if minute % 4 == 3 {
            synced_with(&[])
        } else {
            with_folder_gone()
        };
        assert!(standing.news(&state, start + minute * MINUTE, NOW_MS).is_empty());
    }
}

#[test]
fn a_stuck_lease_and_copied_data_are_told_at_once() {
    let now = Instant::now();
    let found = standing().news(&with_stuck(3), now, NOW_MS);
    let (agent_id, is_ours) = ("mail".to_owned(), false);
    assert_eq!(found, [Alert::StuckLease { agent_id, is_ours }]);
    let found = standing().news(&copied(), now, NOW_MS);
    let titles: Vec<_> = found.iter().map(Alert::title).collect();
    assert_eq!(titles, ["This device goes on under a new id"], "its name stays");
}

#[test]
fn a_lease_that_is_stuck_again_under_another_epoch_is_another_trouble() {
    let (mut standing, now) = (standing(), Instant::now());
    let mut told = |epoch| standing.news(&with_stuck(epoch), now, NOW_MS).len();
    assert_eq!((told(3), told(3), told(4), told(4)), (1, 0, 1, 0));
}

#[test]
fn a_device_is_told_of_when_it_is_silent_for_days_whether_it_lacks_something_or_not() {
    let told = |days, behind| {
        let (mut standing, start) = (standing(), Instant::now());
        let state = with_silent(days, behind);
        assert!(
            standing.news(&state, start, NOW_MS).is_empty(),
            "its news may be on their way"
        );
        standing.news(&state, start + 60 * MINUTE, NOW_MS)
    };
    let silent = |missing| Alert::SilentDevice {
        name: "MacBook".to_owned(),
        days: 14,
        spoke: true,
        missing,
    };
    assert_eq!((told(14, 3), told(14, 0)), (vec![silent(3)], vec![silent(0)]));
    assert!(told(13, 3).is_empty() && told(13, 0).is_empty());
}

#[test]
fn nobody_is_called_silent_by_a_device_that_does_not_listen() {
    let paused = LoopState {
        pause: Some(Pause {
            since_ms: NOW_MS,
            until_ms: None,
        }),
        ..with_silent(50, 3)
    };
    let cut_off = LoopState {
        failure: with_folder_gone().failure,
        ..with_silent(50, 3)
    };
    let is_told = |alerts: Vec<Alert>| alerts.iter().any(|alert| matches!(alert, Alert::SilentDevice { .. }));
    for deaf in [paused, cut_off] {
        let (mut standing, start, listens) = (standing(), Instant::now(), with_silent(50, 3));
        let mut told =
            |minutes: u32, state: &LoopState| is_told(standing.news(state, start + minutes * MINUTE, NOW_MS));
        assert!(!told(0, &deaf) && !told(600, &deaf));
        assert!(!told(601, &listens), "its news may be on their way");
        assert!(told(661, &listens));
        assert!(
            !told(662, &deaf) && !told(663, &listens) && !told(800, &listens),
            "it was told"
        );
    }
}

#[test]
fn a_round_that_fails_now_and_then_does_not_put_off_telling_of_a_silent_device() {
    let (mut standing, start, silent) = (standing(), Instant::now(), with_silent(50, 3));
    let fails = LoopState {
        failure: with_folder_gone().failure,
        ..with_silent(50, 3)
    };
    let mut told = Vec::new();
    for minute in 0..240 {
        let state = if minute % 30 == 29 { &fails } else { &silent };
        let news = standing.news(state, start + minute * MINUTE, NOW_MS);
        told.extend(news.iter().map(|_| minute));
    }
    assert_eq!(told, [60]);
}

#[test]
fn what_is_told_of_a_silent_device_waits_for_a_round_that_succeeds() {
    let (mut standing, start, silent) = (standing(), Instant::now(), with_silent(50, 3));
    let fails = LoopState {
        failure: with_folder_gone().failure,
        ..with_silent(50, 3)
    };
    let mut told = |minute: u32, state: &LoopState| {
        let news = standing.news(state, start + minute * MINUTE, NOW_MS);
        news.iter().any(|alert| matches!(alert, Alert::SilentDevice { .. }))
    };
    assert!(!told(0, &silent) && !told(59, &fails) && !told(61, &fails));
    assert!(told(62, &silent));
}

#[test]
fn a_device_that_never_said_anything_is_told_of_days_after_it_was_first_seen_whatever_starts_between() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("told");
    let mut joining = synced_with(&["MacBook"]);
    joining.overview.as_mut().unwrap().roster[1].status = DeviceStatus::Joining;
    let told_on = |day: u64| {
        let (mut standing, start) = (Standing::new(Told::in_file(&file), 14), Instant::now());
        let now_ms = NOW_MS + day * DAY_MS;
        standing.news(&joining, start, now_ms);
        standing.news(&joining, start + 60 * MINUTE, now_ms)
    };
    assert!(told_on(0).is_empty() && told_on(13).is_empty());
    let silent = Alert::SilentDevice {
        name: "MacBook".to_owned(),
        days: 14,
        spoke: false,
        missing: 0,
    };
    assert_eq!(silent.title(), "MacBook has never been heard from");
    assert!(
        silent
            .words()
            .starts_with("It was first seen in the folder 14 days ago")
    );
    assert_eq!(told_on(14), [silent]);
    assert!(told_on(15).is_empty(), "told twice");
}

#[test]
fn when_a_device_was_first_seen_is_forgotten_once_it_says_something() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("told");
    let mut standing = Standing::new(Told::in_file(&file), 14);
    standing.news(&synced_with(&["MacBook"]), Instant::now(), NOW_MS);
    assert!(std::fs::read_to_string(&file).unwrap().contains("MacBook"));
    standing.news(&with_silent(1, 0), Instant::now(), NOW_MS);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "");
}

#[test]
fn a_device_taken_out_of_the_quorum_may_be_silent() {
    let (mut standing, start) = (standing(), Instant::now());
    let mut state = with_silent(50, 3);
    state.overview.as_mut().unwrap().roster[1].status = DeviceStatus::Retired;
    standing.news(&state, start, NOW_MS);
    assert!(standing.news(&state, start + 60 * MINUTE, NOW_MS).is_empty());
}

#[test]
fn what_was_told_is_not_told_again_after_a_restart_and_what_passed_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("told");
    let starts = |state: &LoopState| {
        let (mut standing, start) = (Standing::new(Told::in_file(&file), 14), Instant::now());
        standing.news(state, start, NOW_MS).len() + standing.news(state, start + 5 * MINUTE, NOW_MS).len()
    };
    let (stuck, gone, well) = (with_stuck(3), with_folder_gone(), synced_with(&[]));
    assert_eq!((starts(&stuck), starts(&stuck)), (1, 0));
    assert_eq!((starts(&well), starts(&stuck)), (0, 1));
    assert_eq!((starts(&gone), starts(&gone)), (1, 0));
}

/// What a person may run into, in any order.
fn any_state() -> impl Strategy<Value = LoopState> {
    prop_oneof![
        Just(synced_with(&["MacBook"])),
        Just(with_folder_gone()),
        Just(copied()),
        (1..3_u64).prop_map(with_stuck),
        (10..20_u64, 0..2_u64).prop_map(|(days, behind)| with_silent(days, behind)),
    ]
}

proptest! {
    /// However often it is looked, restarted in between or not, one lasting trouble is told at most once.
    #[test]
    fn a_lasting_trouble_is_told_at_most_once(state in any_state(), looks in prop::collection::vec((0..90_u32, any::<bool>()), 1..12)) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("told");
        let mut standing = Standing::new(Told::in_file(&file), 14);
        let (mut now, mut told) = (Instant::now(), 0);
        for (minutes, restarts) in looks {
            now += minutes * MINUTE;
            if restarts {
                standing = Standing::new(Told::in_file(&file), 14);
            }
            told += standing.news(&state, now, NOW_MS).len();
        }
        prop_assert!(told <= 1, "told {told} times");
    }
}
