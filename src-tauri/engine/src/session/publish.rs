//! Sending: this device's ops as segments or in its tip, which says what it has and what it folded.

use std::{
    collections::{HashSet, VecDeque},
    panic::resume_unwind,
    thread::{self, ScopedJoinHandle},
};

use super::{Round, Session, merge, stable_frontier};
use crate::{
    error::SyncError,
    op::{Frontier, KeptOp, NotKept, Op, Seq, uncovered},
    relay::{Damage, FileName, Hello, MAX_BODY_BYTES, Segment, Stamp, Tip, TipHead, device_dir, dir_name, open},
};

/// A segment ends before it holds more ops or payload bytes than this.
pub(super) const SEGMENT_OPS: usize = 32_768;
pub(super) const SEGMENT_BYTES: usize = 8 << 20;

/// So many segments are compressed at once: that is most of the work of sending, and for more there is no memory.
const AT_ONCE: usize = 2;

/// After so long a device speaks even if nothing is new, so that one that is not heard of for a day is known to be silent.
const SIGN_OF_LIFE_MS: u64 = 12 * 60 * 60 * 1_000;

/// So many numbers for tips are set aside at once.
const TIP_NUMBERS: u64 = 64;

/// What the tips that a process writes are known by.
pub(super) struct Signer {
    /// A word that it made up.
    word: String,
    /// Its tips have higher numbers than this.
    after: u64,
}

/// What looking into the own directory showed.
pub(super) enum Doubt {
    /// Nothing that this device could not have written.
    None,
    /// Ops of this device's chain that it did not write.
    Stranger(Segment),
}

impl Session {
    /// Publishes what is new and tidies up; answers how many ops were sent.
    pub(super) fn publish(&mut self, round: &mut Round) -> Result<u64, SyncError> {
        self.retire_former_identities()?;
        self.publish_hello(round)?;
        let pushed = self.publish_segments(round)?;
        self.merge_segments(round)?;
        self.offer_base(round)?;
        self.carry(round)?;
        self.publish_tip(round)?;
        self.tidy(round)?;
        Ok(pushed)
    }

    fn publish_hello(&mut self, round: &mut Round) -> Result<(), SyncError> {
        let hello = Hello::new(self.device().clone(), self.store.profile()?);
        let (name, file) = hello.encode()?;
        if !round.own.has(&name) {
            self.create(round, &name, &file, 0)?;
            round.greeted(hello.profile);
        }
        round.hello = Some(name);
        Ok(())
    }

    /// Looks into own files that are not as this device left them: a good one counts, a damaged one does not and is
    /// written again. Stops at ops of this device's chain that it did not write.
    pub(super) fn verify_own_files(&mut self, round: &mut Round) -> Result<Doubt, SyncError> {
        let covered = self.floor()?;
        let as_left = |(name, stamp): &(FileName, Option<Stamp>)| {
            let old = matches!(name, FileName::Segment { last, .. } if *last < covered);
            // What the drive moved into the cloud to save space was whole when it did.
            old || round.own.in_cloud.contains(name)
                || round.left.get(name).is_some_and(|left| Some(left.stamp) == *stamp)
        };
        let doubtful = round.own.named.iter().filter(|file| !as_left(file));
        let doubtful: Vec<_> = doubtful.filter_map(|(name, stamp)| Some((*name, (*stamp)?))).collect();
        for (name, stamp) in doubtful {
            // What cannot be read now may be read later.
            let Ok(file) = self.files.read(&round.own.path(&name), 2 * MAX_BODY_BYTES) else {
                continue;
            };
            match check_own(&name, &file.unwrap_or_default()) {
                Err(_) => self.discard_damaged(round, &name)?,
                // Below a checkpoint, what counts no more is not held any more.
                Ok(Some(segment)) if segment.range().1 >= covered && !self.is_ours(&segment)? => {
                    if segment.device() == self.device() {
                        return Ok(Doubt::Stranger(segment));
                    }
                    round.forget(&name);
                }
                Ok(segment) => {
                    let ops = segment.map(Segment::into_ops).unwrap_or_default();
                    round.deduped += ops.len() as u64;
                    round.left(&name, stamp, weight(&ops));
                }
            }
        }
        Ok(Doubt::None)
    }

    /// A damaged own file goes away if this device can write its content again; else it may still be on its way.
    fn discard_damaged(&mut self, round: &mut Round, name: &FileName) -> Result<(), SyncError> {
        let held = self.store.head(self.device())?.map(|head| head.seq);
        let is_beyond = |(_, last)| held.is_none_or(|held| held < last);
        // Where nothing can be removed it is replaced, or that fails with the reason.
        if name.ops().is_some_and(is_beyond) || self.remove(round, name).is_err() {
            round.forget(name);
        }
        Ok(())
    }

