//! Sending: this device's ops as segments, then its tip, which says what it has and what it folded.

use std::collections::HashSet;

use super::{Round, Session, merge, stable_frontier};
use crate::{
    error::SyncError,
    op::{Frontier, Op, Seq},
    relay::{FileName, Hello, Segment, Tip, TipHead, device_dir},
};

/// A segment ends before it holds more ops or payload bytes than this.
const SEGMENT_OPS: usize = 32_768;
const SEGMENT_BYTES: usize = 8 << 20;

/// Ops read from the store at once.
const READ_OPS: usize = 1_024;

impl Session {
    /// Publishes what is new and tidies up; answers how many ops were sent, and how many were there already.
    pub(super) fn publish(&mut self, round: &mut Round) -> Result<(u64, u64), SyncError> {
        self.publish_hello(round)?;
        let deduped = self.verify_own_segments(round)?;
        let pushed = self.publish_segments(round)?;
        self.merge_segments(round)?;
        self.offer_base(round)?;
        self.publish_tip(round)?;
        self.tidy(round)?;
        Ok((pushed, deduped))
    }

    fn publish_hello(&mut self, round: &mut Round) -> Result<(), SyncError> {
        let hello = Hello::new(self.device().clone(), self.store.profile()?);
        let (name, file) = hello.encode()?;
        if round.own.has(&name) {
            return Ok(());
        }
        self.create(round, &name, &file)?;
        round.greeted(hello.profile);
        Ok(())
    }

    /// Looks into own segments that are not as this device left them. A damaged one goes away, to be written again; one
    /// that is good counts as published; answers how many ops those hold.
    fn verify_own_segments(&mut self, round: &mut Round) -> Result<u64, SyncError> {
        let doubtful: Vec<_> = round
            .own
            .segments()
            .filter(|(_, _, name, len)| round.left.get(&name.to_string()) != Some(len))
            .map(|(_, _, name, len)| (name.clone(), len))
            .collect();
        let mut deduped = 0;
        for (name, len) in doubtful {
            match self.fetch(round, &round.own.path(&name), Segment::decode) {
                Some(segment) if self.is_ours(&segment)? => {
                    deduped += segment.ops().len() as u64;
                    round.left.insert(name.to_string(), len);
                }
                Some(_) => round.own.named.retain(|(held, _)| *held != name),
                None => self.remove(round, &name)?,
            }
        }
        Ok(deduped)
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

    fn publish_segments(&mut self, round: &mut Round) -> Result<u64, SyncError> {
        let Some(head) = self.store.head(self.device())? else {
            return Ok(0);
        };
        let mut pushed = 0;
        for (first, last) in missing_ranges(self.floor()?, head.seq, round.own.segments().map(|(a, b, _, _)| (a, b))) {
            let mut next = first;
            while next <= last {
                let ops = self.own_ops(next, last)?;
                let Some(end) = ops.last().map(|op| op.seq) else { break };
                pushed += ops.len() as u64;
                let (name, file) = Segment::new(ops)?.encode()?;
                self.create(round, &name, &file)?;
                next = end.next();
            }
        }
        Ok(pushed)
    }

    /// Own ops from `first` on, as many as one segment takes.
    fn own_ops(&self, first: Seq, last: Seq) -> Result<Vec<Op>, SyncError> {
        let (mut ops, mut bytes) = (Vec::new(), 0);
        while ops.len() < SEGMENT_OPS && bytes < SEGMENT_BYTES {
            let next = ops.last().map_or(first, |op: &Op| op.seq.next());
            let more = self
                .store
                .range(self.device(), next, last, READ_OPS.min(SEGMENT_OPS - ops.len()))?;
            if more.is_empty() {
                break;
            }
            for op in more {
                bytes += op.payload.canonical().len();
                ops.push(op);
                if bytes >= SEGMENT_BYTES {
                    break;
                }
            }
        }
        Ok(ops)
    }

    fn merge_segments(&mut self, round: &mut Round) -> Result<(), SyncError> {
        let floor = self.floor()?;
        let mut live: Vec<_> = round.own.segments().filter(|(first, ..)| *first >= floor).collect();
        // Where one contains another, only the larger counts; the smaller is on its way out.
        live.sort_by_key(|(first, last, ..)| (*first, std::cmp::Reverse(*last)));
        live.dedup_by(|(_, last, ..), (_, kept, ..)| *last <= *kept);
        let size = |(first, last, _, bytes): &(Seq, Seq, &FileName, u64)| merge::Size {
            ops: last.get() - first.get() + 1,
            bytes: *bytes,
        };
        let Some(range) = merge::plan(&live.iter().map(size).collect::<Vec<_>>()) else {
            return Ok(());
        };
        let (first, last) = (live[range.start].0, live[range.end - 1].1);
        let ops = self.own_ops(first, last)?;
        if ops.last().is_some_and(|op| op.seq == last) {
            let (name, file) = Segment::new(ops)?.encode()?;
            self.create(round, &name, &file)?;
        }
        Ok(())
    }

    /// Says what this device has and has durably folded, unless its last tip says the same and is still there.
    pub(super) fn publish_tip(&mut self, round: &mut Round) -> Result<(), SyncError> {
        let mut tip = self.current_tip()?;
        let newest = round.own.tips().first().map(|(number, _)| *number);
        if let Some(published) = &round.tip
            && tip.says_the_same(published)
            && newest == Some(published.number)
        {
            return Ok(());
        }
        tip.number = self.store.tip_number()?.max(newest.unwrap_or(0)) + 1;
        tip.wall_ms = round.wall_now;
        let (name, file) = tip.encode()?;
        self.create(round, &name, &file)?;
        round.spoke(tip);
        Ok(())
    }

    fn current_tip(&self) -> Result<Tip, SyncError> {
        let device = self.device().clone();
        let head = self.store.head(&device)?.map(|head| TipHead {
            seq: head.seq,
            id: head.id,
        });
        Ok(Tip {
            head,
            floor: self.floor()?,
            frontier: self.store.frontier()?,
            checkpoint: self.store.offered_checkpoint()?,
            retired: self.store.own_retirements()?,
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

/// The seqs from `floor` to `head` that no segment covers, as ranges.
fn missing_ranges(floor: Seq, head: Seq, segments: impl Iterator<Item = (Seq, Seq)>) -> Vec<(Seq, Seq)> {
    let mut segments: Vec<_> = segments.collect();
    segments.sort_unstable();
    let (mut next, mut missing) = (floor, Vec::new());
    for (first, last) in segments {
        if first > next {
            missing.push((next, Seq(first.get() - 1).min(head)));
        }
        next = next.max(last.next());
    }
    missing.push((next, head));
    missing.retain(|(first, last)| first <= last);
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_the_uncovered_seqs_are_missing() {
        let ranges = |floor, head, segments: &[(u64, u64)]| {
            let segments = segments.iter().map(|(a, b)| (Seq(*a), Seq(*b)));
            let missing = missing_ranges(Seq(floor), Seq(head), segments);
            missing.into_iter().map(|(a, b)| (a.get(), b.get())).collect::<Vec<_>>()
        };
        assert_eq!(ranges(0, 9, &[]), [(0, 9)]);
        assert_eq!(ranges(0, 9, &[(0, 9)]), []);
        assert_eq!(ranges(0, 9, &[(5, 6), (0, 2)]), [(3, 4), (7, 9)]);
        assert_eq!(ranges(4, 9, &[(0, 2), (3, 7), (5, 6)]), [(8, 9)]);
        assert_eq!(ranges(0, 3, &[(6, 8)]), [(0, 3)]);
    }
}
