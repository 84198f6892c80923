use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Agent, Heard, Mailbox, View, Vote, Word};
use crate::op::{DeviceId, Epoch, Millis};

/// Everything one device durably knows of leases: its view, what it promised, what it heard. All rules are functions of
/// this, of what was heard, and of the time on the device's own clock.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ballot {
    /// This device.
    pub me: DeviceId,
    /// The view it acts under.
    pub view: View,
    /// The view it accepted and that is not in force yet, as far as it knows.
    pub next: Option<View>,
    /// Why it does not vote, if it does not.
    pub leaving: Option<Leaving>,
    /// The view in which it agreed to be left out.
    pub left_at: Option<u64>,
    /// Per agent.
    pub agents: BTreeMap<String, Agent>,
    /// The last mailbox of every other device.
    pub heard: BTreeMap<DeviceId, Mailbox>,
}

/// Why a device does not vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leaving {
    /// It is away, and will be back.
    Away,
    /// It runs no agents.
    Viewer,
}

/// What the rules need from outside.
pub struct Outside<'a> {
    /// Milliseconds on this device's own clock, which runs on while the machine sleeps.
    pub now: u64,
    /// Draws words.
    pub draw: &'a mut dyn FnMut() -> Word,
    /// May this device found the vote? Only if no other device can have done so.
    pub may_found: bool,
    /// Agents that have a run under way on this device.
    pub busy: &'a BTreeSet<String>,
}

impl Ballot {
    /// A device that knows nothing.
    pub fn new(me: DeviceId) -> Self {
        Self {
            me,
            view: View::default(),
            next: None,
            leaving: None,
            left_at: None,
            agents: BTreeMap::new(),
            heard: BTreeMap::new(),
        }
    }

    /// What this device says.
    pub fn mailbox(&self) -> Mailbox {
        Mailbox {
            view: self.view.clone(),
            next: self.next.clone(),
            leaving: self.leaving.is_some(),
            left_at: self.left_at,
            agents: self
                .agents
                .iter()
                .map(|(id, agent)| (id.clone(), agent.said()))
                .collect(),
        }
    }

    /// Takes in what another device says. Only to be called once everything that device had folded when it said so is
    /// folded here: whoever counts a vote, or hears of a release, then knows what the runs before it did.
    pub fn hear(&mut self, from: DeviceId, mailbox: Mailbox, now: u64) {
        for (id, said) in &mailbox.agents {
            self.agents.entry(id.clone()).or_default().hear(&from, said, now);
        }
        self.heard.insert(from, mailbox);
    }

    /// Follows from what was heard and from the time: changes of the view, votes, counts.
    pub fn settle(&mut self, outside: &mut Outside<'_>) {
        self.settle_view(outside);
        let ids: Vec<String> = self.agents.keys().cloned().collect();
        for id in ids {
            self.settle_agent(&id, outside);
        }
    }

    fn settle_agent(&mut self, id: &str, outside: &mut Outside<'_>) {
        let now = outside.now;
        self.on(id, |agent, it| {
            if agent.must_yield(&it.me, now) {
                agent.end();
            }
        });
        self.ask_here(id, outside);
        self.hand_over(id, outside.busy);
        self.vote(id, now);
        self.count(id, now);
        self.ask_anew(id, outside);
        self.tend_wanted(id, outside);
    }

    /// Asks at a higher epoch if the one asked for cannot be granted any more, and nobody else asks.
    fn ask_anew(&mut self, id: &str, outside: &mut Outside<'_>) {
        let now = outside.now;
        if self.is_lost_cause(id, now) {
            self.ask_higher_if(id, outside, |agent, it| agent.rivals(&it.me, now).next().is_none());
        }
    }

    /// What was asked for under an earlier view and is not granted now is asked for anew, higher: whoever left since may have
    /// held that epoch, or a higher one, by votes that nobody here can see.
    pub fn ask_here(&mut self, id: &str, outside: &mut Outside<'_>) {
        let now = outside.now;
        self.ask_higher_if(id, outside, |agent, it| {
            agent.asked_in != it.view.word && agent.granted(now).is_none()
        });
    }

    /// Gives the own claim up for one at a higher epoch; or for none, if it was granted once and nobody here wants to keep it:
    /// whoever used it lost it.
    fn ask_higher_if(&mut self, id: &str, outside: &mut Outside<'_>, must: impl FnOnce(&Agent, &Self) -> bool) {
        let now = outside.now;
        let ttl = self.on(id, |agent, it| {
            let ttl = agent.claim.as_ref().map(|claim| claim.ttl);
            let is_over = agent.holds() && agent.want.is_none();
            let given_up = ttl.filter(|_| must(agent, it)).inspect(|_| agent.abandon(now));
            given_up.filter(|_| !is_over)
        });
        if let Some(ttl) = ttl {
            self.ask(id, ttl, Epoch(0), outside);
        }
    }

