use super::{Store, StoreError};

impl Store {
    /// Makes the search index anew from the journal; answers how many turns it then holds.
    pub fn rebuild_search(&mut self) -> Result<u64, StoreError> {
        self.write("empty search index", |write| {
            let empty = "INSERT INTO turn_text (turn_text) VALUES ('delete-all'); DELETE FROM turn_text_place;
                UPDATE state SET searchable = 0;";
            write.conn.execute_batch(empty).map_err(write.failed())
        })?;
        while self.catch_up_search()? {}
        Ok(self.summary()?.turns)
    }
}
