//! Using a checkpoint: to get ops that no segment offers any more, and to anchor the journal.

use std::sync::Arc;

use super::{Problem, Round, Session, adoption::Adoption, checkpoint::reaches, lock::PumpLock};
use crate::{
    error::SyncError,
    meanwhile::meanwhile,
    op::Frontier,
    relay::{DeviceFiles, FileName, Files, MAX_BODY_BYTES, Manifest, Part, PartEntry, ShortHash, checkpoint_name},
};

/// A checkpoint all of whose files are listed.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub hash: ShortHash<32>,
    pub manifest: Manifest,
    dir: Arc<DeviceFiles>,
}

/// Why a checkpoint was not used. The transaction it was tried in left nothing behind.
pub(super) enum Refusal {
    /// A part is not here yet, or damaged.
    NotHere(PartEntry, String),
    /// Its content contradicts itself or what is held.
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
        let mut round = self.open_round()?;
        let base = self.store.base_frontier()?;
        let mut found = self.complete_checkpoints(&mut round);
        found.retain(|found| reaches(&found.manifest.frontier(), &base));
        found.sort_by_key(|found| std::cmp::Reverse(total(&found.manifest.frontier())));
        for found in found {
            let name = checkpoint_name(found.hash);
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
            let passed = stable.as_ref().is_some_and(|stable| reaches(stable, &frontier)) && reaches(&frontier, &base);
            anchored.as_ref() != Some(&checkpoint_name(found.hash)) && (passed || !reaches(&held, &frontier))
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
            for hash in dir.checkpoints() {
                let Some(manifest) = self.manifest(round, &dir, hash) else {
                    continue;
                };
                if manifest.parts.iter().all(|part| dir.has(&part.file_name())) {
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
    pub(super) fn manifest(&mut self, round: &mut Round, dir: &DeviceFiles, hash: ShortHash<32>) -> Option<Manifest> {
        if let Some(manifest) = self.manifests.get(&hash) {
            return Some(manifest.clone());
        }
        let name = FileName::Checkpoint { hash };
        let (found, manifest) = self.fetch(round, &dir.path(&name), Manifest::decode)?;
        (found == hash).then(|| self.manifests.insert(found, manifest.clone()))?;
        Some(manifest)
    }

    /// Verifies a checkpoint, folds what is missing, and anchors the journal on it: all of that or nothing. Answers
    /// whether it was used.
    fn adopt(&mut self, round: &mut Round, found: &Found) -> Result<bool, SyncError> {
        let outcome = match self.refused.get(&found.hash) {
            Some(why) => Err(Refusal::Unfit(why.clone())),
            None => self.try_to_adopt(found, round.wall_now),
        };
        let name = checkpoint_name(found.hash);
        let why = match outcome {
            Ok(()) => return Ok(true),
            Err(Refusal::Failed(error)) => return Err(error),
            Err(Refusal::NotHere(part, why)) => {
                self.awaited_parts.insert(found.hash, part);
                why
            }
            Err(Refusal::Unfit(why)) => {
                self.refused.insert(found.hash, why.clone());
                why
            }
        };
        round.problems.push(Problem::damaged(&name, &why));
        Ok(false)
    }

    fn try_to_adopt(&mut self, found: &Found, wall_now: u64) -> Result<(), Refusal> {
        // Everything is looked at before the store is locked: a drive may take its time to hand a file out.
        let awaited = self.awaited_parts.get(&found.hash);
        for part in awaited.into_iter().chain(&found.manifest.parts) {
            let file = read_part(&mut *self.files, found, part)?;
            Part::prove(&file).map_err(|damage| not_here(found, part, &damage))?;
        }
        let Self {
            store, files, config, ..
        } = self;
        store.write("adopt checkpoint", |write| {
            let mut adoption = Adoption::begin(write, &found.manifest)?;
            take_parts(&mut **files, found, &mut adoption)?;
            adoption.finish(&checkpoint_name(found.hash), wall_now, config.skew_limit)
        })
    }
}

/// Takes every part, each while the next one is decoded and verified.
fn take_parts(files: &mut dyn Files, found: &Found, adoption: &mut Adoption<'_, '_>) -> Result<(), Refusal> {
    let decode =
        |entry: &PartEntry, file: &[u8]| Part::decode(entry, file).map_err(|damage| not_here(found, entry, &damage));
    let mut entries = found.manifest.parts.iter();
    let mut next = None;
    if let Some(entry) = entries.next() {
        next = Some(decode(entry, &read_part(files, found, entry)?)?);
    }
    while let Some(part) = next.take() {
        let Some(entry) = entries.next() else {
            return adoption.take(&part);
        };
        let file = read_part(files, found, entry)?;
        let (decoded, taken) = meanwhile(|| decode(entry, &file), || adoption.take(&part));
        taken?;
        next = Some(decoded?);
    }
    Ok(())
}

/// The file of a part; an empty one if there is none.
fn read_part(files: &mut dyn Files, found: &Found, part: &PartEntry) -> Result<Vec<u8>, Refusal> {
    let file = files.read(&part_path(found, part), 2 * MAX_BODY_BYTES);
    Ok(file.map_err(|error| not_here(found, part, &error))?.unwrap_or_default())
}

fn not_here(found: &Found, part: &PartEntry, why: &dyn std::fmt::Display) -> Refusal {
    Refusal::NotHere(part.clone(), format!("{}: {why}", part_path(found, part)))
}

fn part_path(found: &Found, part: &PartEntry) -> String {
    found.dir.path(&part.file_name())
}

fn total(frontier: &Frontier) -> u64 {
    frontier
        .values()
        .map(|seq| seq.get().saturating_add(1))
        .fold(0, u64::saturating_add)
}