    /// Does something with one agent, with the rest of the ballot for looking.
    fn on<T>(&mut self, id: &str, rule: impl FnOnce(&mut Agent, &Self) -> T) -> T {
        let mut agent = self.agents.remove(id).unwrap_or_default();
        let answer = rule(&mut agent, self);
        self.agents.insert(id.to_owned(), agent);
        answer
    }

    /// May this device vote?
    pub fn is_voter(&self) -> bool {
        let stays = self.next.as_ref().is_none_or(|next| next.members.contains(&self.me));
        self.view.members.contains(&self.me) && stays && self.leaving.is_none() && self.left_at.is_none()
    }

    /// May this device vote for that one?
    fn may_hold(&self, device: &DeviceId) -> bool {
        let stays = self.next.as_ref().is_none_or(|next| next.members.contains(device));
        self.view.members.contains(device) && stays
    }

    fn vote(&mut self, id: &str, now: u64) {
        if self.is_voter() {
            self.on(id, |agent, it| agent.give_vote(|device| it.may_hold(device), now));
        }
    }

    /// Counts the votes for the own claim.
    pub(super) fn count(&mut self, id: &str, now: u64) {
        if !self.is_voter() {
            return;
        }
        self.on(id, |agent, it| {
            if agent.granted(now).is_none() && agent.asked_in != it.view.word {
                return;
            }
            let rounds = it
                .view
                .members
                .iter()
                .filter_map(|member| agent.round_of(it.vote_of(id, agent, member), &it.me));
            let rounds = rounds.collect();
            agent.count(rounds, it.view.majority(), now);
        });
    }

    /// The members that have not voted for the own claim.
    pub fn silent(&self, id: &str) -> Vec<DeviceId> {
        let Some(agent) = self.agents.get(id) else {
            return Vec::new();
        };
        let voted = |member: &DeviceId| agent.round_of(self.vote_of(id, agent, member), &self.me).is_some();
        let others = self.view.members.iter().filter(|member| **member != self.me);
        others.filter(|member| !voted(member)).cloned().collect()
    }

    /// Can the own claim not be granted any more, because so many members voted otherwise at this epoch? Or did any of them,
    /// and the rest did not answer in time?
    fn is_lost_cause(&self, id: &str, now: u64) -> bool {
        let Some(agent) = self.agents.get(id).filter(|agent| agent.granted(now).is_none()) else {
            return false;
        };
        let Some(claim) = &agent.claim else { return false };
        let against = |member: &&DeviceId| {
            let vote = self.vote_of(id, agent, member);
            vote.is_some_and(|vote| vote.epoch >= claim.epoch) && agent.round_of(vote, &self.me).is_none()
        };
        let lost = self.view.members.iter().filter(against).count();
        lost > 0 && (agent.is_due(now) || self.view.members.len() - lost < self.view.majority())
    }

    /// The last vote of a member, as far as known here.
    fn vote_of<'a>(&'a self, id: &str, agent: &'a Agent, member: &DeviceId) -> Option<&'a Vote> {
        if *member == self.me {
            return agent.vote.as_ref();
        }
        self.heard.get(member)?.agents.get(id)?.vote.as_ref()
    }

    /// Asks for the agent, if nobody else has a claim that is not over; answers whether it did.
    pub fn ask(&mut self, id: &str, ttl: Millis, floor: Epoch, outside: &mut Outside<'_>) -> bool {
        if !self.is_voter() {
            return false;
        }
        let (now, word) = (outside.now, (outside.draw)());
        let asked = self.on(id, |agent, it| {
            let is_free = agent.claim.is_none() && agent.rivals(&it.me, now).next().is_none();
            let next = agent.next_epoch(&it.view, floor).filter(|_| is_free);
            next.map(|next| agent.ask(&it.me, it.view.word, next, word, ttl, now))
                .is_some()
        });
        self.count(id, now);
        asked
    }

    /// Asks once more for the own claim, if it is time.
    pub fn press(&mut self, id: &str, ttl: Millis, now: u64) {
        self.on(id, |agent, it| {
            if agent.claim.is_some() && agent.is_due(now) {
                agent.ask_again(&it.me, ttl, now);
            }
        });
        self.count(id, now);
    }

    /// Extends the own claim by another asking; answers whether there is one at this epoch.
    pub fn renew(&mut self, id: &str, epoch: Epoch, ttl: Millis, now: u64) -> bool {
        let renewed = self.on(id, |agent, it| {
            let is_ours = agent.claim.as_ref().is_some_and(|claim| claim.epoch == epoch);
            if is_ours {
                agent.ask_again(&it.me, ttl, now);
            }
            is_ours
        });
        self.count(id, now);
        renewed
    }

