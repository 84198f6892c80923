//! From here on nothing goes wrong any more: does somebody get what is wanted?

use std::hash::{DefaultHasher, Hash, Hasher};

use baton_engine::DeviceId;
use baton_engine::lease::voted::{Outside, Word};

use crate::scenario::Scenario;
use crate::world::{AGENT, TICK, TTL, World};

/// How often everybody gets the mail. Far more than is needed.
const ROUNDS: usize = 12;

impl World {
    /// The first device founds the vote.
    pub fn found(&mut self) {
        let device = self.change(0);
        let mut draw = || Word(1);
        let busy = std::collections::BTreeSet::new();
        device.ballot.settle(&mut Outside {
            now: 0,
            draw: &mut draw,
            may_found: true,
            busy: &busy,
        });
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
            let time = self.time;
            self.change(*at).act(time, |_, _| {});
            if self.has_news(*at) {
                self.publish(*at, 1);
            }
        }
    }

    fn hear_all(&mut self, at: usize) {
        let writers: Vec<DeviceId> = self.mail.keys().cloned().collect();
        for from in writers {
            let number = self.newest(&from);
            let device = &self.devices[at];
            if from != device.ballot.me && device.heard.get(&from).is_none_or(|heard| *heard < number) {
                self.hear(at, &from, number);
            }
        }
    }

    /// Does `wanting` get it while these devices are awake?
    fn gets_it(&self, wanting: usize, awake: &[usize]) -> bool {
        let mut world = self.clone();
        for at in awake {
            world.change(*at).act(self.time, |ballot, _| ballot.enter_vote());
        }
        for round in 0..ROUNDS {
            for at in awake {
                let ttl = (*at == wanting).then_some(TTL);
                world.change(*at).ballot.keep(AGENT, ttl);
            }
            world.exchange(awake);
            if world.holds(wanting) {
                return true;
            }
            world.time += if round % 2 == 1 { TICK } else { 0 };
        }
        false
    }

    fn holds(&self, at: usize) -> bool {
        let device = &self.devices[at];
        let agent = device.ballot.agents.get(AGENT);
        agent.is_some_and(|agent| agent.granted(device.clock(self.time)).is_some())
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
