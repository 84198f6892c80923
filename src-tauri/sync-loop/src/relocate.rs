//! Going on in another relay folder.

use baton_engine::PumpReport;

use crate::{ActivityKind, Failure, LoopError, data::Opener, report::Line, worker::Worker};

impl Worker {
    /// Says goodbye in the folder used so far, and goes on in another one. If the first round there fails, this device
    /// goes on where it was. The journal stays where it is all the time, so nothing can be lost on the way: a round
    /// writes whatever the folder it finds does not have.
    pub(crate) fn relocate(&mut self, open: Opener) -> Result<PumpReport, LoopError> {
        self.unless_paused()?;
        if let Err(failure) = self.leave() {
            tracing::info!(error = %failure, "the devices in the old folder were not told that this one leaves");
        }
        let before = self.data.reopen_with(open);
        match self.settle() {
            Ok(report) => {
                self.note(&Line::new(ActivityKind::Setting, "Moved to another relay folder", ""));
                Ok(report)
            }
            Err(failure) => {
                drop(self.data.reopen_with(before));
                // Whether it works there is in the state; what failed is what was asked for.
                drop(self.settle());
                Err(failure.into())
            }
        }
    }

    fn settle(&mut self) -> Result<PumpReport, Failure> {
        self.come_back()?;
        self.tick();
        self.round()
    }
}
