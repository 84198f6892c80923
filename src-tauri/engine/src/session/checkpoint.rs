//! Publishing a checkpoint: the folded state at the stable frontier, in parts that the next one shares.

use super::{Round, Session, lock::PumpLock};
use crate::{
    error::SyncError,
    op::Frontier,
    relay::{FileName, ShortHash, checkpoint_name},
};

/// What became of a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointReport {
    /// Its name, `ckpt-` and its hash, if one was published.
    pub name: Option<String>,
    /// Why none was, in words; else empty.
    pub reason: String,
}

impl CheckpointReport {
    fn none(reason: &str) -> Self {
        Self {
            name: None,
            reason: reason.to_owned(),
        }
    }
}

impl Session {
    /// Publishes a checkpoint at the stable frontier, if that moved since the last one.
    pub fn publish_checkpoint(&mut self) -> Result<CheckpointReport, SyncError> {
        let _lock = PumpLock::wait_for(&self.lock)?;
        let mut round = self.open_round()?;
        self.vote(&mut round)?;
        let report = self.checkpoint_in(&mut round);
        self.remember(&round, false, false)?;
        report
    }

    fn checkpoint_in(&mut self, round: &mut Round) -> Result<CheckpointReport, SyncError> {
        self.publish_segments(round)?;
        let Some(frontier) = self.stable(round)? else {
            return Ok(CheckpointReport::none(
                "a device has not said yet what it holds; sync on it first",
            ));
        };
        if frontier.is_empty() {
            return Ok(CheckpointReport::none("there is nothing yet that every device has"));
        }
        let Some(image) = self.store.image_at(&frontier)? else {
            return Ok(CheckpointReport::none("a device is still behind the last checkpoint"));
        };
        let manifest = self.publish_parts(round, &image)?;
        let (hash, name, file) = manifest.encode()?;
        if self.offered()? == Some(hash) && round.own.has(&name) {
            return Ok(CheckpointReport::none("nothing changed since the last checkpoint"));
        }
        self.publish_manifest(round, hash, &name, &file)?;
        Ok(CheckpointReport {
            name: Some(checkpoint_name(hash)),
            reason: String::new(),
        })
    }

    /// The checkpoint that this device published last.
    pub(super) fn offered(&self) -> Result<Option<ShortHash<32>>, SyncError> {
        let hash = self.store.offered_checkpoint()?;
        Ok(hash.as_deref().and_then(ShortHash::parse))
    }

    fn publish_manifest(
        &mut self,
        round: &mut Round,
        hash: ShortHash<32>,
        name: &FileName,
        file: &[u8],
    ) -> Result<(), SyncError> {
        self.create(round, name, file, 0)?;
        self.files.settle(&round.own.dir)?;
        self.store.write("remember checkpoint", |write| {
            write.set_offered_checkpoint(hash.as_str())
        })?;
        self.publish_tip(round)
    }

    /// Is there a complete checkpoint in the relay that reaches at least as far as this device's base?
    pub(super) fn is_base_offered(&mut self, round: &mut Round) -> Result<bool, SyncError> {
        let base = self.store.base_frontier()?;
        Ok(self
            .complete_checkpoints(round)
            .iter()
            .any(|found| reaches(&found.manifest.frontier(), &base) && !self.refused.contains_key(&found.hash)))
    }

    /// Publishes the base checkpoint again if the relay lost it: what it holds is nowhere else in the relay.
    pub(super) fn offer_base(&mut self, round: &mut Round) -> Result<(), SyncError> {
        let base = self.store.base_frontier()?;
        if base.is_empty() || self.is_base_offered(round)? {
            return Ok(());
        }
        let Some(image) = self.store.image_at(&base)? else {
            return Ok(());
        };
        let (hash, name, file) = self.publish_parts(round, &image)?.encode()?;
        self.publish_manifest(round, hash, &name, &file)
    }
}

/// Does `frontier` lie at or above `other` everywhere?
pub(super) fn reaches(frontier: &Frontier, other: &Frontier) -> bool {
    other
        .iter()
        .all(|(device, seq)| frontier.get(device).is_some_and(|reached| reached >= seq))
}
