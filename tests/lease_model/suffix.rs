//! From here on nothing goes wrong any more: does somebody get what is wanted?

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use baton_engine::lease::voted::{Outside, Word};

use crate::device::Device;
use crate::kept::Kept;
use crate::scenario::Scenario;
use crate::step::Step;
use crate::world::World;

/// How often everybody gets the mail. Far more than is needed.
const ROUNDS: usize = 12;

impl World {
    /// The first device founds the vote.
    pub fn found(&mut self) {
        let mut device = Device::clone(&self.devices[0]);
        device.ballot.settle(&mut Outside {
            now: device.clock,
            draw: &mut || Word(1),
            may_found: true,
            busy: &BTreeSet::new(),
        });
        device.rest();
        self.devices[0] = Kept::new(device);
    }

    /// Everybody who has news says so.
    pub fn publish_all(&mut self, kept: usize) {
        for at in 0..self.devices.len() {
            if self.has_news(at) {
                self.publish(at, kept);
            }
        }
    }

    /// Everybody who is awake says what there is to say, and hears everything.
    pub fn exchange(&mut self, awake: &[usize]) {
        for at in awake {
            self.hear_all(*at);
            self.step(*at, Step::Settle);
            if self.has_news(*at) {
                self.publish(*at, 1);
            }
        }
    }

    fn hear_all(&mut self, at: usize) {
        for from in 0..self.postboxes.len() {
            if from != self.own(at) && self.unread[at][from] > 0 {
                self.hear(at, from, 0);
            }
        }
    }

    /// Does `wanting` get it while these devices are awake?
    pub fn gets_it(&self, wanting: usize, awake: &[usize]) -> bool {
        let mut world = self.clone();
        awake.iter().for_each(|at| world.step(*at, Step::Enter));
        for round in 0..ROUNDS {
            awake.iter().for_each(|at| world.step(*at, Step::Keep(*at == wanting)));
            world.exchange(awake);
            if world.devices[wanting].holds().is_some() {
                return true;
            }
            if round % 2 == 1 {
                world.tick();
            }
        }
        false
    }
}

impl Scenario {
    /// Whatever happened: each device gets the agent if all are awake from now on and nobody else wants it.
    pub fn can_progress(&self, world: &World) -> bool {
        let mut hasher = DefaultHasher::new();
        world.hash(&mut hasher);
        if self.progress == 0 || !hasher.finish().is_multiple_of(self.progress) {
            return true;
        }
        let all: Vec<usize> = (0..world.devices.len()).collect();
        let asleep = all.iter().map(Some).chain([None]);
        asleep
            .into_iter()
            .all(|asleep| self.progress_without(world, &all, asleep))
    }

    fn progress_without(&self, world: &World, all: &[usize], asleep: Option<&usize>) -> bool {
        let awake: Vec<usize> = all.iter().copied().filter(|at| Some(at) != asleep).collect();
        if asleep.is_some() && (world.past.decided || !world.can_do_without(&awake)) {
            return true;
        }
        awake.iter().all(|wanting| world.gets_it(*wanting, &awake))
    }
}

impl World {
    /// Are these devices a majority, and in no need of a new view?
    fn can_do_without(&self, awake: &[usize]) -> bool {
        let view = &self.devices[awake[0]].ballot.view;
        let agrees = |at: &usize| {
            let ballot = &self.devices[*at].ballot;
            ballot.view == *view && ballot.next.is_none() && ballot.is_voter()
        };
        awake.iter().all(agrees) && awake.len() >= view.majority()
    }
}
