//! What went wrong once, too many steps away to be found each time.

use crate::action::Action;
use crate::odd_three::one_enters;
use crate::plan::NONE;
use crate::scenario::Budget;
use crate::three::{three_ask, three_leave};
use crate::two::two_ask;
use crate::world::World;

const MUCH: Budget = Budget {
    asks: 9,
    leaves: 9,
    enters: 9,
    copies: 9,
    renewals: 9,
    ..NONE
};

impl World {
    fn then(&mut self, action: &Action) {
        self.happen(action, 1);
        self.publish_all(1);
        self.watch();
    }

    fn then_hear(&mut self, at: usize, from: usize) {
        self.then(&Action::Hear(at, self.own(from), 0));
    }
}

/// `b`, `c` and `d` are places 0, 1 and 2; `d` left and returned, and the secretary `b` names the view with it.
fn a_view_is_named_for_a_return() -> World {
    let mut world = three_leave().start();
    world.left = MUCH;
    world.then(&Action::Leave(2));
    world.then(&Action::Enter(2));
    world.then_hear(0, 2);
    world
}

#[test]
fn whoever_leaves_after_accepting_a_view_does_not_vote_in_it() {
    let mut world = a_view_is_named_for_a_return();
    world.then_hear(1, 0);
    world.then(&Action::Leave(1));
    world.then_hear(2, 0);
    world.then_hear(2, 1);
    // The secretary hears both, puts the view in force, and names the next one, without `c`.
    world.then_hear(0, 2);
    world.then_hear(0, 1);
    world.then(&Action::Enter(1));
    world.then_hear(1, 2);
    world.then(&Action::Ask(1));
    world.then_hear(2, 1);
    world.then_hear(1, 2);
    assert!(world.holders().is_empty());
    // `d` leaves too: nobody who stays knows of the claim of `c`.
    world.then_hear(2, 0);
    world.then_hear(0, 2);
    world.then(&Action::Leave(2));
    world.then_hear(0, 2);
    world.then(&Action::Ask(0));
    assert_eq!(world.holders().len(), 1);
    assert!(!world.past.overlapped && !world.past.split);
}

#[test]
fn a_copy_does_not_go_on_with_the_claim_of_the_original() {
    let mut world = two_ask().start();
    world.left = MUCH;
    world.then(&Action::Ask(0));
    world.then_hear(1, 0);
    world.then_hear(0, 1);
    world.happen(&Action::Copy(0), 1);
    world.happen(&Action::Renew(2), 1);
    // The copy is first to say something, so nothing tells it yet that it is one.
    if world.has_news(2) {
        world.publish(2, 1);
    }
    world.happen(&Action::Hear(1, world.own(2), 0), 1);
    world.publish(1, 1);
    world.happen(&Action::Hear(2, world.own(1), 0), 1);
    world.watch();
    assert_eq!(world.holders().len(), 1);
    assert!(!world.past.overlapped);
}

#[test]
fn a_claim_that_was_granted_and_that_nobody_uses_any_more_is_not_asked_for_again() {
    let mut world = three_ask().start();
    (world.left, world.left.ticks) = (MUCH, 9);
    world.then(&Action::Ask(0));
    world.then_hear(1, 0);
    world.then_hear(2, 1);
    world.then(&Action::Ask(2));
    world.then(&Action::Tick);
    world.then_hear(2, 0);
    world.then_hear(0, 1);
    assert_eq!(world.holders().len(), 1);
    assert!(world.gets_it(1, &[0, 1, 2]));
}

#[test]
fn a_view_is_in_force_for_whoever_hears_that_a_new_member_went_on_to_the_next_one() {
    let mut world = three_leave().start();
    world.left = MUCH;
    world.then(&Action::Leave(1));
    world.then_hear(0, 1);
    world.then_hear(2, 0);
    world.then_hear(1, 2);
    world.then(&Action::Enter(1));
    // The secretary puts the view without `c` in force, and names the one with it; both others accept that.
    world.then_hear(0, 1);
    world.then_hear(0, 2);
    world.then_hear(2, 0);
    world.then_hear(1, 2);
    world.then_hear(0, 1);
    world.then_hear(0, 2);
    world.then(&Action::Leave(0));
    // `c` hears first that `b` left, and never says again that it accepted the view before.
    assert!(world.gets_it(1, &[0, 1, 2]));
    assert!(world.gets_it(2, &[1, 2]));
}

#[test]
fn the_view_after_one_that_comes_into_force_is_accepted_in_the_same_moment() {
    let mut world = one_enters().start();
    world.left = MUCH;
    world.then_hear(2, 0);
    world.then_hear(0, 2);
    world.then_hear(1, 0);
    world.then_hear(2, 0);
    world.then_hear(2, 1);
    // `a` is the secretary now, and names the view without `c` before `b` knows that the one with all three is in force.
    world.then(&Action::Leave(1));
    world.then_hear(2, 1);
    world.then_hear(0, 1);
    world.then_hear(0, 2);
    let [b, _, a] = [0, 1, 2].map(|at| world.devices[at].says.clone());
    assert_eq!(b.view.members.len(), 2);
    assert_eq!(Some(&b.view), a.next.as_ref());
}