    fn is_ours(&self, segment: &Segment) -> Result<bool, SyncError> {
        let Some(last) = segment.ops().last() else {
            return Ok(false);
        };
        Ok(last.device() == self.device() && self.store.id_at(last.device(), last.seq)? == Some(last.id))
    }

    /// Lowest seq that this device offers in segments: what lies below is in its base checkpoint.
    pub(super) fn floor(&self) -> Result<Seq, SyncError> {
        Ok(self
            .store
            .base_frontier()?
            .get(self.device())
            .map_or(Seq(0), |seq| seq.next()))
    }

    /// Puts what no segment covers into segments, less what rides in the tip; answers how many ops were not sent before.
    pub(super) fn publish_segments(&mut self, round: &mut Round) -> Result<u64, SyncError> {
        round.head = self.store.head(self.device())?;
        let Some(head) = round.head.clone() else {
            return Ok(0);
        };
        let mut missing = uncovered((self.floor()?, head.seq), round.covering());
        let sent = round.sent_in_tip(&missing);
        round.tail = self.take_tail(&mut missing, head.seq)?;
        let mut pushed = round.tail.as_ref().map_or(0, |tail| tail.ops().len() as u64);
        for range in missing {
            pushed += self.publish_range(round, range)?;
        }
        Ok(pushed.saturating_sub(sent))
    }

    /// While the ops of segments are proven and compressed, those before are put in place and those of the next one are read.
    fn publish_range(&mut self, round: &mut Round, (first, last): (Seq, Seq)) -> Result<u64, SyncError> {
        let device = self.device().clone();
        let (mut pushed, mut next) = (0, first);
        thread::scope(|scope| {
            let mut under_way = VecDeque::new();
            while next <= last {
                let ops = self
                    .store
                    .kept_range(&device, (next, last), SEGMENT_OPS, SEGMENT_BYTES)?;
                let Some(end) = ops.last().map(|op| op.seq()) else {
                    break;
                };
                (pushed, next) = (pushed + ops.len() as u64, end.next());
                if end == last && under_way.is_empty() {
                    self.publish_segment(round, ops)?;
                    break;
                }
                if under_way.len() == AT_ONCE {
                    self.put_first(round, &mut under_way)?;
                }
                under_way.push_back(scope.spawn(|| encode(ops)));
            }
            while !under_way.is_empty() {
                self.put_first(round, &mut under_way)?;
            }
            Ok(pushed)
        })
    }

    /// Puts the segment in place that is under way the longest, once it is compressed.
    fn put_first(&mut self, round: &mut Round, under_way: &mut VecDeque<UnderWay<'_>>) -> Result<(), SyncError> {
        let Some(first) = under_way.pop_front() else {
            return Ok(());
        };
        let encoded = first.join().unwrap_or_else(|panic| resume_unwind(panic));
        self.put(round, encoded)
    }

    fn publish_segment(&mut self, round: &mut Round, ops: Vec<KeptOp>) -> Result<(), SyncError> {
        self.put(round, encode(ops))
    }

    fn put(&mut self, round: &mut Round, encoded: Encoded) -> Result<(), SyncError> {
        let segment = encoded.map_err(|error| self.store.not_kept("read ops", error))??;
        self.create(round, &segment.name, &segment.file, segment.weight)
    }

    fn merge_segments(&mut self, round: &mut Round) -> Result<(), SyncError> {
        let floor = self.floor()?;
        let mut live: Vec<_> = round.own.segments().filter(|(first, ..)| *first >= floor).collect();
        // Where one contains another, only the larger counts; the smaller is on its way out.
        live.sort_by_key(|(first, last, ..)| (*first, std::cmp::Reverse(*last)));
        live.dedup_by(|(_, last, ..), (_, kept, ..)| *last <= *kept);
        let size = |(first, last, name): &(Seq, Seq, &FileName)| merge::Size {
            ops: last.get() - first.get() + 1,
            bytes: round.left.get(name).map_or(0, |left| left.weight),
        };
        let Some(range) = merge::plan(&live.iter().map(size).collect::<Vec<_>>()) else {
            return Ok(());
        };
        let (first, last) = (live[range.start].0, live[range.end - 1].1);
        let ops = self
            .store
            .kept_range(self.device(), (first, last), usize::MAX, usize::MAX)?;
        if ops.last().is_some_and(|op| op.seq() == last) {
            self.publish_segment(round, ops)?;
        }
        Ok(())
    }

