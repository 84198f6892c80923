//! Searching everything that was said.

use super::{SyncSubsystem, search_text::SearchText};
use crate::{
    error::SyncError,
    store::{Found, SearchCursor},
};

pub use super::search_text::{DayStart, FilterKind, FilterWord};

/// The answer to a search.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchAnswer {
    /// The filters among the words.
    pub filters: Vec<FilterWord>,
    /// What was found.
    pub found: Found,
}

impl SyncSubsystem {
    /// Searches the turns of all conversations that [`Self::retention`] shows, as `text` says: words, "phrases", and
    /// filters such as `role:user`. A filter that makes no sense is not used, and the answer says why. What is not in the
    /// index yet is not found; [`Self::catch_up_search`] puts it there.
    pub fn search(
        &mut self,
        text: &str,
        day: DayStart<'_>,
        from: Option<SearchCursor>,
        limit: u32,
    ) -> Result<SearchAnswer, SyncError> {
        let roster = self.session.overview()?.roster;
        let SearchText { query, filters } = SearchText::read(text, &roster, day);
        let (horizon, now) = (self.conversation_horizon()?, self.session.now());
        let found = self.session.store.find(horizon, &query, from, limit as usize, now)?;
        Ok(SearchAnswer { filters, found })
    }
}
