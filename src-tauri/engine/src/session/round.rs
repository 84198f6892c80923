use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fmt::Display,
    sync::Arc,
};

use super::{
    Problem, Session,
    own_files::{LeftFile, OwnFiles},
    tips::remembered,
};
use crate::{
    error::SyncError,
    op::{ChainHead, DeviceProfile},
    relay::{Damage, DeviceFiles, FileName, Listing, Segment, Stamp, Tip, device_dir, ensure_ours, recognise},
};

/// What one round sees and does. What the store must remember of it is written once, at its end: should that not happen,
/// the next round finds the files themselves.
pub(super) struct Round {
    pub listing: Listing,
    /// This device's directory, as it is now.
    pub own: Arc<DeviceFiles>,
    /// The files this device left in its directory, as far as they are there.
    pub left: OwnFiles,
    /// Those of them that this round put in place.
    pub created: HashSet<FileName>,
    /// This device's hello, once it is there.
    pub hello: Option<FileName>,
    /// This device's newest op that is sent.
    pub head: Option<ChainHead>,
    /// The newest own ops, if they are in no segment: they ride in the tip.
    pub tail: Option<Segment>,
    /// The ops that ride in the tips that this round read, by path.
    pub tails: HashMap<String, Segment>,
    /// This device's newest tip.
    pub tip: Option<Tip>,
    /// Files that were needed and whose content is still in the cloud only.
    pub not_downloaded: BTreeSet<String>,
    /// Tips in this device's directory that it does not remember to have written.
    pub own_tips: Vec<Tip>,
    /// Own ops found in good files that this device does not remember to have written.
    pub deduped: u64,
    pub wall_now: u64,
    /// What this device says of leases; none where nobody votes.
    pub leases: Option<serde_json::Value>,
    pub problems: Vec<Problem>,
    before: OwnFiles,
    greeting: Option<DeviceProfile>,
    new_tip: bool,
}

impl Session {
    /// Looks at the relay, hears what is new, and makes sure that this device may write.
    pub(super) fn open_round(&mut self) -> Result<Round, SyncError> {
        self.store.refresh_identity()?;
        let mut round = self.look()?;
        self.listen(&mut round)?;
        if let Some(evidence) = self.evidence(&mut round)? {
            self.take_new_identity(&mut round, evidence)?;
            round = self.list()?;
            self.listen(&mut round)?;
        }
        Ok(round)
    }

    /// Is the relay there, and one that this device may use? Changes nothing.
    pub fn find_relay(&mut self) -> Result<(), SyncError> {
        let known = self.store.relay_ids(&self.files.place())?;
        recognise(&mut *self.files, &known)?;
        Ok(())
    }

    /// Makes sure the relay is ours, and lists it.
    fn look(&mut self) -> Result<Round, SyncError> {
        let place = self.files.place();
        let known = self.store.relay_ids(&place)?;
        let found = ensure_ours(&mut *self.files, &known)?;
        let since = if found.is_new { 0 } else { self.now() };
        if !found.ids.is_subset(&known) {
            self.store.write("remember relay", |write| {
                let new = found.ids.difference(&known);
                new.into_iter().try_for_each(|id| write.note_relay(&place, id, since))
            })?;
        }
        self.list()
    }

    /// Lists the relay, whatever it is.
    fn list(&mut self) -> Result<Round, SyncError> {
        let own_dir = device_dir(self.device());
        let listing = Listing::scan(&mut *self.files, Some(&own_dir))?;
        let own = listing.device(&own_dir);
        let remembered = self.store.own_files()?;
        let before = OwnFiles::remembered(remembered);
        let left = before.listed(own.named.iter().map(|(name, _)| name));
        let tip = self.store.published_tip()?;
        let tip: Option<Tip> = tip.and_then(|text| serde_json::from_str(&text).ok());
        Ok(Round {
            own,
            listing,
            before,
            left,
            created: HashSet::new(),
            hello: None,
            head: None,
            tail: None,
            tails: HashMap::new(),
            leases: tip.as_ref().and_then(|tip| tip.leases.clone()),
            tip,
            not_downloaded: BTreeSet::new(),
            own_tips: Vec::new(),
            deduped: 0,
            wall_now: self.now(),
            problems: Vec::new(),
            greeting: None,
            new_tip: false,
        })
    }

