//! Reading what the others say: their tips and hellos.

use std::sync::Arc;

use super::{
    Problem, ProblemKind, Round, Session,
    publish::weight,
    tail::{MOST_BYTES, MOST_OPS},
};
use crate::{
    error::SyncError,
    op::Seq,
    relay::{Damage, DeviceFiles, FileName, Hello, Kind, MAX_BODY_BYTES, Segment, Tip, device_dir, open},
    store::{Peer, PeerTip},
};

/// What others said that was not known yet.
struct News {
    known: Vec<Peer>,
    tips: Vec<Tip>,
    hellos: Vec<Hello>,
}

impl News {
    /// Number of the newest tip known of a device; none before the first.
    fn newest(&self, is_it: impl Fn(&crate::op::DeviceId) -> bool) -> Option<u64> {
        let remembered = self
            .known
            .iter()
            .filter(|peer| is_it(&peer.device))
            .filter_map(|peer| peer.tip_number);
        let just_read = self.tips.iter().filter(|tip| is_it(&tip.device)).map(|tip| tip.number);
        remembered.chain(just_read).max()
    }

    fn hear_tip(&mut self, tip: Tip) {
        if self
            .newest(|device| *device == tip.device)
            .is_none_or(|newest| tip.number > newest)
        {
            self.tips.push(tip);
        }
    }

    fn hear_hello(&mut self, hello: Hello) {
        let is_known = |peer: &Peer| peer.device == hello.device && peer.profile == hello.profile;
        if !self.known.iter().any(is_known) {
            self.hellos.push(hello);
        }
    }
}

impl Session {
    /// Reads a file whole; a damaged or vanished one is noted and counts as not here yet.
    pub(super) fn fetch<T>(
        &mut self,
        round: &mut Round,
        path: &str,
        decode: impl FnOnce(&[u8]) -> Result<T, Damage>,
    ) -> Option<T> {
        let file = self.fetch_file(round, path)?;
        round.good(path, decode(&file))
    }

    /// Reads a file as it is; one that cannot be read is noted and counts as not here yet.
    pub(super) fn fetch_file(&mut self, round: &mut Round, path: &str) -> Option<Vec<u8>> {
        match self.files.read(path, 2 * MAX_BODY_BYTES) {
            Ok(None) | Err(_) if self.is_in_cloud(round, path) => {
                round.not_downloaded.insert(path.to_owned());
                None
            }
            Ok(file) => file,
            Err(error) => round.good(path, Err(error)),
        }
    }

    /// Does the drive list this file without having its content here?
    fn is_in_cloud(&mut self, round: &Round, path: &str) -> bool {
        let is_it = |dir: &Arc<DeviceFiles>| dir.in_cloud.iter().any(|name| dir.path(name) == path);
        round.listing.devices.iter().any(is_it) || matches!(self.files.entry(path), Ok(Some(entry)) if entry.in_cloud)
    }

    /// Reads every tip and hello that is new, and remembers what they say.
    pub(super) fn listen(&mut self, round: &mut Round) -> Result<(), SyncError> {
        let known = self.store.peers()?;
        let mut news = News {
            known,
            tips: Vec::new(),
            hellos: Vec::new(),
        };
        for dir in round.listing.devices.clone() {
            self.read_tip(round, &dir, &mut news);
            self.read_doubled_tips(round, &dir);
            self.read_hello(round, &dir, &mut news);
            self.read_foreign(round, &dir, &mut news);
        }
        let own = self.device().clone();
        let (own_tips, tips) = news.tips.into_iter().partition(|tip| tip.device == own);
        (round.own_tips, news.tips) = (own_tips, tips);
        if news.tips.is_empty() && news.hellos.is_empty() {
            return Ok(());
        }
        let wall_now = round.wall_now;
        self.store.note("remember what others said", |write| {
            news.tips
                .iter()
                .try_for_each(|tip| write.note_tip(&remembered(tip), wall_now))?;
            Ok(news
                .hellos
                .iter()
                .try_for_each(|hello| write.note_profile(&hello.device, &hello.profile))?)
        })
    }

