//! Going away in good order, and coming back: the other devices need not wait for a device that said so.

use baton_engine::VoterStanding;

use crate::{Failure, worker::Worker};

impl Worker {
    /// Says that this device goes away, with a last round unless none may run or it would fail again.
    pub(crate) fn leave(&mut self) -> Result<(), Failure> {
        self.away = true;
        self.data.subsystem()?.set_away(true)?;
        let state = self.shared.state();
        if !state.is_paused() && state.failure.is_none() {
            self.round()?;
        }
        Ok(())
    }

    /// Says that this device is back.
    pub(crate) fn come_back(&mut self) -> Result<(), Failure> {
        self.away = false;
        self.schedule.want_round();
        Ok(self.data.subsystem()?.set_away(false)?)
    }

    /// The end of a loop beside this one, in another process, sent this device away; it is still here.
    pub(crate) fn is_missed(&self) -> bool {
        let state = self.shared.state();
        let standing = state.voters.as_ref().map(|voters| voters.standing);
        !self.away && state.failure.is_none() && standing == Some(VoterStanding::Away)
    }
}
