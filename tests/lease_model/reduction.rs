//! Is the normal form sound? Whatever happens in a world and in its normal form leads to the same normal form. So whoever
//! explores normal forms sees everything that can be seen.

use baton_engine::lease::voted::Mailbox;
use stateright::Model;

use crate::action::Action;
use crate::device::Device;
use crate::kept::Kept;
use crate::report::explore;
use crate::scenario::Scenario;
use crate::world::{Postbox, World};

/// So many steps are tried both ways.
const DEPTH: usize = 8;

/// Explores worlds as they are, and tries each step in their normal form as well.
pub fn verify(scenario: Scenario) {
    let bounded = Scenario {
        plain: true,
        depth: DEPTH,
        progress: 0,
        must_happen: &[],
        ..scenario
    };
    explore(bounded);
}

impl World {
    /// The same world without what no rule reads any more.
    fn normal(&self) -> Self {
        let mut world = self.clone();
        let kept = world.backup.as_mut().map(|backup| &mut backup.device);
        for device in world.devices.iter_mut().chain(kept) {
            let mut normal = Device::clone(device);
            normal.plain = false;
            normal.rest();
            *device = Kept::new(normal);
        }
        world.postboxes.iter_mut().for_each(tell_rules_only);
        world.tidy();
        world
    }
}

/// The letters without what is told to people only.
fn tell_rules_only(postbox: &mut Kept<Postbox>) {
    let Postbox { id, letters } = Postbox::clone(postbox);
    let told = |letter: Kept<Mailbox>| {
        let mut letter = Mailbox::clone(&letter);
        letter.agents.values_mut().for_each(|said| said.ran_out = None);
        Kept::new(letter)
    };
    let letters = letters.into_iter().map(told).collect();
    *postbox = Kept::new(Postbox { id, letters });
}

impl Scenario {
    /// Does everything that is possible here, and only that, happen in the normal form as well, and lead to the same?
    pub fn is_reducible(&self, world: &World) -> bool {
        let (normal, reduced) = (
            world.normal(),
            Self {
                plain: false,
                ..self.clone()
            },
        );
        let (mut here, mut there) = (Vec::new(), Vec::new());
        self.actions(world, &mut here);
        reduced.actions(&normal, &mut there);
        let plainly = |action: &Action| {
            let next = self.next_state(world, action.clone());
            next.as_ref().unwrap_or(world).normal()
        };
        let leads_to_same = |action: &Action| {
            let after = reduced.next_state(&normal, action.clone());
            plainly(action) == after.unwrap_or_else(|| normal.clone())
        };
        // What counts as read may be read here: then nothing happens, or what would have happened without it.
        let is_read = |action: &Action| {
            let Action::Hear(at, ..) = action else { return false };
            let settled = reduced.next_state(&normal, Action::Settle(*at));
            plainly(action) == settled.unwrap_or_else(|| normal.clone())
        };
        let is_shown = |action: &Action| {
            if there.contains(action) {
                leads_to_same(action)
            } else {
                is_read(action)
            }
        };
        there.iter().all(|action| here.contains(action)) && here.iter().all(is_shown)
    }
}
