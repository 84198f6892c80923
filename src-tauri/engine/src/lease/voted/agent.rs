use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Claim, Said, View, Vote, Word};
use crate::op::{DeviceId, Epoch, Millis};

/// At most so many askings are remembered; an answer to an older one comes too late anyway.
const ASKINGS: usize = 32;

/// What one device durably knows of one agent, and the rules by which that changes. `now` is always this device's own
/// clock, in milliseconds, which runs on while the machine sleeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Agent {
    pub(super) seen: Epoch,
    pub(super) freed: Epoch,
    pub(super) ended: Epoch,
    /// The own claim that ran out and that nobody gave back. No rule reads it: it is told to people.
    #[serde(default)]
    pub(super) ran_out: Option<Epoch>,
    pub(super) claim: Option<Claim>,
    /// The view under which it was asked for: it is granted under that one, and kept under later
    /// ones as long as its time does not run out.
    #[serde(default)]
    pub(super) asked_in: Word,
    /// When each asking of the own claim began, and for how long it is.
    pub(super) askings: BTreeMap<u32, (u64, Millis)>,
    /// Until when the own claim is granted.
    pub(super) until: Option<u64>,
    /// Was somebody on this device told that the claim is granted? Only the first one who asks is.
    #[serde(default)]
    pub(super) told: bool,
    pub(super) vote: Option<Vote>,
    /// The claims heard of, the own one included.
    #[serde(with = "super::pairs")]
    pub(super) claims: BTreeMap<ClaimKey, Heard>,
    /// Keep it, or keep asking for it, for so long at a time.
    pub(super) want: Option<Millis>,
}

/// Tells a claim from every other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClaimKey {
    /// The epoch.
    pub epoch: Epoch,
    /// Whose it is.
    pub holder: DeviceId,
    /// Which of that device's.
    pub word: Word,
}

/// A claim as this device heard of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Heard {
    /// Its last asking.
    pub round: u32,
    /// For how long, at most, any of its askings was.
    pub ttl: Millis,
    /// When this device heard of that asking, or voted for it.
    pub since: u64,
    /// Does its holder say that it is granted?
    pub held: bool,
}

impl Heard {
    /// When this device may consider it over. Two clocks may differ in rate by a fiftieth.
    pub fn ends(&self) -> u64 {
        let ttl = self.ttl.get();
        self.since.saturating_add(ttl).saturating_add(ttl / 50)
    }
}

impl Vote {
    fn key(&self) -> ClaimKey {
        ClaimKey {
            epoch: self.epoch,
            holder: self.holder.clone(),
            word: self.word,
        }
    }
}

impl Agent {
    /// What this device says of the agent.
    pub fn said(&self) -> Said {
        Said {
            seen: self.seen,
            freed: self.freed,
            ended: self.ended,
            ran_out: self.ran_out,
            claim: self.claim.clone(),
            vote: self.vote.clone(),
            wants: self.want.is_some() && !self.holds(),
        }
    }

    /// Takes in what another device says.
    pub fn hear(&mut self, from: &DeviceId, said: &Said, now: u64) {
        let epochs = [said.seen, said.freed, said.ended];
        let claimed = said.claim.iter().map(|claim| claim.epoch);
        let voted = said.vote.iter().map(|vote| vote.epoch);
        self.seen = epochs
            .into_iter()
            .chain(claimed)
            .chain(voted)
            .fold(self.seen, Epoch::max);
        self.freed = self.freed.max(said.freed);
        let newest = said.claim.as_ref().map_or(Epoch(0), |claim| claim.epoch);
        let is_over = |key: &ClaimKey| key.holder == *from && (key.epoch <= said.ended || key.epoch < newest);
        self.claims.retain(|key, _| !is_over(key));
        if let Some(claim) = &said.claim {
            self.hear_claim(from, claim, now);
        }
        self.drop_freed();
    }

    fn hear_claim(&mut self, from: &DeviceId, claim: &Claim, now: u64) {
        let key = ClaimKey {
            epoch: claim.epoch,
            holder: from.clone(),
            word: claim.word,
        };
        let heard = self.claims.entry(key).or_insert_with(|| Heard {
            round: claim.round,
            ttl: claim.ttl,
            since: now,
            held: false,
        });
        heard.held |= claim.held;
        if claim.round > heard.round {
            (heard.round, heard.ttl, heard.since) = (claim.round, heard.ttl.max(claim.ttl), now);
        }
    }

    /// A take-over ends every claim that it covers, the own one included.
    pub fn drop_freed(&mut self) {
        self.claims.retain(|key, _| key.epoch > self.freed);
        self.ran_out = self.ran_out.filter(|epoch| *epoch > self.freed);
        if self.claim.as_ref().is_some_and(|claim| claim.epoch <= self.freed) {
            self.end();
        }
    }

