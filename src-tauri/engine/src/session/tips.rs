//! Reading what the others say: their tips and hellos.

use super::{Problem, Round, Session};
use crate::{
    error::SyncError,
    op::DeviceId,
    relay::{Damage, DeviceFiles, FileName, Hello, Kind, MAX_BODY_BYTES, Segment, Tip, device_dir, open},
};

/// What was new in one device's directory.
#[derive(Default)]
pub(super) struct News {
    pub tips: Vec<Tip>,
    pub hellos: Vec<Hello>,
}

impl Session {
    /// Reads a file whole; a damaged or vanished one is noted and counts as not here yet.
    pub(super) fn fetch<T>(
        &mut self,
        round: &mut Round,
        path: &str,
        decode: impl FnOnce(&[u8]) -> Result<T, Damage>,
    ) -> Option<T> {
        let decoded = match self.files.read(path, 2 * MAX_BODY_BYTES) {
            Ok(None) => return None,
            Ok(Some(file)) => decode(&file).map_err(|damage| damage.to_string()),
            Err(error) => Err(error.to_string()),
        };
        decoded
            .inspect_err(|why| round.problems.push(Problem::damaged(path, why)))
            .ok()
    }

    /// Reads every tip and hello that is new, and remembers what they say.
    pub(super) fn listen(&mut self, round: &mut Round) -> Result<(), SyncError> {
        let mut news = News::default();
        for dir in round.listing.devices.clone() {
            self.listen_to(round, &dir, &mut news)?;
        }
        if news.tips.is_empty() && news.hellos.is_empty() {
            return Ok(());
        }
        let own = self.device().clone();
        let wall_now = round.wall_now;
        self.store.write("remember what others said", |write| {
            news.tips
                .iter()
                .filter(|tip| tip.device != own)
                .try_for_each(|tip| write.note_tip(&tip.remembered(), wall_now))?;
            Ok(news
                .hellos
                .iter()
                .try_for_each(|hello| write.note_profile(&hello.device, &hello.profile))?)
        })
    }

    fn listen_to(&mut self, round: &mut Round, dir: &DeviceFiles, news: &mut News) -> Result<(), SyncError> {
        let known = self
            .store
            .peers()?
            .into_iter()
            .find(|peer| device_dir(&peer.device) == dir.dir);
        let newest_known = known.and_then(|peer| peer.tip_number);
        let newer = |number: u64| newest_known.is_none_or(|known| number > known);
        for (_, name) in dir.tips().into_iter().filter(|(number, _)| newer(*number)) {
            if let Some(tip) = self.fetch(round, &dir.path(name), Tip::decode) {
                news.tips.push(tip);
                break;
            }
        }
        for (name, _) in dir
            .named
            .iter()
            .filter(|(name, _)| matches!(name, FileName::Hello { .. }))
        {
            let path = dir.path(name);
            if !self.greeted.contains(&path)
                && let Some(hello) = self.fetch(round, &path, Hello::decode)
            {
                self.greeted.insert(path);
                news.hellos.push(hello);
            }
        }
        self.listen_to_foreign(round, dir, news)
    }

    /// Looks once into every file with a foreign name: a conflicted copy may hold what did not arrive otherwise.
    fn listen_to_foreign(&mut self, round: &mut Round, dir: &DeviceFiles, news: &mut News) -> Result<(), SyncError> {
        for entry in &dir.foreign {
            let path = dir.path(&entry.name);
            if self.foreign.contains_key(&(path.clone(), entry.len)) {
                continue;
            }
            let file = self
                .files
                .read(&path, 2 * MAX_BODY_BYTES)
                .ok()
                .flatten()
                .unwrap_or_default();
            let range = match open(&file) {
                Ok((Kind::Tip, _)) => self.newer_tip(&file, news)?,
                Ok((Kind::Segment, _)) => Segment::decode(&file)
                    .ok()
                    .and_then(|segment| Some((segment.ops().first()?.seq, segment.ops().last()?.seq))),
                _ => None,
            };
            self.foreign.insert((path, entry.len), range);
        }
        if !dir.foreign.is_empty()
            && !round
                .problems
                .iter()
                .any(|problem| problem.kind == super::ProblemKind::ForeignFiles)
        {
            round.problems.push(Problem::foreign(round.listing.foreign));
        }
        Ok(())
    }

    fn newer_tip<T>(&mut self, file: &[u8], news: &mut News) -> Result<Option<T>, SyncError> {
        let Ok(tip) = Tip::decode(file) else { return Ok(None) };
        let known = self.store.peers()?.into_iter().find(|peer| peer.device == tip.device);
        let said = news
            .tips
            .iter()
            .filter(|said| said.device == tip.device)
            .map(|said| said.number)
            .max();
        if known
            .and_then(|peer| peer.tip_number)
            .max(said)
            .is_none_or(|newest| tip.number > newest)
        {
            news.tips.push(tip);
        }
        Ok(None)
    }

    /// Whose directory it is: a device known by its hash, else whoever signs a file in it.
    pub(super) fn owner(&mut self, round: &mut Round, dir: &DeviceFiles) -> Result<Option<DeviceId>, SyncError> {
        let known = self
            .store
            .peers()?
            .into_iter()
            .map(|peer| peer.device)
            .find(|device| device_dir(device) == dir.dir);
        if known.is_some() {
            return Ok(known);
        }
        let paths: Vec<_> = dir.segments().map(|(_, _, name, _)| dir.path(name)).collect();
        let found = paths.iter().find_map(|path| self.fetch(round, path, Segment::decode));
        Ok(found.and_then(|segment| segment.ops().first().map(|op| op.device().clone())))
    }
}