    /// Puts an own file in place; `weight` is how many bytes of payload it holds, if it is a segment.
    pub(super) fn create(
        &mut self,
        round: &mut Round,
        name: &FileName,
        file: &[u8],
        weight: u64,
    ) -> Result<(), SyncError> {
        let stamp = self.files.create(&round.own.path(name), file)?;
        round.forget(name);
        Arc::make_mut(&mut round.own).named.push((*name, Some(stamp)));
        round.left(name, stamp, weight);
        round.created.insert(*name);
        Ok(())
    }

    /// Removes an own file.
    pub(super) fn remove(&mut self, round: &mut Round, name: &FileName) -> Result<(), SyncError> {
        self.files.remove(&round.own.path(name))?;
        round.forget(name);
        round.left.remove(name);
        Ok(())
    }

    /// Writes down what the round left in the relay, and that it succeeded if it did. A round that did nothing is noted
    /// only now and then, so that idling writes nothing.
    pub(super) fn remember(&mut self, round: &Round, folded: bool, succeeded: bool) -> Result<(), SyncError> {
        const OFTEN_ENOUGH_MS: u64 = 10 * 60 * 1000;
        let last = self.store.summary()?.last_pump_ms;
        let overdue = last.is_none_or(|last| round.wall_now.saturating_sub(last) > OFTEN_ENOUGH_MS);
        let changed = folded || round.new_tip || round.greeting.is_some() || round.left != round.before;
        if !(changed || overdue && succeeded) {
            return Ok(());
        }
        let tip = round.tip.as_ref().filter(|_| round.new_tip);
        let text = tip.map(serde_json::to_string).transpose().map_err(Damage::from)?;
        let device = self.device().clone();
        self.store.note("remember round", |write| {
            for (name, file) in round.left.unlike(&round.before) {
                write.note_own_file(&name.to_string(), &file.to_remember())?;
            }
            for name in round.before.missing_in(&round.left) {
                write.forget_own_file(&name.to_string())?;
            }
            if let Some((tip, text)) = tip.zip(text) {
                write.set_published_tip(&text)?;
                write.note_tip(&remembered(tip), round.wall_now)?;
            }
            if let Some(profile) = &round.greeting {
                write.note_profile(&device, profile)?;
            }
            if succeeded {
                Ok(write.note_pump(round.wall_now)?)
            } else {
                Ok(())
            }
        })
    }
}

impl Round {
    /// What a file holds; a damaged one is noted.
    pub fn good<T, E: Display>(&mut self, path: &str, decoded: Result<T, E>) -> Option<T> {
        let noted = decoded.inspect_err(|why| self.problems.push(Problem::damaged(path, &why.to_string())));
        noted.ok()
    }

    /// What a person may want to know of this round.
    pub fn take_problems(&mut self) -> Vec<Problem> {
        let mut problems = std::mem::take(&mut self.problems);
        if !self.not_downloaded.is_empty() {
            problems.push(Problem::in_the_cloud(self.not_downloaded.len() as u64));
        }
        problems
    }

    /// Did this device remember, when the round began, that it left this file?
    pub fn knew(&self, name: &FileName) -> bool {
        self.before.has(name)
    }

    /// An own file is in place.
    pub fn left(&mut self, name: &FileName, stamp: Stamp, weight: u64) {
        self.left.insert(*name, LeftFile { stamp, weight });
    }

    /// An own file does not count as being there.
    pub fn forget(&mut self, name: &FileName) {
        Arc::make_mut(&mut self.own).named.retain(|(held, _)| held != name);
    }

    /// Was a new hello published?
    pub fn is_greeting(&self) -> bool {
        self.greeting.is_some()
    }

    /// A new hello was published.
    pub fn greeted(&mut self, profile: DeviceProfile) {
        self.greeting = Some(profile);
    }

    /// A new tip was published.
    pub fn spoke(&mut self, tip: Tip) {
        self.tip = Some(tip);
        self.new_tip = true;
    }
}
