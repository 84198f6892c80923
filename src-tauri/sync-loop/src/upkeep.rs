//! What the worker does besides rounds: looks after its data, its watchers, the clocks and the search.

use crate::{ActivityKind, Failure, report::Line, schedule::ALERT_TICK, worker::Worker};

impl Worker {
    /// Gives this device another name; the others learn of it with a round.
    pub(crate) fn rename(&mut self, name: &str) -> Result<(), Failure> {
        self.data.rename(name)?;
        let message = format!("This device is called {name} from now on");
        self.note(&Line::new(ActivityKind::Setting, message, ""));
        self.schedule.want_round();
        self.refresh(|_| {});
        Ok(())
    }

    /// Another process wrote to this device's data, or it was only our own echo.
    pub(crate) fn look_for_local_writes(&mut self) {
        match self
            .data
            .subsystem()
            .and_then(|subsystem| Ok(subsystem.has_unpublished()?))
        {
            Ok(true) => self.schedule.want_round(),
            Ok(false) => {}
            Err(failure) => drop(self.failed(failure)),
        }
        self.refresh(|_| {});
    }

    /// Looks after the clocks and the watchers. Publishes too: a lease may have run out meanwhile.
    pub(crate) fn tick(&mut self) {
        if self.sleep.slept(self.clocks.now(), self.clocks.wall_ms()) {
            tracing::info!("the machine slept");
            self.be_back();
        } else if self.is_missed() {
            self.be_back();
        }
        self.tend_watches();
        self.search_behind |= self.data.is_search_behind();
        self.refresh(|_| {});
    }

    fn be_back(&mut self) {
        if let Err(failure) = self.come_back() {
            tracing::warn!(error = %failure, "the other devices were not told that this one is back");
        }
    }

    fn tend_watches(&mut self) {
        let now = self.clocks.now();
        let Some(tended) = self.data.tend() else {
            return self.schedule.tick_after(now, ALERT_TICK);
        };
        if tended.relay_is_new {
            self.schedule.want_round();
        }
        if !tended.sees_local {
            self.schedule.local_hint(now);
        }
        if !tended.all_well {
            self.schedule.tick_after(now, ALERT_TICK);
        }
    }

    /// Nobody asked for anything for a while: what is kept in memory is of no use to anybody.
    pub(crate) fn rest(&self) {
        if let Err(failure) = self.data.rest() {
            tracing::debug!(error = %failure, "memory is kept");
        }
    }

    /// Makes some more turns searchable, so that the next search need not, and follows the retention.
    pub(crate) fn catch_up_search(&mut self) {
        if !self.search_behind {
            return;
        }
        let more = self
            .data
            .subsystem()
            .and_then(|subsystem| Ok(subsystem.catch_up_search()?));
        self.search_behind = more.unwrap_or_else(|failure| {
            tracing::warn!(error = %failure, "new turns are not searchable yet");
            false
        });
    }
}
