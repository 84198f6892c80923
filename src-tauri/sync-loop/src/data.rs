use std::{sync::Arc, time::Duration};

use baton_engine::{DeviceProfile, SyncError, SyncSubsystem};

use crate::{
    Failure, Found,
    input::Hints,
    watch::{Tended, Watches},
};

/// How many of the newest conversations are at hand.
const RECENT: u32 = 5;

/// Opens the device's data; called again after a failure.
pub type Opener = Box<dyn FnMut() -> Result<SyncSubsystem, SyncError> + Send>;

/// The device's data and what watches it; opened when first needed, and again after that failed.
pub(crate) struct Data {
    open: Opener,
    profile: DeviceProfile,
    hints: Arc<Hints>,
    opened: Option<(SyncSubsystem, Watches)>,
}

impl Data {
    pub(crate) fn new(open: Opener, profile: DeviceProfile, hints: Arc<Hints>) -> Self {
        Self {
            open,
            profile,
            hints,
            opened: None,
        }
    }

    pub(crate) fn subsystem(&mut self) -> Result<&mut SyncSubsystem, Failure> {
        let opened = match self.opened.take() {
            Some(opened) => opened,
            None => self.open()?,
        };
        Ok(&mut self.opened.insert(opened).0)
    }

    /// Closes what is open, and opens it so from now on; answers how it was opened before.
    pub(crate) fn reopen_with(&mut self, open: Opener) -> Opener {
        self.opened = None;
        std::mem::replace(&mut self.open, open)
    }

    /// Gives the device another name, now and whenever its data is opened.
    pub(crate) fn rename(&mut self, name: &str) -> Result<(), Failure> {
        let renamed = DeviceProfile {
            name: name.to_owned(),
            ..self.profile.clone()
        };
        self.subsystem()?.set_device_profile(&renamed)?;
        self.profile = renamed;
        Ok(())
    }

    /// What the store says, without opening it.
    pub(crate) fn read(&mut self) -> Result<Option<Found>, Failure> {
        let Some((subsystem, _)) = &mut self.opened else {
            return Ok(None);
        };
        Ok(Some(Found {
            overview: subsystem.overview()?,
            leases: subsystem.leases()?,
            voters: subsystem.voters()?,
            recent: subsystem.recent_conversations(RECENT)?,
        }))
    }

    /// Is there something to do for the search, if the data is open? Another process may have changed the retention, and
    /// what grows too old to be shown does so with time alone.
    pub(crate) fn is_search_behind(&mut self) -> bool {
        let opened = self.opened.as_mut();
        opened.is_some_and(|(subsystem, _)| subsystem.is_search_behind().unwrap_or(false))
    }

    /// How long the leases can wait for the next round, if they wait for one and the data is open.
    pub(crate) fn next_lease_round(&mut self) -> Option<Duration> {
        let wait = self.opened.as_mut()?.0.next_lease_round_ms();
        wait.unwrap_or_default().map(Duration::from_millis)
    }

    /// Looks after the watchers; `None` while the data is not open.
    pub(crate) fn tend(&mut self) -> Option<Tended> {
        self.opened.as_mut().map(|(_, watches)| watches.tend())
    }

    /// Lets go of what is kept in memory for the next task, if the data is open.
    pub(crate) fn rest(&self) -> Result<(), Failure> {
        self.opened
            .as_ref()
            .map_or(Ok(()), |(subsystem, _)| Ok(subsystem.rest()?))
    }

    fn open(&mut self) -> Result<(SyncSubsystem, Watches), Failure> {
        let mut subsystem = (self.open)()?;
        subsystem.set_device_profile(&self.profile)?;
        subsystem.set_away(false)?;
        let hints = Arc::clone(&self.hints);
        let watches = Watches::new(subsystem.relay_dir(), subsystem.device_dir(), hints);
        Ok((subsystem, watches))
    }
}
