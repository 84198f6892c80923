//! Receiving: every chain as far as it is here, without a gap.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Round, Session, intake::Intake};
use crate::{
    error::SyncError,
    meanwhile::meanwhile,
    op::{DeviceId, OpId, Seq},
    relay::{DEVICES, Damage, DeviceFiles, Segment, device_dir},
};

/// Where ops of one device can be read: first seq, last seq, path.
type Source = (Seq, Seq, String);

/// A segment that was decoded before it was needed, by its path.
type Ahead<'a> = (&'a str, Result<Segment, Damage>);

/// Only behind a segment of so many ops is the next one decoded meanwhile: a thread costs more than a small one.
const LARGE_OPS: usize = 1_024;

/// No larger file is decoded meanwhile, so that two segments in memory take no more than one of the largest does.
const MOST_AHEAD_BYTES: usize = 4 << 20;

impl Session {
    /// Folds all that is new, and answers how many ops of others that was.
    pub(super) fn pull(&mut self, round: &mut Round) -> Result<u64, SyncError> {
        let mut folded = self.pull_segments(round)?;
        if self.adopt_what_helps(round)? {
            folded += self.pull_segments(round)?;
        }
        self.check_announced_heads()?;
        Ok(folded)
    }

    fn pull_segments(&mut self, round: &mut Round) -> Result<u64, SyncError> {
        let mut intake = Intake::new(round.wall_now, self.config.skew_limit);
        let known = self
            .store
            .peers()?
            .into_iter()
            .map(|peer| (device_dir(&peer.device), peer.device));
        let owners: HashMap<_, _> = known.collect();
        for (dir, sources) in self.sources(round) {
            let owner = owners.get(&dir).cloned();
            let Some(device) = owner.or_else(|| self.signer(round, &sources)) else {
                continue;
            };
            self.pull_chain(round, &device, sources, &mut intake)?;
        }
        intake.flush(&mut self.store)?;
        Ok(intake.folded)
    }

    /// Who signs a segment.
    fn signer(&mut self, round: &mut Round, sources: &[Source]) -> Option<DeviceId> {
        let segment = sources
            .iter()
            .find_map(|(_, _, path)| self.fetch(round, path, Segment::decode))?;
        segment.ops().first().map(|op| op.device().clone())
    }

    /// Per directory of another device, the files that hold its ops, wherever they are.
    fn sources(&self, round: &Round) -> BTreeMap<String, Vec<Source>> {
        let mut sources: BTreeMap<String, Vec<Source>> = BTreeMap::new();
        for dir in &round.listing.devices {
            sources.entry(dir.dir.clone()).or_default().extend(self.offered_in(dir));
            for (owner, first, last, name) in dir.carried() {
                let offer = (first, last, dir.path(name));
                sources.entry(format!("{DEVICES}/{owner}")).or_default().push(offer);
            }
        }
        sources.remove(&round.own.dir);
        sources
    }

    /// Files that hold ops of the directory's device, those with foreign names included.
    fn offered_in(&self, dir: &DeviceFiles) -> Vec<Source> {
        let named = dir
            .segments()
            .map(|(first, last, name, _)| (first, last, dir.path(name)));
        let foreign = dir.foreign.iter().filter_map(|entry| {
            let path = dir.path(&entry.name);
            let (first, last) = self.foreign.get(&(path.clone(), entry.stamp)).copied().flatten()?;
            Some((first, last, path))
        });
        named.chain(foreign).collect()
    }

    /// Extends one chain from the sources that reach furthest, past any that turns out damaged.
    fn pull_chain(
        &mut self,
        round: &mut Round,
        device: &DeviceId,
        sources: Vec<Source>,
        intake: &mut Intake,
    ) -> Result<(), SyncError> {
        let mut tried = HashSet::new();
        let mut ahead: Option<Ahead<'_>> = None;
        loop {
            let next = intake.next_seq(&self.store, device)?;
            let Some(path) = furthest(&sources, &tried, next) else {
                return Ok(());
            };
            tried.insert(path);
            let segment = match ahead.take().filter(|(decoded, _)| *decoded == path) {
                Some((_, decoded)) => round.good(path, decoded),
                None => self.fetch(round, path, Segment::decode),
            };
            if let Some(segment) = segment {
                let following = segment.ops().last().filter(|_| segment.ops().len() >= LARGE_OPS);
                let following = following.and_then(|last| furthest(&sources, &tried, last.seq.next()));
                ahead = self.take_segment(round, segment, following, intake)?;
            }
        }
    }

    /// Takes a large segment while the one that follows it is decoded and verified.
    fn take_segment<'a>(
        &mut self,
        round: &mut Round,
        segment: Segment,
        following: Option<&'a str>,
        intake: &mut Intake,
    ) -> Result<Option<Ahead<'a>>, SyncError> {
        let file = following.and_then(|path| self.fetch_file(round, path));
        let take = || intake.take(&mut self.store, segment);
        let Some((path, file)) = following.zip(file) else {
            take()?;
            return Ok(None);
        };
        if file.len() > MOST_AHEAD_BYTES {
            take()?;
            return Ok(Some((path, Segment::decode(&file))));
        }
        let (decoded, taken) = meanwhile(|| Segment::decode(&file), take);
        taken?;
        Ok(Some((path, decoded)))
    }

    /// A tip whose head is another op than the one held there tells of a fork that no segment shows any more.
    fn check_announced_heads(&mut self) -> Result<(), SyncError> {
        for peer in self.store.peers()? {
            if let Some((seq, id)) = peer.head {
                self.check_head(&peer.device, seq, id)?;
            }
        }
        for (device, head) in std::mem::take(&mut self.claims) {
            if !self.check_head(&device, head.seq, head.id)? {
                self.claims.push((device, head));
            }
        }
        Ok(())
    }

    /// Notes a fork if another op than `id` is held at a place; answers whether one is held there.
    fn check_head(&mut self, device: &DeviceId, seq: Seq, id: OpId) -> Result<bool, SyncError> {
        let held = self.store.id_at(device, seq)?;
        if let Some(held) = held.filter(|held| *held != id)
            && !self.store.forks()?.iter().any(|fork| fork.other == id)
        {
            self.store
                .write("note fork", |write| write.note_fork(device, seq, held, id))?;
        }
        Ok(held.is_some())
    }
}

/// The path of the source that has the op at `next` and reaches furthest, of those not tried yet.
fn furthest<'a>(sources: &'a [Source], tried: &HashSet<&str>, next: Seq) -> Option<&'a str> {
    let offers = sources
        .iter()
        .filter(|(first, last, path)| (*first..=*last).contains(&next) && !tried.contains(path.as_str()));
    offers
        .max_by_key(|(_, last, _)| *last)
        .map(|(_, _, path)| path.as_str())
}
