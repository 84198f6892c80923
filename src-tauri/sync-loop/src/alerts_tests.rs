use baton_engine::{Asking, Epoch, PastLease, ProblemKind};

use super::*;
use crate::examples::{id, lease, synced_with};

fn state(entries: Vec<LeaseOverview>) -> LoopState {
    let mut state = synced_with(&["MacBook", "Mini"]);
    state.leases = entries;
    state
}

fn own(epoch: u64) -> LeaseOverview {
    lease("mail", Some("Desk"), epoch, 10)
}

/// Nobody holds it; Desk's last epoch ended like this.
fn ended(epoch: u64, end: LeaseEnd) -> LeaseOverview {
    let mut entry = lease("mail", None, epoch, 0);
    entry.situation.history.push(PastLease {
        epoch: Epoch(epoch),
        holder: id("Desk"),
        since_ms: 1,
        end: Some(end),
        ended_ms: Some(2),
    });
    entry
}

fn wanted_by(mut entry: LeaseOverview, names: &[&str]) -> LeaseOverview {
    entry.situation.wanted_by = names.iter().map(|name| id(name)).collect();
    entry
}

fn titles(before: LeaseOverview, after: LeaseOverview) -> Vec<String> {
    let found = alerts(&state(vec![before]), &state(vec![after]));
    found.iter().map(Alert::title).collect()
}

#[test]
fn a_lease_that_ended_without_being_released_here_was_lost() {
    let lost = ["This device lost the lease of mail"];
    assert_eq!(titles(own(3), ended(3, LeaseEnd::TakenOver)), lost);
    assert_eq!(titles(own(3), ended(3, LeaseEnd::Lapsed)), lost);
    assert_eq!(titles(own(3), lease("mail", Some("MacBook"), 4, 10)), lost);
    assert_eq!(
        titles(own(3), lease("mail", None, 4, 0)),
        lost,
        "a register's epoch was used up"
    );
}

#[test]
fn a_lease_that_was_released_or_renewed_or_granted_anew_was_not_lost() {
    let none: [&str; 0] = [];
    assert_eq!(titles(own(3), ended(3, LeaseEnd::Released)), none);
    assert_eq!(
        titles(own(3), lease("mail", None, 3, 0)),
        none,
        "a register's epoch stays"
    );
    assert_eq!(titles(own(3), own(3)), none);
    assert_eq!(titles(own(3), own(4)), none);
    let mut handed_over = ended(3, LeaseEnd::Released);
    handed_over.lease = lease("mail", Some("MacBook"), 4, 10).lease;
    assert_eq!(titles(own(3), handed_over), none);
}

/// Its time ran out, and this device waits for votes to get it anew.
fn asked_again() -> LeaseOverview {
    let mut entry = ended(3, LeaseEnd::Lapsed);
    entry.situation.asking = Some(Asking {
        epoch: Epoch(4),
        since_ms: 2,
        waiting_for: vec![id("MacBook")],
    });
    entry
}

/// The same, between two askings.
fn still_wanted() -> LeaseOverview {
    let mut entry = ended(3, LeaseEnd::Lapsed);
    entry.situation.wanted_here = true;
    entry
}

#[test]
fn a_lease_that_ran_out_is_not_lost_while_this_device_asks_for_it_again() {
    let none: [&str; 0] = [];
    for waiting in [asked_again(), still_wanted()] {
        assert_eq!(titles(own(3), waiting.clone()), none);
        assert_eq!(titles(waiting, own(4)), none, "granted anew");
    }
    assert_eq!(titles(asked_again(), still_wanted()), none);
}

