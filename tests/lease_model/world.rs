//! What there is: the devices, the folder, and what can still be read in it.

use baton_engine::DeviceId;
use baton_engine::lease::voted::Mailbox;

use crate::device::Device;
use crate::kept::Kept;
use crate::past::Past;
use crate::scenario::Budget;
use crate::step::Step;

/// The last versions of one mailbox, oldest first. Each replaces the one before, but whoever reads may still get an older
/// one, or never see it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Postbox {
    pub id: DeviceId,
    pub letters: Vec<Kept<Mailbox>>,
}

/// How many letters of each postbox are newer than what a device heard from there; in its own: than what it knows it wrote.
pub type Unread = Vec<u8>;

/// The data of a device, put aside.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Backup {
    pub of: usize,
    pub device: Kept<Device>,
    pub unread: Unread,
}

/// Everything at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct World {
    pub devices: Vec<Kept<Device>>,
    pub postboxes: Vec<Kept<Postbox>>,
    /// Per device.
    pub unread: Vec<Unread>,
    pub backup: Option<Backup>,
    /// How often each special thing may still happen.
    pub left: Budget,
    /// What happened so far, as far as it matters for what must never happen.
    pub past: Kept<Past>,
}

impl World {
    /// These devices, none of which said anything yet.
    pub fn new(devices: Vec<Device>) -> Self {
        let mut world = Self {
            unread: vec![Vec::new(); devices.len()],
            devices: devices.into_iter().map(Kept::new).collect(),
            postboxes: Vec::new(),
            backup: None,
            left: Budget::default(),
            past: Kept::new(Past::default()),
        };
        for at in 0..world.devices.len() {
            world.open_postbox(world.devices[at].ballot.me.clone());
        }
        world
    }

    fn open_postbox(&mut self, id: DeviceId) {
        let letters = Vec::new();
        self.postboxes.push(Kept::new(Postbox { id, letters }));
        self.rows().for_each(|row| row.push(0));
    }

    /// What was read, by whomever.
    fn rows(&mut self) -> impl Iterator<Item = &mut Unread> {
        let kept = self.backup.as_mut().map(|backup| &mut backup.unread);
        self.unread.iter_mut().chain(kept)
    }

    /// The device's own postbox.
    pub fn own(&self, at: usize) -> usize {
        let me = &self.devices[at].ballot.me;
        let own = self.postboxes.iter().position(|postbox| postbox.id == *me);
        own.unwrap_or(usize::MAX)
    }

    /// Lets a device do something.
    pub fn step(&mut self, at: usize, step: Step) {
        self.devices[at] = self.devices[at].after(step);
    }

    /// Has this device something to say that it did not say yet?
    pub fn has_news(&self, at: usize) -> bool {
        let own = self.own(at);
        self.unread[at][own] > 0 || self.postboxes[own].letters.last() != Some(&self.devices[at].says)
    }

    /// Puts the mailbox in place. A device that finds a mailbox under its name that it did not write goes on under another.
    pub fn publish(&mut self, at: usize, kept: usize) {
        self.check_identity(at);
        let own = self.own(at);
        let mut postbox = Postbox::clone(&self.postboxes[own]);
        postbox.letters.push(self.devices[at].says.clone());
        let old = postbox.letters.len().saturating_sub(kept);
        postbox.letters.drain(..old);
        let all = postbox.letters.len();
        self.postboxes[own] = Kept::new(postbox);
        self.rows()
            .for_each(|row| row[own] = all.min(usize::from(row[own]) + 1) as u8);
        self.unread[at][own] = 0;
    }

    /// What `session/identity.rs` does before a device says anything.
    pub fn check_identity(&mut self, at: usize) {
        let own = self.own(at);
        if self.unread[at][own] == 0 {
            return;
        }
        let fresh = DeviceId::from(format!("{}-{at}", self.postboxes[own].id));
        // What is said under its former id is to it like anybody's.
        self.unread[at][own] = self.postboxes[own].letters.len() as u8;
        self.open_postbox(fresh.clone());
        self.step(at, Step::Rename(fresh));
    }

    /// Reads a version of a mailbox, `age` versions before the newest.
    pub fn hear(&mut self, at: usize, from: usize, age: u8) {
        let Postbox { id, letters } = &*self.postboxes[from];
        let letter = letters.len().checked_sub(1 + usize::from(age));
        if let Some(letter) = letter.and_then(|letter| letters.get(letter)) {
            let step = Step::Hear(id.clone(), letter.clone());
            self.unread[at][from] = age;
            self.step(at, step);
        }
    }
}
