//! Telling whether somebody else writes this device's chain, or its data is older than what it once published; and going
//! on with a new chain then. `relay/FORMAT.md` has the reasons.
//!
//! A needless new chain costs a line in the roster. Writing on an old one would cost somebody's ops: so every doubt
//! decides for a new chain.

use super::{Round, Session, publish::Doubt};
use crate::{
    error::SyncError,
    op::{DeviceId, Frontier, Op, OpId, Seq},
    relay::{FileName, MAX_BODY_BYTES, Segment, Tip},
    store::{Parting, Peer},
};

/// What shows that this device must not write on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Evidence {
    /// More of the chain exists than this device holds.
    Outdated,
    /// Somebody else speaks under this device's name.
    Shared,
    /// Another op than the one held exists at a place of the chain.
    Contradicted {
        /// The place.
        seq: Seq,
        /// The op held there.
        held: OpId,
        /// The other.
        other: OpId,
    },
}

impl Evidence {
    fn parting(self) -> Parting {
        match self {
            Self::Outdated => Parting::Outdated,
            Self::Shared | Self::Contradicted { .. } => Parting::Contradicted,
        }
    }
}

impl Session {
    /// Looks for anything under this device's name that it cannot have written.
    pub(super) fn evidence(&mut self, round: &mut Round) -> Result<Option<Evidence>, SyncError> {
        if self.is_outdated(round)? {
            return Ok(Some(Evidence::Outdated));
        }
        for tip in &round.own_tips {
            if let Some(evidence) = self.in_tip(tip)? {
                return Ok(Some(evidence));
            }
        }
        match self.verify_own_files(round)? {
            Doubt::Stranger(segment) => self.in_segment(&segment),
            Doubt::None => Ok(is_number_used_twice(round).then_some(Evidence::Shared)),
        }
    }

    /// Does a file's name, or what another device acknowledged, lie beyond this device's chain?
    fn is_outdated(&self, round: &Round) -> Result<bool, SyncError> {
        let own = self.device();
        let held = self.store.head(own)?.map(|head| head.seq);
        let beyond = |seq: Seq| held.is_none_or(|held| seq > held);
        let acknowledged = |peer: &Peer| peer.device != *own && peer.frontier.get(own).is_some_and(|seq| beyond(*seq));
        Ok(round.own.holders().any(|(_, last, ..)| beyond(last)) || self.store.peers()?.iter().any(acknowledged))
    }

    /// A tip that this device wrote speaks of nothing that it does not hold, even if it died before it could remember it.
    fn in_tip(&self, tip: &Tip) -> Result<Option<Evidence>, SyncError> {
        if let Some(head) = tip.head
            && let Some(evidence) = self.at_place(head.seq, head.id)?
        {
            return Ok(Some(evidence));
        }
        let held = self.store.frontier()?;
        let known = |(device, seq): (&DeviceId, &Seq)| held.get(device).is_some_and(|held| held >= seq);
        let says_more = |said: &Frontier| !said.iter().all(known);
        if says_more(&tip.frontier) {
            return Ok(Some(Evidence::Outdated));
        }
        Ok((!self.store.is_own_writer(&tip.writer)?).then_some(Evidence::Shared))
    }

    fn in_segment(&self, segment: &Segment) -> Result<Option<Evidence>, SyncError> {
        for op in segment.ops() {
            if let Some(evidence) = self.at_place(op.seq, op.id)? {
                return Ok(Some(evidence));
            }
        }
        Ok(None)
    }

    fn at_place(&self, seq: Seq, other: OpId) -> Result<Option<Evidence>, SyncError> {
        let held = self.store.id_at(self.device(), seq)?;
        Ok(match held {
            Some(held) if held != other => Some(Evidence::Contradicted { seq, held, other }),
            Some(_) => None,
            None => self.is_beyond(seq)?.then_some(Evidence::Outdated),
        })
    }

