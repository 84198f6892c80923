//! Using a checkpoint: to get ops that no segment offers any more, and to anchor the journal.

use super::{Problem, Round, Session, checkpoint::reaches, lock::PumpLock};
use crate::{
    error::SyncError,
    op::{Frontier, Op},
    relay::{DeviceFiles, FileName, Manifest, Part, PartEntry, RelayError, checkpoint_name},
    store::{StoreError, Write},
};

/// A checkpoint all of whose files are listed.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub hash: String,
    pub manifest: Manifest,
    dir: DeviceFiles,
}

/// Why a checkpoint was not used. The transaction it was tried in left nothing behind.
enum Refusal {
    /// A file is not here yet, or the content contradicts itself or what is held.
    Unfit(String),
    /// The store or the relay failed.
    Failed(SyncError),
}

impl<E: Into<SyncError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Session {
    /// Anchors this device on the relay's latest checkpoint; answers its name, or none if there is none to use.
    pub fn rebase(&mut self) -> Result<Option<String>, SyncError> {
        let _lock = PumpLock::wait_for(&self.lock)?;
        let mut round = self.look()?;
        self.listen(&mut round)?;
        let base = self.store.base_frontier()?;
        let mut found = self.complete_checkpoints(&mut round);
        found.retain(|found| reaches(&found.manifest.frontier(), &base));
        found.sort_by_key(|found| std::cmp::Reverse(total(&found.manifest.frontier())));
        for found in found {
            let name = checkpoint_name(&found.hash);
            if self.store.summary()?.base.as_ref() == Some(&name) || self.adopt(&mut round, &found)? {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// Adopts a checkpoint that has ops this device lacks, or that everybody has passed. At most one a round.
    pub(super) fn adopt_what_helps(&mut self, round: &mut Round) -> Result<bool, SyncError> {
        let (base, held) = (self.store.base_frontier()?, self.store.frontier()?);
        let anchored = self.store.summary()?.base;
        let stable = self.stable(round)?;
        let mut helpful = self.complete_checkpoints(round);
        helpful.retain(|found| {
            let frontier = found.manifest.frontier();
            let passed = stable.as_ref().is_some_and(|stable| reaches(stable, &frontier));
            let fits = reaches(&frontier, &base) && anchored.as_ref() != Some(&checkpoint_name(&found.hash));
            fits && (passed || !reaches(&held, &frontier)) && !self.refused.contains(&found.key())
        });
        helpful.sort_by_key(|found| std::cmp::Reverse(total(&found.manifest.frontier())));
        for found in helpful {
            if self.adopt(round, &found)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Every checkpoint in the relay whose manifest reads and whose parts are all listed.
    pub(super) fn complete_checkpoints(&mut self, round: &mut Round) -> Vec<Found> {
        let mut dirs = round.listing.devices.clone();
        dirs.retain(|dir| dir.dir != round.own.dir);
        dirs.push(round.own.clone());
        let mut complete = Vec::new();
        for dir in dirs {
            for hash in dir.checkpoints().map(str::to_owned).collect::<Vec<_>>() {
                let Some(manifest) = self.manifest(round, &dir, &hash) else {
                    continue;
                };
                let listed = |part: &PartEntry| {
                    dir.has(&FileName::Part {
                        hash: part.hash.clone(),
                    })
                };
                if manifest.parts.iter().all(listed) {
                    complete.push(Found {
                        hash,
                        manifest,
                        dir: dir.clone(),
                    });
                }
            }
        }
        complete
    }

    /// Reads a manifest, which must have the hash that its name says.
    pub(super) fn manifest(&mut self, round: &mut Round, dir: &DeviceFiles, hash: &str) -> Option<Manifest> {
        if let Some(manifest) = self.manifests.get(hash) {
            return Some(manifest.clone());
        }
        let name = FileName::Checkpoint { hash: hash.to_owned() };
        let (found, manifest) = self.fetch(round, &dir.path(&name), Manifest::decode)?;
        (found == hash).then(|| self.manifests.insert(found, manifest.clone()))?;
        Some(manifest)
    }

    /// Verifies a checkpoint against itself and everything held, folds what is missing, and anchors the journal on it:
    /// all of that or nothing. Answers whether it was used.
    fn adopt(&mut self, round: &mut Round, found: &Found) -> Result<bool, SyncError> {
        let Self {
            store, files, config, ..
        } = self;
        let (wall_now, limit) = (round.wall_now, config.skew_limit);
        let outcome = store.write("adopt checkpoint", |write| {
            check_heads(write, &found.manifest)?;
            for entry in &found.manifest.parts {
                let path = found.dir.path(&FileName::Part {
                    hash: entry.hash.clone(),
                });
                let file = files.read(&path, u64::MAX)?.unwrap_or_default();
                let part = Part::decode(entry, &file).map_err(|damage| Refusal::Unfit(format!("{path}: {damage}")))?;
                part.ops.iter().try_for_each(|op| take(write, &found.manifest, op))?;
            }
            found
                .manifest
                .fences
                .iter()
                .try_for_each(|(agent, epoch)| write.raise_fence(agent, *epoch))?;
            found
                .manifest
                .chain_heads()
                .try_for_each(|head| write.raise_head(&head, wall_now, limit))?;
            anchor(write, found)
        });
        match outcome {
            Ok(()) => Ok(true),
            Err(Refusal::Unfit(why)) => {
                self.refused.insert(found.key());
                round
                    .problems
                    .push(Problem::damaged(&checkpoint_name(&found.hash), &why));
                Ok(false)
            }
            Err(Refusal::Failed(SyncError::Relay(RelayError::Read { path, source }))) => {
                round.problems.push(Problem::damaged(&path, &source));
                Ok(false)
            }
            Err(Refusal::Failed(error)) => Err(error),
        }
    }
}

impl Found {
    /// The hash, and how long its files are in all: changes when another piece of a file arrives.
    fn key(&self) -> (String, u64) {
        (self.hash.clone(), self.dir.named.iter().map(|(_, len)| len).sum())
    }
}

fn total(frontier: &Frontier) -> u64 {
    frontier
        .values()
        .map(|seq| seq.get().saturating_add(1))
        .fold(0, u64::saturating_add)
}

fn unfit(why: &str) -> Refusal {
    Refusal::Unfit(why.to_owned())
}

/// Where the reader knows the op at a head's place, it must be that very op.
fn check_heads(write: &Write<'_>, manifest: &Manifest) -> Result<(), Refusal> {
    for head in manifest.chain_heads() {
        let held = write.head_at(&head.hlc.device_id, head.seq)?;
        if held.is_some_and(|held| held.id != head.id) {
            return Err(unfit("it speaks of another chain than the one held"));
        }
    }
    Ok(())
}

/// Takes an op of a checkpoint that is not held yet.
fn take(write: &mut Write<'_>, manifest: &Manifest, op: &Op) -> Result<(), Refusal> {
    if manifest.frontier().get(op.device()).is_none_or(|last| op.seq > *last) {
        return Err(unfit("it holds an op beyond its own frontier"));
    }
    match write.id_at(op.device(), op.seq)? {
        Some(held) if held == op.id => Ok(()),
        Some(_) => Err(unfit("it holds another op than the one held")),
        None if write.head(op.device())?.is_some_and(|head| head.seq >= op.seq) => {
            Err(unfit("it holds an op that an earlier checkpoint had dropped"))
        }
        None => Ok(write.keep_surviving(op)?),
    }
}

/// The state at the checkpoint's frontier, computed from everything now held, must be the checkpoint's: then it is whole,
/// and nothing that this device holds is missing from it.
fn anchor(write: &mut Write<'_>, found: &Found) -> Result<(), Refusal> {
    match write.image_at(&found.manifest.frontier())? {
        Some(image) if image.hash.to_string() == found.manifest.state_hash => {
            Ok::<_, StoreError>(write.anchor(&checkpoint_name(&found.hash), &image)?)?;
            Ok(())
        }
        _ => Err(unfit("the state it holds is not the one it claims")),
    }
}
