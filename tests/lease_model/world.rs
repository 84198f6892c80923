//! What there is: the devices with their real ballots, the folder, and the time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use baton_engine::lease::voted::{Ballot, Mailbox, Outside, Word};
use baton_engine::{DeviceId, Millis};

use crate::past::Past;

/// The one agent that everybody is after.
pub const AGENT: &str = "a";
/// The time to live of every claim: as long as a tick, so that an asking survives exactly one.
pub const TTL: Millis = Millis(100);
/// How far the true time moves at once.
pub const TICK: u64 = 100;

/// One running copy of a device.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Device {
    pub ballot: Ballot,
    /// How fast its clock is, in percent.
    pub rate: u64,
    /// The true time at which its clock started.
    pub started: u64,
    /// The number of the last mailbox that it remembers having put in place.
    pub said: u32,
    /// The number of the last mailbox heard, per writer.
    pub heard: BTreeMap<DeviceId, u32>,
    /// Makes its words differ from each other, and from those of every other copy.
    pub words: u64,
    /// Has time passed since it last looked at what follows?
    pub late: bool,
}

impl Device {
    pub fn new(id: &str, rate: u64, slot: u64) -> Self {
        Self {
            ballot: Ballot::new(id.into()),
            rate,
            started: 0,
            said: 0,
            heard: BTreeMap::new(),
            words: slot * 1000,
            late: false,
        }
    }

    /// What its own clock shows.
    pub fn clock(&self, time: u64) -> u64 {
        (time - self.started) * self.rate / 100
    }

    /// Does something with the ballot and lets everything follow from it, in one transaction.
    pub fn act(&mut self, time: u64, rule: impl FnOnce(&mut Ballot, &mut Outside<'_>)) {
        self.late = false;
        let (now, words) = (self.clock(time), &mut self.words);
        let mut draw = || {
            *words += 1;
            Word(*words)
        };
        let mut outside = Outside {
            now,
            draw: &mut draw,
            may_found: false,
            busy: &BTreeSet::new(),
        };
        rule(&mut self.ballot, &mut outside);
        self.ballot.settle(&mut outside);
    }
}

/// A version of a mailbox. Each replaces the one before, but whoever reads may still get an older one, or never see it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Letter {
    pub number: u32,
    pub mailbox: Arc<Mailbox>,
}

/// Everything at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct World {
    pub devices: Vec<Arc<Device>>,
    /// The last versions of each mailbox.
    pub mail: BTreeMap<DeviceId, Vec<Letter>>,
    pub time: u64,
    /// A backup of one device.
    pub backup: Option<(usize, Box<Device>)>,
    /// How often each special thing may still happen.
    pub left: crate::scenario::Budget,
    /// What happened so far, as far as it matters for what must never happen.
    pub past: Past,
}

impl World {
    /// The number of the newest mailbox under this id.
    pub fn newest(&self, id: &DeviceId) -> u32 {
        let letters = self.mail.get(id);
        letters
            .and_then(|letters| letters.last())
            .map_or(0, |letter| letter.number)
    }

    /// A device, to change it.
    pub fn change(&mut self, at: usize) -> &mut Device {
        Arc::make_mut(&mut self.devices[at])
    }

    /// Has this device something to say that it did not say yet?
    pub fn has_news(&self, at: usize) -> bool {
        let device = &self.devices[at];
        let last = self.mail.get(&device.ballot.me).and_then(|letters| letters.last());
        last.is_none_or(|letter| letter.number != device.said || *letter.mailbox != device.ballot.mailbox())
    }

    /// Puts the mailbox in place. A device that finds a mailbox under its name that it did not write goes on under another.
    pub fn publish(&mut self, at: usize, kept: usize) {
        self.check_identity(at);
        let device = self.change(at);
        device.said += 1;
        let (number, mailbox) = (device.said, Arc::new(device.ballot.mailbox()));
        let me = device.ballot.me.clone();
        let letters = self.mail.entry(me).or_default();
        letters.push(Letter { number, mailbox });
        let old = letters.len().saturating_sub(kept);
        letters.drain(..old);
    }

    /// What `session/identity.rs` does before a device says anything.
    pub fn check_identity(&mut self, at: usize) {
        let device = &self.devices[at];
        if self.newest(&device.ballot.me) <= device.said {
            return;
        }
        let time = self.time;
        let fresh = format!("{}-{at}{}", device.ballot.me, device.words);
        let device = self.change(at);
        device.said = 0;
        device.ballot.renamed(fresh.as_str().into());
        device.act(time, |_, _| {});
    }

    /// Reads a version of a mailbox.
    pub fn hear(&mut self, at: usize, from: &DeviceId, number: u32) {
        let letters = self.mail.get(from);
        let letter = letters.and_then(|letters| letters.iter().find(|letter| letter.number == number));
        let Some(mailbox) = letter.map(|letter| (*letter.mailbox).clone()) else {
            return;
        };
        let time = self.time;
        let device = self.change(at);
        device.heard.insert(from.clone(), number);
        device.act(time, |ballot, outside| {
            ballot.hear(from.clone(), mailbox, outside.now);
        });
    }
}
