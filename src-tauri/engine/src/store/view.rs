//! Reads that belong together look at one state of the file: they cost less than a transaction each, and agree. What many of
//! them ask for is read once in a state.

use std::cell::{Cell, RefCell};

use rusqlite::Connection;

use super::{FormerIdentity, Store, StoreError, Summary, peers::Peer};
use crate::op::{DeviceProfile, Frontier};

/// What reads that belong together look at.
#[derive(Debug, Default)]
pub(super) struct View {
    /// Changes when another connection commits (<https://www.sqlite.org/pragma.html#pragma_data_version>). None before the
    /// first look.
    version: Cell<Option<i64>>,
    facts: RefCell<Facts>,
}

/// What is known of the state already, since somebody asked.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub roster: Option<Vec<Peer>>,
    pub frontier: Option<Frontier>,
    pub base: Option<Frontier>,
    pub summary: Option<Summary>,
    pub profile: Option<DeviceProfile>,
    pub offered: Option<Option<String>>,
    pub former: Option<Vec<FormerIdentity>>,
}

impl View {
    /// Looks at the state that is looked at already, or at the newest from now on. What is known stays known if that is the
    /// same one.
    fn enter(&self, conn: &Connection) -> rusqlite::Result<()> {
        if conn.is_autocommit() {
            let (before, facts) = (self.version.take(), self.facts.take());
            conn.prepare_cached("BEGIN")?.execute([])?;
            let mut statement = conn.prepare_cached("PRAGMA data_version")?;
            self.version.set(Some(statement.query_row([], |row| row.get(0))?));
            if self.version.get() == before {
                self.facts.replace(facts);
            }
        }
        Ok(())
    }
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
        if self.view.is_none() {
            return Ok(());
        }
        leave(&self.conn).map_err(|source| StoreError::sql("look anew", &self.path, source))
    }

    /// This connection is about to change the state: what is known of it will not hold.
    pub(super) fn forget_view(&mut self) -> Result<(), StoreError> {
        if let Some(view) = &mut self.view {
            *view = View::default();
        }
        self.look_anew()
    }

    /// Every read looks at the newest state again.
    pub fn end_view(&mut self) -> Result<(), StoreError> {
        self.look_anew()?;
        self.view = None;
        Ok(())
    }

    /// Runs `look` on one consistent state.
    pub(super) fn read<T>(
        &self,
        action: &'static str,
        look: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let failed = |source| StoreError::sql(action, &self.path, source);
        if let Some(view) = &self.view {
            view.enter(&self.conn).map_err(failed)?;
            return look(&self.conn).map_err(failed);
        }
        let tx = self.conn.unchecked_transaction().map_err(failed)?;
        look(&tx).map_err(failed)
    }

    /// As [`Self::read`], for what is asked for again and again: it is looked up once in a state.
    pub(super) fn read_once<T: Clone>(
        &self,
        action: &'static str,
        fact: fn(&mut Facts) -> &mut Option<T>,
        look: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let Some(view) = &self.view else {
            return self.read(action, look);
        };
        let failed = |source| StoreError::sql(action, &self.path, source);
        view.enter(&self.conn).map_err(failed)?;
        if let Some(known) = fact(&mut view.facts.borrow_mut()) {
            return Ok(known.clone());
        }
        let found = look(&self.conn).map_err(failed)?;
        *fact(&mut view.facts.borrow_mut()) = Some(found.clone());
        Ok(found)
    }
}

fn leave(conn: &Connection) -> rusqlite::Result<()> {
    if !conn.is_autocommit() {
        conn.prepare_cached("COMMIT")?.execute([])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::{
        op::DeviceId,
        store::{Store, Write},
    };

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
    fn what_is_known_of_a_state_is_forgotten_when_another_connection_changed_it() {
        let dir = tempfile::tempdir().unwrap();
        let open = || Store::open(dir.path(), DeviceId::from("a")).unwrap();
        let (mut here, mut elsewhere) = (open(), open());
        let mut meet = |name| {
            let meet = |write: &mut Write<'_>| write.note_device(&DeviceId::from(name));
            elsewhere.note("note", meet).unwrap();
        };
        here.share_view().unwrap();
        assert_eq!(here.peers().unwrap().len(), 1);
        here.look_anew().unwrap();
        assert_eq!(pumped_at(&here), None);
        assert!(knows_the_roster(&here), "nothing happened in between");
        meet("b");
        assert_eq!(here.peers().unwrap().len(), 1);
        here.look_anew().unwrap();
        assert_eq!(here.peers().unwrap().len(), 2);
        here.note("note", |write| write.note_pump(1)).unwrap();
        meet("c");
        assert_eq!(here.peers().unwrap().len(), 3);
    }

    fn knows_the_roster(store: &Store) -> bool {
        store.view.as_ref().unwrap().facts.borrow().roster.is_some()
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
