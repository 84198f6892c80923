use baton_engine::Seq;
use proptest::prelude::*;

use super::*;
use crate::{
    Failure, Pause,
    examples::{id, synced_with},
};

fn failed(mut state: LoopState) -> LoopState {
    let message = "relay: list: no such folder".to_owned();
    state.failure = Some(Failure {
        kind: FailureKind::Engine(ErrorKind::FolderUnavailable),
        message,
    });
    state
}

fn paused(mut state: LoopState) -> LoopState {
    state.pause = Some(Pause::until_resumed(1));
    state
}

fn for_an_hour(mut state: LoopState) -> LoopState {
    state.pause = Some(Pause::for_an_hour(1));
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
    let broken = |kind| {
        let mut state = failed(mac());
        state.failure.as_mut().unwrap().kind = kind;
        state
    };
    let cases = [
        (mac(), UpToDate, "Up to date, 14:02 · with MacBook"),
        (synced_with(&[]), UpToDate, "Up to date, 14:02 · no other device yet"),
        (
            synced_with(&["A", "B", "C"]),
            UpToDate,
            "Up to date, 14:02 · with A, B and 1 more",
        ),
        (LoopState::default(), Syncing, "Not synced yet"),
        (syncing(LoopState::default()), Syncing, "Syncing…"),
        (syncing(mac()), Syncing, "Syncing…"),
        (unsent(mac()), WaitingForPickUp, "2 changes not sent yet"),
        (syncing(unsent(mac())), Syncing, "Syncing… · sending 2 changes"),
        (paused(mac()), Paused, "Paused"),
        (for_an_hour(mac()), Paused, "Paused until 14:02"),
        (
            for_an_hour(unsent(mac())),
            Paused,
            "Paused until 14:02 · 2 changes not sent",
        ),
        (paused(unsent(mac())), Paused, "Paused · 2 changes not sent"),
        (failed(mac()), FolderUnavailable, "Folder unavailable"),
        (failed(paused(mac())), FolderUnavailable, "Folder unavailable"),
        (failed(syncing(mac())), FolderUnavailable, "Folder unavailable"),
        (failed(LoopState::default()), FolderUnavailable, "Folder unavailable"),
        (
            broken(FailureKind::Engine(ErrorKind::FolderNotWritable)),
            FolderUnavailable,
            "Folder cannot be written",
        ),
        (broken(FailureKind::Engine(ErrorKind::Relay)), Error, "Sync failed"),
        (broken(FailureKind::Defect), Error, "Syncing broke down: restart Baton"),
        (
            with(failed(mac()), problem(ProblemKind::Fork)),
            NeedsYou,
            "Two histories claim one device",
        ),
        (
            with(mac(), problem(ProblemKind::DoubleRun)),
            NeedsYou,
            "Two histories claim one device",
        ),
        (
            with(mac(), problem(ProblemKind::DamagedFile)),
            WaitingForFiles,
            "Waiting for a file in the folder that cannot be read yet",
        ),
        (
            with(mac(), problem(ProblemKind::ForeignFiles)),
            UpToDate,
            "Up to date, 14:02 · with MacBook",
        ),
    ];
    for (state, kind, headline) in cases {
        let status = Status::of(&state);
        let said = status.headline(&|_| "14:02".to_owned());
        assert_eq!((status.kind(), said.as_str()), (kind, headline), "{state:?}");
    }
}

#[test]
fn waiting_says_for_whom() {
    let state = with(synced_with(&["MacBook", "Mini"]), |overview| {
        overview.journal_frontier.insert(id("Desk"), Seq(2));
        overview.unacknowledged = 3;
        // It lacks something too, though nothing of ours.
        overview.roster[2].acknowledged.insert(id("Desk"), Seq(2));
        overview.roster[2].behind = 5;
    });
    let status = Status::of(&state);
    assert_eq!(status.kind(), StatusKind::WaitingForPickUp);
    assert_eq!(
        status.headline(&|_| String::new()),
        "3 changes not picked up yet by MacBook"
    );

    let state = with(state, |overview| {
        overview.awaited = 1;
        overview.roster[2].awaited = 1;
    });
    let status = Status::of(&state);
    assert_eq!(status.kind(), StatusKind::WaitingForFiles);
    assert_eq!(status.headline(&|_| String::new()), "Waiting for 1 change from Mini");
}

#[test]
fn a_lease_that_ran_out_during_a_run_needs_a_person() {
    let mut state = synced_with(&["MacBook"]);
    state.stuck_agents.push("deploy-bot".to_owned());
    let status = Status::of(&state);
    assert_eq!(status, Status::NeedsYou(Need::StuckLease("deploy-bot".to_owned())));
    assert_eq!(
        status.headline(&|_| String::new()),
        "Lease of deploy-bot ran out during a run"
    );
}