    /// Says what this device has and has durably folded, unless its last tip says the same, is not old, and is still there.
    pub(super) fn publish_tip(&mut self, round: &mut Round) -> Result<(), SyncError> {
        let mut tip = self.current_tip(round)?;
        let tips = round.own.tips();
        let newest = tips.first().map(|(number, _)| *number);
        if let Some(published) = &round.tip
            && tip.says_the_same(published)
            && round.wall_now.abs_diff(published.wall_ms) < SIGN_OF_LIFE_MS
            && tips.iter().any(|(number, _)| *number == published.number)
        {
            return Ok(());
        }
        let published = round.tip.as_ref().map(|tip| tip.number);
        let last = published.max(newest).unwrap_or(0);
        (tip.number, tip.writer) = self.sign_tip(last)?;
        tip.wall_ms = round.wall_now;
        let (name, file) = tip.encode(round.tail.as_ref())?;
        self.create(round, &name, &file, 0)?;
        round.spoke(tip);
        Ok(())
    }

    /// The number of the tip after `last`, and the word by which this device will know that this process wrote it.
    fn sign_tip(&mut self, last: u64) -> Result<(u64, String), SyncError> {
        let highest = self.store.highest_tip_number()?;
        if let Some(signer) = &self.signer {
            let number = last.max(signer.after) + 1;
            if number <= highest {
                return Ok((number, signer.word.clone()));
            }
        }
        let signer = self.set_numbers_aside(last.max(highest))?;
        Ok((signer.after + 1, signer.word.clone()))
    }

    /// Numbers are set aside in blocks, and a process begins with a block of its own: a power cut may take away the newest
    /// tips and what the store remembers of them, when others read them already.
    fn set_numbers_aside(&mut self, after: u64) -> Result<&Signer, SyncError> {
        let known = self.signer.as_ref().map(|signer| signer.word.clone());
        let (is_new, word) = (
            known.is_none(),
            known.unwrap_or_else(|| dir_name(&(self.config.mint)()).to_string()),
        );
        self.store.write("set tip numbers aside", |write| {
            if is_new {
                write.note_writer(&word)?;
            }
            Ok::<_, SyncError>(write.reserve_tip_numbers(after + TIP_NUMBERS)?)
        })?;
        Ok(self.signer.insert(Signer { word, after }))
    }

    /// Speaks only of own ops that this round found in segments, or sends: more may have been recorded meanwhile.
    fn current_tip(&self, round: &Round) -> Result<Tip, SyncError> {
        let device = self.device().clone();
        let head = round.head.as_ref().map(|head| TipHead {
            seq: head.seq,
            id: head.id,
        });
        let mut frontier = self.store.frontier()?;
        frontier.remove(&device);
        frontier.extend(head.map(|head| (device.clone(), head.seq)));
        Ok(Tip {
            head,
            floor: self.floor()?,
            frontier,
            checkpoint: self.offered()?,
            retired: self.store.own_retirements()?,
            tail: round.tail.as_ref().map(Segment::range),
            leases: round.leases.clone(),
            ..Tip::new(device)
        })
    }

    /// What every active device has acknowledged. A directory whose device is unknown yet may be of one that has
    /// acknowledged nothing, so there is no stable frontier then.
    pub(super) fn stable(&self, round: &Round) -> Result<Option<Frontier>, SyncError> {
        let peers = self.store.peers()?;
        let known: HashSet<_> = peers.iter().map(|peer| device_dir(&peer.device)).collect();
        let strangers = round
            .listing
            .devices
            .iter()
            .any(|dir| !dir.named.is_empty() && !known.contains(&dir.dir));
        Ok(if strangers { None } else { stable_frontier(&peers) })
    }
}

/// A segment that is compressed on a thread of its own.
type UnderWay<'scope> = ScopedJoinHandle<'scope, Encoded>;

/// A segment of ops that are what the store kept, if it can be made of them.
type Encoded = Result<Result<EncodedSegment, Damage>, NotKept>;

/// A segment as it is put in place.
struct EncodedSegment {
    name: FileName,
    file: Vec<u8>,
    /// Bytes of payload in it.
    weight: u64,
}

fn encode(ops: Vec<KeptOp>) -> Encoded {
    let ops = ops.into_iter().map(KeptOp::prove).collect::<Result<_, _>>()?;
    Ok(encode_proven(ops))
}

fn encode_proven(ops: Vec<Op>) -> Result<EncodedSegment, Damage> {
    let weight = weight(&ops);
    let lines = Segment::new(ops)?.lines()?;
    let (name, file) = lines.encode()?;
    Ok(EncodedSegment { name, file, weight })
}

/// Bytes of payload.
pub(super) fn weight(ops: &[Op]) -> u64 {
    ops.iter().map(|op| op.payload.canonical().len() as u64).sum()
}

/// Proves an own file; answers the ops of its chain in it, which must be those that its name says.
fn check_own(name: &FileName, file: &[u8]) -> Result<Option<Segment>, Damage> {
    open(file)?;
    let Some(range) = name.ops() else {
        return Ok(None);
    };
    let segment = Segment::in_file(file)?;
    if segment.range() == range {
        return Ok(Some(segment));
    }
    Err(Damage::Contradiction("it holds other ops than its name says"))
}
