//! Receiving: every chain as far as it is here, without a gap.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    thread,
};

use super::{Round, Session, intake::Intake, pieces::Pieces};
use crate::{
    error::SyncError,
    op::{DeviceId, OpId, Seq},
    relay::{DEVICES, DeviceFiles, Segment, device_dir},
    store::Peer,
};

/// Where ops of one device can be read: first seq, last seq, path.
type Source = (Seq, Seq, String);

/// A source that was read before it was needed, and what it holds, if it can be read.
type Fetched<'a> = (&'a Source, Option<Vec<u8>>);

/// One chain that is extended.
struct Run<'a, 'b> {
    device: &'a DeviceId,
    sources: &'a [Source],
    /// The paths of those that were looked into.
    tried: &'b mut HashSet<&'a str>,
}

/// A file of so many bytes is read by a thread of its own: that costs more than a smaller one does.
const LARGE_BYTES: usize = 64 << 10;

/// No larger file is handed to that thread before it is needed, so that little more than one of the largest segments waits in
/// memory.
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
        let peers = self.store.peers()?.into_iter();
        let owners: HashMap<_, _> = peers.map(|peer| (device_dir(&peer.device), peer)).collect();
        for (dir, sources) in self.sources(round, &owners) {
            let owner = owners.get(&dir).map(|owner| owner.device.clone());
            let Some(device) = owner.or_else(|| self.signer(round, &sources)) else {
                continue;
            };
            self.pull_chain(round, &device, &sources, &mut intake)?;
        }
        intake.flush(&mut self.store)?;
        Ok(intake.folded)
    }

    /// Who signs what is in a file.
    fn signer(&mut self, round: &mut Round, sources: &[Source]) -> Option<DeviceId> {
        let segment = sources
            .iter()
            .find_map(|(_, _, path)| self.fetch(round, path, Segment::in_file))?;
        Some(segment.device().clone())
    }

    /// Per directory of another device, the files that hold ops of it which are not held, wherever they are.
    fn sources(&self, round: &Round, owners: &HashMap<String, Peer>) -> BTreeMap<String, Vec<Source>> {
        let mut sources: BTreeMap<String, Vec<Source>> = BTreeMap::new();
        let held = |dir: &str| owners.get(dir).and_then(|owner| owner.held);
        for dir in &round.listing.devices {
            let offers = self.offered_in(dir, held(&dir.dir));
            if !offers.is_empty() {
                sources.entry(dir.dir.clone()).or_default().extend(offers);
            }
            for (owner, first, last, name) in dir.carried() {
                let owner = format!("{DEVICES}/{owner}");
                if Some(last) > held(&owner) {
                    sources.entry(owner).or_default().push((first, last, dir.path(name)));
                }
            }
        }
        sources.remove(&round.own.dir);
        sources
    }

    /// Files that hold ops of the directory's device: those named so beyond `held`, and any with foreign names.
    fn offered_in(&self, dir: &DeviceFiles, held: Option<Seq>) -> Vec<Source> {
        let new = dir.holders().filter(|(_, last, ..)| Some(*last) > held);
        let named = new.map(|(first, last, name)| (first, last, dir.path(name)));
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
        sources: &[Source],
        intake: &mut Intake,
    ) -> Result<(), SyncError> {
        let mut tried = HashSet::new();
        let mut fetched: Option<Fetched<'_>> = None;
        loop {
            let next = intake.next_seq(&self.store, device)?;
            let Some(source) = furthest(sources, &tried, next) else {
                return Ok(());
            };
            tried.insert(&*source.2);
            // Read already, to learn what its tip says.
            if let Some(tail) = round.tails.remove(&source.2) {
                intake.take(&mut self.store, tail)?;
                continue;
            }
            let file = match fetched.take().filter(|(of, _)| *of == source) {
                Some((_, file)) => file,
                None => self.fetch_file(round, &source.2),
            };
            match file {
                Some(file) if file.len() >= LARGE_BYTES => {
                    let mut run = Run {
                        device,
                        sources,
                        tried: &mut tried,
                    };
                    fetched = self.pull_run(round, &mut run, (source, file), intake)?;
                }
                file => {
                    let segment = file.and_then(|file| round.good(&source.2, Segment::in_file(&file)));
                    segment.map_or(Ok(()), |segment| intake.take(&mut self.store, segment))?;
                }
            }
        }
    }

    /// Takes a large segment and those that follow it, while they are read and verified by a thread beside this one. Ends
    /// where one does not lead on as its name says, or none of the kind follows; answers what was fetched in vain.
    fn pull_run<'a>(
        &mut self,
        round: &mut Round,
        run: &mut Run<'a, '_>,
        (mut source, file): (&'a Source, Vec<u8>),
        intake: &mut Intake,
    ) -> Result<Option<Fetched<'a>>, SyncError> {
        thread::scope(|scope| {
            let mut pieces = Pieces::start(scope);
            pieces.ask(file);
            loop {
                let next = source.1.next();
                let (asked, fetched) = match self.fetch_following(round, run, next) {
                    Some((following, Some(file))) if (LARGE_BYTES..=MOST_AHEAD_BYTES).contains(&file.len()) => {
                        pieces.ask(file);
                        (Some(following), None)
                    }
                    fetched => (None, fetched),
                };
                let taken = intake.take_pieces(&mut self.store, &mut pieces)?;
                let is_good = round.good(&source.2, taken).is_some();
                let leads_on = is_good && intake.next_seq(&self.store, run.device)? == next;
                match asked.filter(|_| leads_on) {
                    Some(following) => source = following,
                    None => return Ok(fetched),
                }
                run.tried.insert(&source.2);
            }
        })
    }

    fn fetch_following<'a>(&mut self, round: &mut Round, run: &Run<'a, '_>, next: Seq) -> Option<Fetched<'a>> {
        let following = furthest(run.sources, run.tried, next)?;
        Some((following, self.fetch_file(round, &following.2)))
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

/// The source that has the op at `next` and reaches furthest, of those not tried yet.
fn furthest<'a>(sources: &'a [Source], tried: &HashSet<&str>, next: Seq) -> Option<&'a Source> {
    let offers = sources
        .iter()
        .filter(|(first, last, path)| (*first..=*last).contains(&next) && !tried.contains(path.as_str()));
    offers.max_by_key(|(_, last, _)| *last)
}
