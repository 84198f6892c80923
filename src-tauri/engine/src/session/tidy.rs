//! Removing own files that nobody needs any more, as `FORMAT.md` allows. The names of new files are durable before old ones
//! go: whatever else a power cut takes away is written again.

use std::collections::HashSet;

use super::{Round, Session};
use crate::{
    error::SyncError,
    op::{Seq, SeqRange, uncovered},
    relay::{FileName, checkpoint_name},
};

/// Tips kept in any case: the newest may still be on its way to somebody who already sees the removal of the others.
const TIPS_KEPT: usize = 2;

/// So many old tips are worth the sync of their directory; fewer wait until other files go too, those that a drive brought back
/// among them, or until nothing was said for a while.
const WORTH_A_SYNC: usize = 8;
const A_WHILE_MS: u64 = 30_000;

impl Session {
    pub(super) fn tidy(&mut self, round: &mut Round) -> Result<(), SyncError> {
        let superfluous = self.superfluous(round)?;
        let is_old_tip = |name: &FileName| matches!(name, FileName::Tip { .. }) && round.knew(name);
        let may_wait = superfluous.len() < WORTH_A_SYNC && superfluous.iter().all(is_old_tip) && has_just_spoken(round);
        if superfluous.is_empty() || may_wait {
            return Ok(());
        }
        self.files.settle(&round.own.dir)?;
        superfluous.iter().try_for_each(|name| self.remove(round, name))
    }

    fn superfluous(&mut self, round: &mut Round) -> Result<Vec<FileName>, SyncError> {
        let covered = self.covered(round)?;
        let mut superfluous = old_hellos(round);
        superfluous.extend(old_tips(round, covered));
        superfluous.extend(merged_segments(round));
        superfluous.extend(covered_segments(round, covered));
        superfluous.extend(self.old_checkpoints(round)?);
        superfluous.extend(self.needless_carried(round)?);
        Ok(superfluous)
    }

    /// The last own op that lies below both a checkpoint in the relay that this device verified and what everybody
    /// acknowledged.
    fn covered(&mut self, round: &mut Round) -> Result<Option<Seq>, SyncError> {
        let base = self.store.base_frontier()?.get(self.device()).copied();
        let stable = self
            .stable(round)?
            .and_then(|stable| stable.get(self.device()).copied());
        let offered = base.is_some() && self.is_base_offered(round)?;
        Ok(base
            .zip(stable)
            .map(|(base, stable)| base.min(stable))
            .filter(|_| offered))
    }

    /// Own manifests and parts that the checkpoint this device offers does not use.
    fn old_checkpoints(&mut self, round: &mut Round) -> Result<Vec<FileName>, SyncError> {
        let Some(offered) = self.offered()? else {
            return Ok(Vec::new());
        };
        // Anchored on it: so it was read back and verified. Until then the one before stays.
        if self.store.summary()?.base != Some(checkpoint_name(offered)) {
            return Ok(Vec::new());
        }
        let own = round.own.clone();
        let Some(manifest) = self.manifest(round, &own, offered) else {
            return Ok(Vec::new());
        };
        let used: HashSet<_> = manifest.parts.into_iter().map(|part| part.hash).collect();
        let old = own.named.iter().map(|(name, _)| name).filter(|name| match name {
            FileName::Checkpoint { hash } => *hash != offered,
            FileName::Part { hash } => !used.contains(hash),
            _ => false,
        });
        Ok(old.cloned().collect())
    }
}

fn old_hellos(round: &Round) -> Vec<FileName> {
    let Some(current) = &round.hello else {
        return Vec::new();
    };
    let names = round.own.named.iter().map(|(name, _)| name);
    let old = names.filter(|name| matches!(name, FileName::Hello { .. }) && *name != current);
    old.cloned().collect()
}

fn has_just_spoken(round: &Round) -> bool {
    let spoke = round.tip.as_ref().map(|tip| tip.wall_ms);
    spoke.is_some_and(|spoke| round.wall_now.abs_diff(spoke) < A_WHILE_MS)
}

/// Tips that spoke long enough, unless ops ride in them that neither files which were
/// there when the round began nor `covered` make superfluous.
fn old_tips(round: &Round, covered: Option<Seq>) -> Vec<FileName> {
    let tips = round.own.tips();
    let segments = round.own.segments().map(|(_, _, name)| name);
    let kept = tips.iter().take(TIPS_KEPT).map(|(_, name)| *name);
    let offered: Vec<_> = segments
        .chain(kept)
        .filter(|name| !round.created.contains(*name))
        .filter_map(FileName::ops)
        .collect();
    let is_needed = |range: SeqRange| {
        covered.is_none_or(|covered| range.1 > covered) && !uncovered(range, offered.iter().copied()).is_empty()
    };
    let old = tips.into_iter().skip(TIPS_KEPT).map(|(_, name)| name);
    old.filter(|name| !name.ops().is_some_and(is_needed)).cloned().collect()
}

fn covered_segments(round: &Round, covered: Option<Seq>) -> Vec<FileName> {
    let old = round
        .own
        .segments()
        .filter(|(_, last, ..)| covered.is_some_and(|covered| *last <= covered));
    old.map(|(_, _, name)| *name).collect()
}

/// Segments that a larger good one contains which was there when the round began: they leave a round after it came.
fn merged_segments(round: &Round) -> Vec<FileName> {
    let segments = round.own.segments();
    if segments.is_sorted_by(|(_, last, _), (next, ..)| last < next) {
        return Vec::new();
    }
    let before = round
        .own
        .segments()
        .filter(|(_, _, name)| !round.created.contains(*name));
    let larger: Vec<SeqRange> = before.map(|(first, last, ..)| (first, last)).collect();
    let contained = |first: Seq, last: Seq| {
        larger
            .iter()
            .any(|(a, b)| *a <= first && last <= *b && (*a, *b) != (first, last))
    };
    let old = round
        .own
        .segments()
        .filter(|(first, last, ..)| contained(*first, *last));
    old.map(|(_, _, name)| *name).collect()
}