    /// Reads the newest tip of a directory, or the newest that is whole, unless it is known.
    fn read_tip(&mut self, round: &mut Round, dir: &DeviceFiles, news: &mut News) {
        let newest = news.newest(|device| device_dir(device) == dir.dir);
        for (number, name) in dir.tips() {
            if newest.is_some_and(|newest| number <= newest) {
                return;
            }
            let path = dir.path(name);
            if let Some((tip, tail)) = self.fetch(round, &path, Tip::with_tail) {
                round.tails.extend(tail.filter(is_small).map(|tail| (path, tail)));
                return news.hear_tip(tip);
            }
        }
    }

    /// Two tips of one number have two writers: what both say of the chain is compared with what is held.
    fn read_doubled_tips(&mut self, round: &mut Round, dir: &DeviceFiles) {
        let tips = dir.tips();
        let doubled = |number: u64| tips.iter().filter(|(other, _)| *other == number).count() > 1;
        for (_, name) in tips.iter().filter(|(number, _)| doubled(*number)) {
            let path = dir.path(name);
            if !self.greeted.contains(&path)
                && let Some(tip) = self.fetch(round, &path, Tip::decode)
            {
                self.greeted.insert(path);
                self.claims.extend(tip.head.map(|head| (tip.device, head)));
            }
        }
    }

    /// Reads a directory's hello; of several, of which all but one are on their way out, the same one everywhere.
    fn read_hello(&mut self, round: &mut Round, dir: &DeviceFiles, news: &mut News) {
        let names = dir.named.iter().map(|(name, _)| name);
        let hello = names.filter(|name| matches!(name, FileName::Hello { .. })).max();
        if let Some(path) = hello.map(|name| dir.path(name))
            && !self.greeted.contains(&path)
            && let Some(hello) = self.fetch(round, &path, Hello::decode)
        {
            self.greeted.insert(path);
            news.hear_hello(hello);
        }
    }

    /// Looks once into every file with a foreign name: a conflicted copy may hold what did not arrive otherwise.
    fn read_foreign(&mut self, round: &mut Round, dir: &DeviceFiles, news: &mut News) {
        for entry in &dir.foreign {
            let seen = (dir.path(&entry.name), entry.stamp);
            if !self.foreign.contains_key(&seen) {
                let file = self
                    .files
                    .read(&seen.0, 2 * MAX_BODY_BYTES)
                    .ok()
                    .flatten()
                    .unwrap_or_default();
                self.foreign.insert(seen, hear_foreign(&file, news));
            }
        }
        let reported = round
            .problems
            .iter()
            .any(|problem| problem.kind == ProblemKind::ForeignFiles);
        if !dir.foreign.is_empty() && !reported {
            round.problems.push(Problem::foreign(round.listing.foreign));
        }
    }
}

/// Takes a tip or hello from a file with a foreign name; answers which ops it holds, if any.
fn hear_foreign(file: &[u8], news: &mut News) -> Option<(Seq, Seq)> {
    match open(file).ok()?.0 {
        Kind::Tip => {
            let tip = Tip::decode(file).ok()?;
            let riding = tip.tail;
            news.hear_tip(tip);
            return riding;
        }
        Kind::Hello => news.hear_hello(Hello::decode(file).ok()?),
        Kind::Segment => {
            let segment = Segment::decode(file).ok()?;
            return Some(segment.range());
        }
        Kind::Checkpoint | Kind::Part => {}
    }
    None
}

/// Is it of the size that a device writes? Else it is read once more where it is needed, so that not many large ones are held.
fn is_small(tail: &Segment) -> bool {
    tail.ops().len() as u64 <= MOST_OPS && weight(tail.ops()) <= MOST_BYTES as u64
}

/// What the store remembers of a tip.
pub(super) fn remembered(tip: &Tip) -> PeerTip {
    PeerTip {
        device: tip.device.clone(),
        number: tip.number,
        head: tip.head.map(|head| (head.seq, head.id)),
        frontier: tip.frontier.clone(),
        retired: tip.retired.clone(),
        leases: tip.leases.as_ref().map(serde_json::Value::to_string),
    }
}