    /// Ends the own claim at this epoch, or says of one that ran out that it is given back after all, and wants the agent no
    /// more; answers whether there was anything to end.
    pub fn release(&mut self, id: &str, epoch: Epoch) -> bool {
        self.on(id, |agent, _| {
            let wanted = agent.want.take().is_some();
            let ran_out = agent.ran_out.take_if(|ran_out| *ran_out == epoch).is_some();
            let is_ours = agent.claim.as_ref().is_some_and(|claim| claim.epoch == epoch);
            if is_ours {
                agent.end();
            }
            is_ours || ran_out || wanted && agent.claim.is_none()
        })
    }

    /// A person frees the agent: every claim up to this epoch is over.
    pub fn take_over(&mut self, id: &str, observed: Epoch) {
        self.on(id, |agent, _| {
            agent.freed = agent.freed.max(observed);
            agent.seen = agent.seen.max(observed.next().unwrap_or(observed));
            agent.drop_freed();
        });
    }

    /// Wants the agent until it is released here.
    pub fn want(&mut self, id: &str, ttl: Millis, outside: &mut Outside<'_>) {
        if self.leaving == Some(Leaving::Away) {
            self.enter_vote();
        }
        self.keep(id, Some(ttl));
        self.tend_wanted(id, outside);
    }

    /// Keep the agent, or keep asking for it, for `ttl` at a time; or do not any more.
    pub fn keep(&mut self, id: &str, ttl: Option<Millis>) {
        self.on(id, |agent, _| agent.want = ttl);
    }

    /// Gives a wanted agent up once another device wants it and no run is under way. It must know of this claim: a wish from
    /// before may be that of a device that is no more.
    fn hand_over(&mut self, id: &str, busy: &BTreeSet<String>) {
        self.on(id, |agent, it| {
            let Some(claim) = agent.claim.as_ref().filter(|claim| claim.held) else {
                return;
            };
            let wants = |mailbox: &Mailbox| {
                let said = mailbox.agents.get(id);
                said.is_some_and(|said| said.wants && said.seen >= claim.epoch)
            };
            let is_member = |from: &DeviceId| it.view.members.contains(from);
            let asked_for = it.heard.iter().any(|(from, mailbox)| is_member(from) && wants(mailbox));
            if asked_for && agent.want.is_some() && !busy.contains(id) {
                agent.want = None;
                agent.end();
            }
        });
    }

    /// Asks for what is wanted, and keeps it.
    fn tend_wanted(&mut self, id: &str, outside: &mut Outside<'_>) {
        let Some(ttl) = self.agents.get(id).and_then(|agent| agent.want) else {
            return;
        };
        if self.agents.get(id).is_some_and(|agent| agent.claim.is_none()) {
            self.ask(id, ttl, Epoch(0), outside);
        } else if self.agents.get(id).is_some_and(|agent| agent.is_due(outside.now)) {
            self.on(id, |agent, it| agent.ask_again(&it.me, ttl, outside.now));
            self.count(id, outside.now);
        }
    }

    /// Does somebody on this device hold a lease for a job of theirs, rather than this device for its own sake?
    pub fn is_used(&self, now: u64) -> bool {
        let is_used = |agent: &Agent| agent.granted(now).is_some() && agent.want.is_none();
        self.agents.values().any(is_used)
    }

    /// When something follows from time alone: an own asking is due, or a claim that others wait for may be over.
    pub fn wakes_at(&self, now: u64) -> Option<u64> {
        let wakes = |agent: &Agent| {
            let due = agent.want.and_then(|_| agent.due_at());
            let live = agent.claims.values().filter(|heard| now < heard.ends());
            let waits = agent.want.is_some() || live.clone().any(|heard| !heard.held);
            let over = live.map(Heard::ends).min().filter(|_| waits);
            due.into_iter().chain(over).min()
        };
        self.agents.values().filter_map(wakes).min()
    }

    /// May anything follow from time alone?
    pub fn is_awake(&self, now: u64) -> bool {
        let is_live = |agent: &Agent| {
            let runs = agent.claims.values().any(|heard| now < heard.ends());
            agent.claim.is_some() || agent.want.is_some() || runs
        };
        self.next.is_some() || self.agents.values().any(is_live)
    }

    /// The machine started anew, and with it its clock.
    pub fn restarted(&mut self, now: u64) {
        self.agents.values_mut().for_each(|agent| agent.restarted(now));
    }

    /// This device goes on under another id, knowing what it knew, and promised nothing under that id.
    pub fn renamed(&mut self, me: DeviceId) {
        self.me = me;
        (self.next, self.left_at) = (None, None);
        for agent in self.agents.values_mut() {
            agent.vote = None;
            agent.claim = None;
            agent.ran_out = None;
            agent.until = None;
            agent.askings.clear();
        }
    }
}
