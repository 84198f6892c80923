//! Offering another device's ops, where the relay has lost them and some device still lacks them: their author may be
//! asleep, or gone. `relay/FORMAT.md` has the rule.

use std::collections::BTreeMap;

use super::{
    Round, Session,
    publish::{SEGMENT_BYTES, SEGMENT_OPS, weight},
};
use crate::{
    error::SyncError,
    op::{DeviceId, Seq},
    relay::{DEVICES, DeviceFiles, FileName, Listing, MAX_BODY_BYTES, Segment, ShortHash, dir_name},
    store::Peer,
};

impl Session {
    /// Puts back what was missing a round ago and still is.
    pub(super) fn carry(&mut self, round: &mut Round) -> Result<(), SyncError> {
        let mut missing = self.lacking()?;
        missing.retain(|chain, next| !self.is_offered(&round.listing, chain, *next));
        let before = std::mem::replace(&mut self.missing, missing.clone());
        for (chain, next) in missing {
            if before.get(&chain) == Some(&next) {
                self.carry_chain(round, &chain, next)?;
            }
        }
        Ok(())
    }

    /// Per chain of another device, the first op held here above the base that some device lacks.
    fn lacking(&self) -> Result<BTreeMap<DeviceId, Seq>, SyncError> {
        let (held, base) = (self.store.frontier()?, self.store.base_frontier()?);
        let peers = self.store.peers()?;
        let others = peers
            .iter()
            .filter(|peer| peer.device != *self.device() && counts(peer));
        let mut lacking = BTreeMap::new();
        for peer in others {
            let foreign = held
                .iter()
                .filter(|(chain, _)| *chain != self.device() && **chain != peer.device);
            for (chain, last) in foreign {
                let next = after(peer.frontier.get(chain)).max(after(base.get(chain)));
                if next <= *last {
                    let first = lacking.entry(chain.clone()).or_insert(next);
                    *first = next.min(*first);
                }
            }
        }
        Ok(lacking)
    }

    fn carry_chain(&mut self, round: &mut Round, chain: &DeviceId, first: Seq) -> Result<(), SyncError> {
        let last = self.store.head(chain)?.map_or(first, |head| head.seq);
        let ops = self.store.range(chain, (first, last), SEGMENT_OPS, SEGMENT_BYTES)?;
        if ops.first().is_none_or(|op| op.seq != first) {
            return Ok(());
        }
        let weight = weight(&ops);
        let (name, file) = Segment::new(ops)?.encode()?;
        if let FileName::Segment { first, last, hash } = name {
            let owner = dir_name(chain);
            self.create(
                round,
                &FileName::Carried {
                    owner,
                    first,
                    last,
                    hash,
                },
                &file,
                weight,
            )?;
        }
        Ok(())
    }

    fn is_offered(&mut self, listing: &Listing, chain: &DeviceId, seq: Seq) -> bool {
        let owner = dir_name(chain);
        let carried = |dir: &DeviceFiles| {
            dir.carried()
                .any(|(author, first, last, _)| author == owner && (first..=last).contains(&seq))
        };
        let mut dirs = listing.devices.iter();
        dirs.any(|dir| carried(dir) || dir.dir.ends_with(owner.as_str()) && self.offers(dir, seq))
    }

    /// Does a good file of this directory hold the op? A damaged one whose author is gone would else stand in the way
    /// for ever. Each file is looked into once; one that cannot be read now may be good.
    fn offers(&mut self, dir: &DeviceFiles, seq: Seq) -> bool {
        let mut covering = dir.holders().filter(|(first, last, ..)| (first..=last).contains(&&seq));
        covering.any(|(_, _, name)| {
            let path = dir.path(name);
            let Ok(Some(entry)) = self.files.entry(&path) else {
                return dir.in_cloud.contains(name);
            };
            let file = (path, entry.stamp);
            if let Some(is_good) = self.proven.get(&file) {
                return *is_good;
            }
            let Ok(Some(bytes)) = self.files.read(&file.0, 2 * MAX_BODY_BYTES) else {
                return true;
            };
            *self.proven.entry(file).or_insert(Segment::in_file(&bytes).is_ok())
        })
    }

    /// Carried files that nobody needs any more: all have the ops, or their author offers them again.
    pub(super) fn needless_carried(&mut self, round: &Round) -> Result<Vec<FileName>, SyncError> {
        let peers = self.store.peers()?;
        let lacks = |own: &DeviceId, owner: ShortHash<16>, last: Seq| {
            let chain = peers.iter().find(|peer| dir_name(&peer.device) == owner);
            let others = peers.iter().filter(|peer| peer.device != *own && counts(peer));
            let mut others = others.filter(|peer| chain.is_some_and(|chain| chain.device != peer.device));
            others.any(|peer| {
                chain
                    .and_then(|chain| peer.frontier.get(&chain.device))
                    .is_none_or(|seq| *seq < last)
            })
        };
        let own = self.device().clone();
        let mut needless = Vec::new();
        for (name, _) in &round.own.named {
            if let FileName::Carried { owner, first, last, .. } = name {
                let author = round.listing.device(&format!("{DEVICES}/{owner}"));
                if !lacks(&own, *owner, *last) || self.offers(&author, *first) {
                    needless.push(*name);
                }
            }
        }
        Ok(needless)
    }
}

/// Has it spoken, and does it count?
fn counts(peer: &Peer) -> bool {
    peer.tip_number.is_some() && !peer.retired
}

fn after(seq: Option<&Seq>) -> Seq {
    seq.map_or(Seq(0), |seq| seq.next())
}