#[test]
fn a_hostile_name_does_not_flood_the_menu() {
    let name = "x".repeat(10_000);
    let status = Status::of(&synced_with(&[name.as_str()]));
    let headline = status.headline(&|_| "14:02".to_owned());
    assert!(headline.chars().count() < 80, "{headline}");
}

#[test]
fn the_kinds_are_listed_best_first() {
    assert!(StatusKind::ALL.is_sorted());
}

/// How bad things are at least, one fact at a time: written down apart from the status, which has to agree.
fn facts(state: &LoopState) -> Vec<StatusKind> {
    let mut facts = vec![StatusKind::UpToDate];
    let mut fact = |holds: bool, kind| facts.extend(holds.then_some(kind));
    if let Some(failure) = &state.failure {
        let kind = format!("{:?}", failure.kind);
        let folder = kind.contains("FolderUnavailable") || kind.contains("FolderNotWritable");
        fact(folder, StatusKind::FolderUnavailable);
        fact(!folder, StatusKind::Error);
    }
    fact(!state.stuck_agents.is_empty(), StatusKind::NeedsYou);
    fact(state.is_paused(), StatusKind::Paused);
    fact(state.syncing || state.last_synced_ms.is_none(), StatusKind::Syncing);
    let Some(overview) = &state.overview else { return facts };
    for problem in &overview.problems {
        use ProblemKind::*;
        match problem.kind {
            Fork | ClockSkew | DoubleRun => fact(true, StatusKind::NeedsYou),
            DamagedFile | InTheCloud => fact(true, StatusKind::WaitingForFiles),
            SettledFork | ForeignFiles | NewIdentity | HeldBack => {}
        }
    }
    fact(overview.awaited > 0, StatusKind::WaitingForFiles);
    let sending = state.syncing && overview.unacknowledged <= overview.unpublished;
    let on_its_way = overview.unpublished > 0 || overview.unacknowledged > overview.unpublished;
    fact(
        on_its_way,
        if sending {
            StatusKind::Syncing
        } else {
            StatusKind::WaitingForPickUp
        },
    );
    facts
}

fn any_failure() -> impl Strategy<Value = Failure> {
    use ErrorKind::*;
    let engine = [
        FolderUnavailable,
        FolderNotWritable,
        Relay,
        LeaseHeld,
        LeasePending,
        LeaseLost,
        LeaseMovedOn,
        BadInput,
        Store,
        DeviceId,
    ];
    let kinds: Vec<_> = engine
        .map(FailureKind::Engine)
        .into_iter()
        .chain([FailureKind::Defect])
        .collect();
    let message = String::new();
    prop::sample::select(kinds).prop_map(move |kind| Failure {
        kind,
        message: message.clone(),
    })
}

fn any_problem() -> impl Strategy<Value = Problem> {
    use ProblemKind::*;
    let kinds = vec![
        Fork,
        SettledFork,
        DamagedFile,
        ClockSkew,
        ForeignFiles,
        NewIdentity,
        HeldBack,
        InTheCloud,
        DoubleRun,
    ];
    let (message, hint) = (String::new(), String::new());
    prop::sample::select(kinds).prop_map(move |kind| Problem {
        kind,
        message: message.clone(),
        hint: hint.clone(),
    })
}

fn any_overview() -> impl Strategy<Value = Overview> {
    let problems = prop::collection::vec(any_problem(), 0..3);
    (0..3_u64, 0..3_u64, 0..3_u64, problems).prop_map(|(unpublished, unacknowledged, awaited, problems)| Overview {
        unpublished,
        unacknowledged,
        awaited,
        problems,
        ..synced_with(&["MacBook"]).overview.unwrap()
    })
}

fn any_state() -> impl Strategy<Value = LoopState> {
    let stuck = prop::collection::vec(Just("mail".to_owned()), 0..2);
    let (overview, failure) = (prop::option::of(any_overview()), prop::option::of(any_failure()));
    let last_synced = prop::option::of(0..9_u64);
    (overview, failure, last_synced, stuck, any::<[bool; 2]>()).prop_map(
        |(overview, failure, last_synced_ms, stuck_agents, [paused, syncing])| LoopState {
            overview,
            failure,
            last_synced_ms,
            stuck_agents,
            pause: paused.then(|| Pause::until_resumed(1)),
            syncing,
            ..LoopState::default()
        },
    )
}

proptest! {
    #[test]
    fn whatever_holds_the_status_is_as_bad_as_the_worst_fact_and_no_worse(state in any_state()) {
        let worst = facts(&state).into_iter().max();
        prop_assert_eq!(Some(Status::of(&state).kind()), worst);
    }
}
