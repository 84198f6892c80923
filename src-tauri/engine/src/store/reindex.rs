use super::{Store, StoreError, search};

impl Store {
    /// Makes the search index anew from the journal; answers how many turns it then holds.
    pub fn rebuild_search(&mut self) -> Result<u64, StoreError> {
        self.write("empty search index", |write| {
            search::empty(write.conn).map_err(write.failed())
        })?;
        while self.catch_up_search()? {}
        Ok(self.summary()?.turns)
    }
}