    /// The own claim is over, and nobody gave it back. If it was granted and its time has passed, it ran out.
    pub fn abandon(&mut self, now: u64) {
        if self.holds() && self.granted(now).is_none() {
            self.ran_out = self.claim.as_ref().map(|claim| claim.epoch);
        }
        self.end();
    }

    /// The own claim is over: given back, given up, or lost.
    pub fn end(&mut self) {
        if let Some(claim) = self.claim.take() {
            self.ended = self.ended.max(claim.epoch);
            self.claims
                .retain(|key, _| key.word != claim.word || key.epoch != claim.epoch);
        }
        self.askings.clear();
        self.until = None;
    }

    /// The claims of others that are not over yet.
    pub fn rivals<'a>(&'a self, me: &'a DeviceId, now: u64) -> impl Iterator<Item = (&'a ClaimKey, &'a Heard)> {
        let own = self.claim.as_ref().map(|claim| claim.word);
        let is_rival = move |key: &ClaimKey| key.holder != *me || Some(key.word) != own;
        self.claims
            .iter()
            .filter(move |(key, heard)| is_rival(key) && now < heard.ends())
    }

    /// Asks for the next epoch. Nobody else may have a claim that is not over.
    pub fn ask(&mut self, me: &DeviceId, view: Word, next: Epoch, word: Word, ttl: Millis, now: u64) {
        (self.seen, self.told, self.asked_in) = (next, false, view);
        self.claim = Some(Claim {
            epoch: next,
            word,
            round: 0,
            ttl,
            held: false,
        });
        self.asked(me, now);
    }

    /// Asks once more for the own claim, for `ttl` from now.
    pub fn ask_again(&mut self, me: &DeviceId, ttl: Millis, now: u64) {
        if let Some(claim) = &mut self.claim {
            claim.round = claim.round.saturating_add(1);
            claim.ttl = ttl;
            self.asked(me, now);
        }
    }

    /// The time counts from before anybody is asked; the own vote is given at once.
    fn asked(&mut self, me: &DeviceId, now: u64) {
        let Some(claim) = self.claim.clone() else { return };
        self.askings.insert(claim.round, (now, claim.ttl));
        while self.askings.len() > ASKINGS {
            self.askings.pop_first();
        }
        let vote = Vote {
            epoch: claim.epoch,
            holder: me.clone(),
            word: claim.word,
            round: claim.round,
        };
        let before = self.claims.get(&vote.key()).map_or(claim.ttl, |heard| heard.ttl);
        let heard = Heard {
            round: claim.round,
            ttl: before.max(claim.ttl),
            since: now,
            held: claim.held,
        };
        self.claims.insert(vote.key(), heard);
        if self.vote.as_ref().is_none_or(|last| last.epoch <= vote.epoch) {
            self.vote = Some(vote);
        }
    }

    /// The own claim, if it is granted now.
    pub fn granted(&self, now: u64) -> Option<&Claim> {
        let is_granted = self.until.is_some_and(|until| now < until);
        self.claim.as_ref().filter(|_| is_granted)
    }

    /// Has the last asking of the own claim gone by a third of its time? Then it is time for the next.
    pub fn is_due(&self, now: u64) -> bool {
        self.due_at().is_none_or(|due| now >= due)
    }

    /// When it is; none if nothing was asked for since the machine started.
    pub fn due_at(&self) -> Option<u64> {
        let (_, (at, ttl)) = self.askings.last_key_value()?;
        Some(at.saturating_add(ttl.get() / 3))
    }

    /// Counts the votes: `rounds` are those that the members gave to the own claim, by asking. The claim is granted for
    /// the last asking that a majority voted for, or for a later one: so for the shortest time of all these.
    pub fn count(&mut self, mut rounds: Vec<u32>, majority: usize, now: u64) {
        rounds.sort_unstable_by(|a, b| b.cmp(a));
        let Some((claim, round)) = self.claim.as_mut().zip(rounds.get(majority - 1)) else {
            return;
        };
        let shortest = self.askings.range(round..).map(|(_, (_, ttl))| *ttl).min();
        let Some(((at, _), ttl)) = self.askings.get(round).zip(shortest) else {
            return;
        };
        let until = at.saturating_add(ttl.get());
        if now >= until {
            return;
        }
        self.until = self.until.max(Some(until));
        claim.held = true;
        let key = |heard: &ClaimKey| heard.epoch == claim.epoch && heard.word == claim.word;
        let own = self.claims.iter_mut().filter(|(heard, _)| key(heard));
        own.for_each(|(_, heard)| heard.held = true);
        self.askings.retain(|asking, _| asking >= round);
    }

    /// Somebody on this device asks, and the claim is granted: answers whether they are the first.
    pub fn tell(&mut self) -> bool {
        !std::mem::replace(&mut self.told, true)
    }

    /// Was the own claim granted? Its time may have passed.
    pub fn holds(&self) -> bool {
        self.claim.as_ref().is_some_and(|claim| claim.held)
    }

    /// Is the own claim at this epoch granted, with time left?
    pub fn is_granted(&self, epoch: Epoch, now: u64) -> bool {
        self.granted(now).is_some_and(|claim| claim.epoch == epoch)
    }

    /// Which asking of the own claim did this vote go to?
    pub fn round_of(&self, vote: Option<&Vote>, me: &DeviceId) -> Option<u32> {
        let (claim, vote) = self.claim.as_ref().zip(vote)?;
        let is_ours = vote.holder == *me && vote.epoch == claim.epoch && vote.word == claim.word;
        is_ours.then_some(vote.round)
    }

    /// Votes, if the rules allow it: for a later asking of the claim that has the vote already, else for the best claim of
    /// a member with an epoch above every vote given, while no other claim that was granted or voted for may still run.
    pub fn give_vote(&mut self, may_hold: impl Fn(&DeviceId) -> bool, now: u64) {
        let voted = self.vote.as_ref().map(Vote::key);
        let again = voted.as_ref().filter(|key| may_hold(&key.holder)).cloned();
        let again = again.filter(|key| self.claims.contains_key(key));
        let free = |key: &ClaimKey| self.vote.as_ref().is_none_or(|vote| key.epoch > vote.epoch);
        let blocks = |key: &ClaimKey, heard: &Heard| now < heard.ends() && (heard.held || voted.as_ref() == Some(key));
        let blocked = |wanted: &ClaimKey| {
            self.claims
                .iter()
                .any(|(key, heard)| key != wanted && blocks(key, heard))
        };
        let eligible = |(key, heard): &(&ClaimKey, &Heard)| {
            may_hold(&key.holder) && free(key) && now < heard.ends() && !blocked(key)
        };
        let best = self
            .claims
            .iter()
            .filter(eligible)
            .max_by_key(|(key, heard)| (heard.held, strength(key)));
        let Some(key) = best.map(|(key, _)| key.clone()).or(again) else {
            return;
        };
        self.vote_for(key, now);
    }

    fn vote_for(&mut self, key: ClaimKey, now: u64) {
        let Some(heard) = self.claims.get_mut(&key) else { return };
        let given = self
            .vote
            .as_ref()
            .filter(|vote| vote.key() == key)
            .map(|vote| vote.round);
        if given.is_some_and(|given| given >= heard.round) {
            return;
        }
        heard.since = now;
        self.vote = Some(Vote {
            round: heard.round,
            epoch: key.epoch,
            holder: key.holder,
            word: key.word,
        });
    }

    /// Must the own claim, not granted yet, give way? To one that is granted, or to a stronger one that is asked for.
    pub fn must_yield(&self, me: &DeviceId, now: u64) -> bool {
        let Some(claim) = &self.claim else { return false };
        let own = ClaimKey {
            epoch: claim.epoch,
            holder: me.clone(),
            word: claim.word,
        };
        let beats = |key: &ClaimKey, heard: &Heard| heard.held && (!claim.held || key.epoch > claim.epoch);
        let stronger = |key: &ClaimKey| !claim.held && strength(key) > strength(&own);
        self.rivals(me, now)
            .any(|(key, heard)| beats(key, heard) || stronger(key))
    }

    /// The epoch to ask for next; none after the largest.
    pub fn next_epoch(&self, view: &View, floor: Epoch) -> Option<Epoch> {
        let voted = self.vote.as_ref().map_or(Epoch(0), |vote| vote.epoch);
        let used = [self.freed, self.ended, voted, view.base, floor];
        used.into_iter().fold(self.seen, Epoch::max).next()
    }

    /// The machine started anew, and with it its clock: what was heard counts from now. Nothing is known of the own claim,
    /// not even that it is over, since this may be a copy of the data on another machine: it waits for its time like for
    /// another's.
    pub fn restarted(&mut self, now: u64) {
        let own = self.claim.take().map(|claim| (claim.epoch, claim.word));
        for (key, heard) in &mut self.claims {
            heard.since = now;
            heard.held |= own == Some((key.epoch, key.word));
        }
        self.askings.clear();
        self.until = None;
    }
}

/// Of two claims asked for at the same time everybody prefers the same: the higher epoch, then one drawn by the epoch, so
/// that no device always wins.
fn strength(key: &ClaimKey) -> (Epoch, [u8; 32], &DeviceId) {
    let mut draw = blake3::Hasher::new();
    draw.update(&key.epoch.get().to_le_bytes());
    draw.update(key.holder.as_str().as_bytes());
    (key.epoch, *draw.finalize().as_bytes(), &key.holder)
}
