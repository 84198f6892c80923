//! Reads that belong together look at one state of the file: they cost less than a transaction each, and agree.

use std::cell::OnceCell;

use rusqlite::Connection;

use super::{Store, StoreError, peers::Peer};

/// What reads that belong together look at.
#[derive(Debug, Default)]
pub(super) struct View {
    /// Every device known in this state, once somebody asked.
    pub roster: OnceCell<Vec<Peer>>,
}

impl Store {
    /// From now on reads look at one state: the one that the first of them finds, until the next transaction or
    /// [`Self::look_anew`]. What another process changes meanwhile is seen after that. No write-ahead log can start anew
    /// while a state is looked at, so whoever shares a view ends that with [`Self::end_view`].
    pub fn share_view(&mut self) -> Result<(), StoreError> {
        self.end_view()?;
        self.view = Some(View::default());
        Ok(())
    }

    /// Reads that follow look at the newest state.
    pub fn look_anew(&mut self) -> Result<(), StoreError> {
        let Some(view) = &mut self.view else {
            return Ok(());
        };
        *view = View::default();
        leave(&self.conn).map_err(|source| StoreError::sql("look anew", &self.path, source))
    }

    /// Every read looks at the newest state again.
    pub fn end_view(&mut self) -> Result<(), StoreError> {
        self.look_anew()?;
        self.view = None;
        Ok(())
    }
}

/// Looks at the state that is looked at already, or at the newest from now on.
pub(super) fn enter(conn: &Connection) -> rusqlite::Result<()> {
    if conn.is_autocommit() {
        conn.prepare_cached("BEGIN")?.execute([])?;
    }
    Ok(())
}

fn leave(conn: &Connection) -> rusqlite::Result<()> {
    if !conn.is_autocommit() {
        conn.prepare_cached("COMMIT")?.execute([])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::{op::DeviceId, store::Store};

    fn pumped_at(store: &Store) -> Option<u64> {
        store.summary().unwrap().last_pump_ms
    }

    #[test]
    fn a_shared_view_shows_one_state_until_it_is_looked_at_anew_or_written() {
        let dir = tempfile::tempdir().unwrap();
        let open = || Store::open(dir.path(), DeviceId::from("a")).unwrap();
        let (mut here, mut elsewhere) = (open(), open());
        let mut change = |ms| elsewhere.note("note", |write| write.note_pump(ms)).unwrap();
        here.share_view().unwrap();
        assert_eq!(pumped_at(&here), None);
        change(1);
        assert_eq!(pumped_at(&here), None);
        here.look_anew().unwrap();
        assert_eq!(pumped_at(&here), Some(1));
        change(2);
        here.note("note", |write| write.note_device(&DeviceId::from("b")))
            .unwrap();
        assert_eq!(pumped_at(&here), Some(2));
        change(3);
        here.end_view().unwrap();
        assert_eq!(pumped_at(&here), Some(3));
    }

    #[test]
    fn the_roster_of_a_view_is_that_of_its_state() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path(), DeviceId::from("a")).unwrap();
        let meet = |store: &mut Store, name| store.note("note", |write| write.note_device(&DeviceId::from(name)));
        store.share_view().unwrap();
        assert_eq!(store.peers().unwrap().len(), 1);
        meet(&mut store, "b").unwrap();
        assert_eq!(store.peers().unwrap().len(), 2);
        store.end_view().unwrap();
        meet(&mut store, "c").unwrap();
        assert_eq!(store.peers().unwrap().len(), 3);
    }
}