#[test]
fn a_lease_that_ran_out_is_lost_once_it_is_not_asked_for_any_more_or_somebody_else_has_it() {
    let lost = ["This device lost the lease of mail"];
    for waiting in [asked_again(), still_wanted()] {
        let mut elsewhere = waiting.clone();
        elsewhere.lease = lease("mail", Some("MacBook"), 5, 10).lease;
        assert_eq!(titles(own(3), elsewhere.clone()), lost);
        let given_up = ended(3, LeaseEnd::Lapsed);
        for now in [elsewhere.clone(), given_up.clone()] {
            assert_eq!(titles(waiting.clone(), now.clone()), lost);
            assert!(titles(now, elsewhere.clone()).is_empty(), "told once");
        }
        let told = alerts(&state(vec![waiting]), &state(vec![elsewhere]));
        assert!(told[0].words().contains("under epoch 3 "), "{}", told[0].words());
    }
}

#[test]
fn one_that_was_taken_over_is_lost_even_if_this_device_asks_for_it_again() {
    let mut again = asked_again();
    again.situation.history[0].end = Some(LeaseEnd::TakenOver);
    assert_eq!(titles(own(3), again).len(), 1);
}

#[test]
fn what_somebody_else_let_run_out_was_never_ours_to_lose() {
    let mut again = asked_again();
    again.situation.history[0].holder = id("Mini");
    assert!(titles(again, lease("mail", Some("MacBook"), 5, 10)).is_empty());
}

#[test]
fn what_others_lose_is_their_business() {
    let others = lease("mail", Some("MacBook"), 3, 10);
    assert!(titles(others, ended(4, LeaseEnd::TakenOver)).is_empty());
}

#[test]
fn who_lost_a_lease_is_told_who_has_it_and_what_to_do() {
    let found = alerts(
        &state(vec![own(3)]),
        &state(vec![lease("mail", Some("MacBook"), 4, 10)]),
    );
    assert_eq!(
        found[0].words(),
        "What still runs here under epoch 3 is refused: stop it. MacBook holds it now."
    );
}

#[test]
fn somebody_who_asks_for_ours_is_told_of_once() {
    let asked = wanted_by(own(3), &["MacBook"]);
    assert_eq!(titles(own(3), asked.clone()), ["MacBook asks for mail"]);
    let more = wanted_by(own(3), &["MacBook", "Mini"]);
    assert_eq!(titles(own(3), more.clone()), ["MacBook and Mini ask for mail"]);
    assert!(titles(asked, more).is_empty());
}

#[test]
fn a_wish_for_what_somebody_else_holds_is_not_ours_to_answer() {
    let held = || lease("mail", Some("MacBook"), 3, 10);
    assert!(titles(held(), wanted_by(held(), &["Mini"])).is_empty());
}

#[test]
fn the_first_look_is_no_news() {
    let after = state(vec![wanted_by(own(3), &["MacBook"])]);
    assert!(alerts(&LoopState::default(), &after).is_empty());
}

#[test]
fn a_problem_is_told_of_when_it_is_new() {
    let mut after = state(vec![]);
    let problems = &mut after.overview.as_mut().unwrap().problems;
    for (kind, message) in [(ProblemKind::Fork, "ran twice"), (ProblemKind::HeldBack, "held back")] {
        let (message, hint) = (message.to_owned(), String::new());
        problems.push(Problem { kind, message, hint });
    }
    // Any kind will do to see what is new.
    let is_meant = |problem: &Problem| problem.kind == ProblemKind::Fork;
    let found = news(&state(vec![]), &after, is_meant);
    assert_eq!(found.iter().map(Alert::title).collect::<Vec<_>>(), ["ran twice"]);
    assert!(news(&after, &after, is_meant).is_empty());
}

#[test]
fn a_silent_device_that_has_everything_is_not_said_to_miss_nothing() {
    let words = |missing| {
        let name = "Server".to_owned();
        Alert::SilentDevice {
            name,
            days: 14,
            spoke: true,
            missing,
        }
        .words()
    };
    assert!(words(3).starts_with("It is missing 3 changes. Look "), "{}", words(3));
    assert!(words(0).starts_with("What it recorded since then is not here. Look "));
}
