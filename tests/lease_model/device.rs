//! A device: the ballot that ships, a clock, and chance.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use baton_engine::lease::voted::{Ballot, Mailbox, Outside, Said, Word};
use baton_engine::{DeviceId, Epoch, Millis};

use crate::kept::Kept;

/// The one agent that everybody is after.
pub const AGENT: &str = "a";
/// The time to live of every claim: as long as a tick, so that an asking survives exactly one.
pub const TTL: Millis = Millis(100);
/// How far the true time moves at once.
pub const TICK: u64 = 100;
/// What every clock shows when its machine starts: late enough that a time of 0 is long over.
pub const START: u64 = 1000;

/// One running copy of a device.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Device {
    pub ballot: Ballot,
    /// How fast its clock is, in percent.
    pub rate: u64,
    /// What its clock shows.
    pub clock: u64,
    /// Makes its words differ from those of every other copy.
    pub chance: u64,
    /// Does something follow that it did not look at yet?
    pub late: bool,
    /// Does it so, and nothing would bring that up again?
    pub undone: bool,
    /// Is everything kept as it is, rather than in its normal form?
    pub plain: bool,
    /// What it says, or would say.
    pub says: Kept<Mailbox>,
}

impl Device {
    pub fn new(id: &str, rate: u64, chance: u64, plain: bool) -> Self {
        let ballot = Ballot::new(id.into());
        Self {
            says: Kept::new(ballot.mailbox()),
            ballot,
            rate,
            clock: START,
            chance,
            late: false,
            undone: false,
            plain,
        }
    }

    /// Does something with the ballot and lets everything follow from it, in one transaction.
    pub fn act(&mut self, rule: impl FnOnce(&mut Ballot, &mut Outside<'_>)) {
        (self.late, self.undone) = (false, false);
        let salt = self.salt();
        let mut drawn = 0_u64;
        let mut draw = || {
            drawn += 1;
            Word(digest(&(salt, drawn)) >> 12)
        };
        let mut outside = Outside {
            now: self.clock,
            draw: &mut draw,
            may_found: false,
            busy: &BTreeSet::new(),
        };
        rule(&mut self.ballot, &mut outside);
        self.ballot.settle(&mut outside);
        self.rest();
    }

    /// Notices whether there is more to do. If no time passed, a device that may sleep until there is news has nothing to do,
    /// and no change of who votes waits for a second look.
    pub fn look(&mut self, has_waited: bool) {
        let mut later = self.clone();
        later.act(|_, _| {});
        let (now, then) = (&self.ballot, &later.ballot);
        let is_forgotten = !now.is_awake(self.clock) || now.view != then.view || now.next != then.next;
        self.late = now != then;
        self.undone = self.late && !has_waited && is_forgotten;
    }

    /// Tells what is drawn now from what was drawn before: a word is used for a higher epoch, or for a later view.
    fn salt(&self) -> u64 {
        let latest = self.ballot.next.as_ref().unwrap_or(&self.ballot.view).number;
        let seen = self.said().map_or(Epoch(0), |said| said.seen);
        digest(&(self.chance, &self.ballot.me, seen, latest))
    }

    /// Nothing more follows now.
    pub fn rest(&mut self) {
        if !self.plain {
            self.normalize();
        }
        self.says = Kept::new(self.ballot.mailbox());
    }

    /// Lets a tick pass.
    pub fn tick(&mut self) {
        self.wait(TICK * self.rate / 100);
    }

    /// Lets time pass on its clock, or nothing but finds that it passed.
    pub fn wait(&mut self, passed: u64) {
        self.clock += passed;
        self.rest();
        self.look(true);
    }

    /// The machine starts anew, and with it its clock.
    pub fn reboot(&mut self) {
        self.clock = START;
        self.act(|ballot, outside| ballot.restarted(outside.now));
    }

    /// Goes on under another id.
    pub fn rename(&mut self, fresh: DeviceId) {
        self.act(|ballot, _| ballot.renamed(fresh));
    }

    /// What it says of the agent.
    pub fn said(&self) -> Option<&Said> {
        self.says.agents.get(AGENT)
    }

    /// What it holds now, by its own clock.
    pub fn holds(&self) -> Option<(Epoch, Word)> {
        let claim = self.ballot.agents.get(AGENT)?.granted(self.clock)?;
        Some((claim.epoch, claim.word))
    }
}

fn digest(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