    fn is_beyond(&self, seq: Seq) -> Result<bool, SyncError> {
        let head = self.store.head(self.device())?;
        Ok(head.is_none_or(|head| seq > head.seq))
    }

    /// Leaves the chain and takes a new one. Own ops that were not sent are recorded again on it; those that were sent
    /// and are contradicted too, since nobody knows which version the others hold: better twice than never.
    pub(super) fn take_new_identity(&mut self, round: &mut Round, evidence: Evidence) -> Result<(), SyncError> {
        let old = self.device().clone();
        let next = (self.config.mint)();
        let unsent = self.first_unsent(round)?;
        let doubtful = match evidence {
            Evidence::Contradicted { seq, .. } => seq.min(unsent),
            Evidence::Outdated | Evidence::Shared => unsent,
        };
        let now = round.wall_now;
        tracing::warn!(%old, %next, ?evidence, "taking a new identity");
        self.store.write("take a new identity", |write| {
            let ops = write.own_ops_from(doubtful)?;
            if ops.last().is_some_and(|last| last.seq >= unsent) {
                write.withdraw_from(unsent)?;
            }
            if let Evidence::Contradicted { seq, held, other } = evidence
                && seq < unsent
            {
                write.note_fork(&old, seq, held, other)?;
            }
            write.change_identity(&next, evidence.parting(), ops.len() as u64, now)?;
            write.retire(&next, &old)?;
            let again = |op: Op| write.append(op.scope, op.surface, op.payload, now).map(drop);
            Ok::<_, SyncError>(ops.into_iter().try_for_each(again)?)
        })
    }

    /// The first own op that never left this device: above what this store remembers to have sent, and above what it
    /// finds of its own in the relay. A tip speaks only of ops that were sent.
    fn first_unsent(&mut self, round: &mut Round) -> Result<Seq, SyncError> {
        let remembered = round.tip.as_ref().and_then(|tip| tip.head);
        let mut unsent = remembered.map_or(Seq(0), |head| head.seq.next()).max(self.floor()?);
        for head in round.own_tips.iter().filter_map(|tip| tip.head) {
            if self.store.id_at(self.device(), head.seq)? == Some(head.id) {
                unsent = unsent.max(head.seq.next());
            }
        }
        let offers = round.own.holders().filter(|(_, last, ..)| *last >= unsent);
        let offers: Vec<FileName> = offers.map(|(_, _, name)| *name).collect();
        for name in offers {
            let file = self.files.read(&round.own.path(&name), 2 * MAX_BODY_BYTES);
            let Some(segment) = file.ok().flatten().and_then(|file| Segment::in_file(&file).ok()) else {
                continue;
            };
            for op in segment.ops() {
                if self.store.id_at(self.device(), op.seq)? == Some(op.id) {
                    unsent = unsent.max(op.seq.next());
                }
            }
        }
        Ok(unsent)
    }

    /// Keeps the chains that this device left out of the quorum, unless somebody is alive under such an id: then it
    /// acknowledges, in time, what its successor wrote.
    pub(super) fn retire_former_identities(&mut self) -> Result<(), SyncError> {
        let former = self.store.former_identities()?;
        if former.is_empty() {
            return Ok(());
        }
        let own = self.device().clone();
        let lives = |peer: &Peer| former.iter().any(|left| peer.frontier.contains_key(&left.successor));
        let left = |peer: &Peer| former.iter().any(|left| left.device == peer.device);
        for peer in self.store.peers()? {
            if left(&peer) && !peer.retired && !lives(&peer) {
                self.store
                    .write("retire former identity", |write| write.retire(&own, &peer.device))?;
            }
        }
        Ok(())
    }
}

/// A tip's number is never used twice, so two tips of the number that this device used last have two writers.
fn is_number_used_twice(round: &Round) -> bool {
    let Some(last) = &round.tip else { return false };
    round
        .own
        .tips()
        .iter()
        .filter(|(number, _)| *number == last.number)
        .count()
        > 1
}
