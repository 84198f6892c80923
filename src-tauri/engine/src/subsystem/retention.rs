//! How far back this device shows things.

use super::SyncSubsystem;
use crate::{
    error::SyncError,
    store::{Horizon, Retention},
};

impl SyncSubsystem {
    /// What this device shows; everything until somebody decided otherwise.
    pub fn retention(&mut self) -> Result<Retention, SyncError> {
        Ok(self.session.store.retention()?)
    }

    /// Decides how far back this device's lists and searches reach. Lists follow at once; the search index follows in
    /// the steps of [`Self::catch_up_search`]. What is not shown stays in the journal and in the state, is synced like
    /// everything else, and can be read by its id; a new turn in a conversation brings all of it back.
    pub fn set_retention(&mut self, retention: Retention) -> Result<(), SyncError> {
        if self.session.store.retention()? == retention {
            return Ok(());
        }
        self.session
            .store
            .write("set retention", |write| Ok(write.set_retention(retention)?))
    }

    /// How many conversations the retention leaves out of the list.
    pub fn hidden_conversations(&mut self) -> Result<u64, SyncError> {
        let horizon = self.conversation_horizon()?;
        Ok(self.session.store.conversations_beyond(horizon)?)
    }

    /// Is there something for [`Self::catch_up_search`] to do? A look, which writes nothing.
    pub fn is_search_behind(&mut self) -> Result<bool, SyncError> {
        let horizon = self.conversation_horizon()?;
        Ok(self.session.store.is_search_behind(horizon)?)
    }

    /// Conversations whose newest turn is older are not shown now.
    pub(super) fn conversation_horizon(&self) -> Result<Horizon, SyncError> {
        let keep = self.session.store.retention()?.conversations;
        Ok(keep.horizon(self.session.now()))
    }
}
