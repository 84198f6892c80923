use baton_engine::ErrorKind;

use super::*;
use crate::{Failure, FailureKind, examples::synced_with};

fn failed(mut state: LoopState) -> LoopState {
    let message = "relay: list: no such folder".to_owned();
    state.failure = Some(Failure {
        kind: FailureKind::Engine(ErrorKind::FolderUnavailable),
        message,
    });
    state
}

fn paused(mut state: LoopState) -> LoopState {
    state.paused = true;
    state
}

fn syncing(mut state: LoopState) -> LoopState {
    state.syncing = true;
    state
}

fn with(mut state: LoopState, change: impl FnOnce(&mut Overview)) -> LoopState {
    change(state.overview.as_mut().unwrap());
    state
}

fn problem(kind: ProblemKind) -> impl FnOnce(&mut Overview) {
    let message = "Two histories claim one device. Its data was copied.".to_owned();
    move |overview| {
        overview.problems.push(Problem {
            kind,
            message,
            hint: String::new(),
        });
    }
}

#[test]
fn the_worst_that_holds_is_said_and_nothing_is_greener_than_the_facts() {
    use StatusKind::*;
    let mac = || synced_with(&["MacBook"]);
    let unsent = |state| with(state, |overview| overview.unpublished = 2);
    let cases = [
        (mac(), UpToDate, "Up to date, 14:02 · with MacBook"),
        (synced_with(&[]), UpToDate, "Up to date, 14:02 · no other device yet"),
        (
            synced_with(&["A", "B", "C"]),
            UpToDate,
            "Up to date, 14:02 · with A, B and 1 more",
        ),
        (LoopState::default(), Syncing, "Syncing…"),
        (syncing(mac()), Syncing, "Syncing…"),
        (unsent(mac()), Waiting, "2 changes not sent yet"),
        (syncing(unsent(mac())), Syncing, "Syncing…"),
        (paused(mac()), Paused, "Paused"),
        (paused(unsent(mac())), Paused, "Paused · 2 changes not sent"),
        (failed(mac()), NeedsAttention, "Folder unavailable"),
        (failed(paused(mac())), NeedsAttention, "Folder unavailable"),
        (failed(syncing(mac())), NeedsAttention, "Folder unavailable"),
        (failed(LoopState::default()), NeedsAttention, "Folder unavailable"),
        (
            with(mac(), problem(ProblemKind::Fork)),
            NeedsAttention,
            "Two histories claim one device",
        ),
        (
            with(mac(), problem(ProblemKind::DoubleRun)),
            NeedsAttention,
            "Two histories claim one device",
        ),
        (
            with(mac(), problem(ProblemKind::DamagedFile)),
            Waiting,
            "Waiting for a file in the folder that cannot be read yet",
        ),
        (
            with(mac(), problem(ProblemKind::ForeignFiles)),
            UpToDate,
            "Up to date, 14:02 · with MacBook",
        ),
    ];
    for (state, kind, headline) in cases {
        let status = Status::of(&state, &|_| "14:02".to_owned());
        assert_eq!((status.kind, status.headline.as_str()), (kind, headline), "{state:?}");
    }
}

#[test]
fn waiting_says_for_whom() {
    let state = with(synced_with(&["MacBook", "Mini"]), |overview| {
        overview.unacknowledged = 3;
        overview.roster[1].behind = 3;
    });
    let status = Status::of(&state, &|_| String::new());
    assert_eq!(status.kind, StatusKind::Waiting);
    assert_eq!(status.headline, "3 changes not picked up yet by MacBook");

    let state = with(state, |overview| {
        overview.awaited = 1;
        overview.roster[2].awaited = 1;
    });
    let status = Status::of(&state, &|_| String::new());
    assert_eq!(status.headline, "Waiting for 1 change from Mini");
}

#[test]
fn a_lease_that_ran_out_during_a_run_needs_attention() {
    let mut state = synced_with(&["MacBook"]);
    state.stuck_agents.push("deploy-bot".to_owned());
    let status = Status::of(&state, &|_| String::new());
    assert_eq!(status.kind, StatusKind::NeedsAttention);
    assert_eq!(status.headline, "Lease of deploy-bot ran out during a run");
}

#[test]
fn a_hostile_device_name_does_not_flood_the_menu() {
    let name = "x".repeat(10_000);
    let status = Status::of(&synced_with(&[name.as_str()]), &|_| "14:02".to_owned());
    assert!(status.headline.chars().count() < 80, "{}", status.headline);
}
