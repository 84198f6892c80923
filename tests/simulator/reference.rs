//! The reference engine on the same drive: its relay is a folder on disk, which is made what the device's view shows
//! before everything it does, and whose changes are the device's afterwards.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use baton_tests::{
    files_below,
    simulator::{Engine, Facts, Folder, Grant, LeaseAct, Place, Record},
};
use car_sync::{FsRelay, RelayConfig, Scope, Surface, SyncSession};
use serde_json::{Value, json};

pub struct Reference {
    session: SyncSession,
    relay: FsRelay,
    place: Place,
}

pub fn reference(place: &Place) -> Result<Box<dyn Engine>, String> {
    let folder = folder(place);
    fs::create_dir_all(&folder).map_err(words)?;
    let (journal, checkpoints) = (place.data.join("oplog.jsonl"), place.data.join("checkpoints"));
    let session = SyncSession::open(&*place.name, &journal, &checkpoints, place.wall.clone()).map_err(words)?;
    let relay = FsRelay::open(&folder, RelayConfig::default(), place.wall.clone()).map_err(words)?;
    Ok(Box::new(Reference {
        session,
        relay,
        place: place.clone(),
    }))
}

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn folder(place: &Place) -> PathBuf {
    place.data.join("relay")
}

impl Reference {
    /// Does something with the relay, in which the folder on disk is what the view shows.
    fn with_relay<T, E: std::fmt::Display>(
        &mut self,
        act: impl FnOnce(&mut SyncSession, &mut FsRelay) -> Result<T, E>,
    ) -> Result<T, String> {
        if self.place.view.lock().folder != Folder::Here {
            return Err("the folder is not there".to_owned());
        }
        let folder = folder(&self.place);
        bring_in(&self.place, &folder);
        let answer = act(&mut self.session, &mut self.relay).map_err(words);
        take_out(&self.place, &folder);
        answer
    }

    fn append(&mut self, surface: Surface, payload: Value) -> Result<(), String> {
        self.session
            .append(Scope::Personal, surface, payload)
            .map(drop)
            .map_err(words)
    }
}

/// Makes the folder on disk what the view shows.
fn bring_in(place: &Place, folder: &Path) {
    let content = place.view.lock().content();
    let shown: BTreeSet<_> = content.keys().map(|path| folder.join(path)).collect();
    for path in files_below(folder).into_iter().filter(|path| !shown.contains(path)) {
        fs::remove_file(path).unwrap();
    }
    fs::create_dir_all(folder.join("checkpoints")).unwrap();
    for (path, bytes) in content {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // A drive's names are not all possible everywhere.
        let _ = fs::write(path, bytes);
    }
}

/// Makes the view what is in the folder on disk now.
fn take_out(place: &Place, folder: &Path) {
    let mut view = place.view.lock();
    let name = |path: &PathBuf| path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
    let found: BTreeMap<_, _> = files_below(folder)
        .iter()
        .filter(|path| !path.ends_with("relay.lock"))
        .map(|path| (name(path), fs::read(path).unwrap()))
        .collect();
    for path in view.content().into_keys().filter(|path| !found.contains_key(path)) {
        view.files.remove(&path);
        view.changed.insert(path);
    }
    for (path, bytes) in found {
        if view.bytes(&path).is_none_or(|held| *held != *bytes) {
            view.put(&path, bytes.into());
            view.changed.insert(path);
        }
    }
}

impl Engine for Reference {
    fn facts(&mut self) -> Result<Facts, String> {
        let state = self.session.state_hash();
        Ok(Facts {
            id: self.place.name.clone(),
            // It does not tell what it holds, only in what state it is.
            heads: BTreeMap::from([("state".to_owned(), (0, state.clone()))]),
            state,
            ..Facts::default()
        })
    }

    fn turns(&mut self) -> Result<Vec<String>, String> {
        let turns = self.session.state().transcript("c");
        Ok(turns.into_iter().map(|turn| turn.content).collect())
    }

    fn record(&mut self, record: &Record) -> Result<(), String> {
        match record {
            Record::Turn(text) => self.append(Surface::Conversation, json!({"conversation_id": "c", "content": text})),
            Record::Setting(n) => self.append(Surface::Declagent, json!({"id": "config", "n": n})),
            Record::Fact(n) => self.append(Surface::Knowledge, json!({"id": format!("fact-{}", n % 3), "n": n})),
            Record::Run(run, epoch, status) => self.append(
                Surface::Intent,
                json!({"id": format!("run-{run}"), "agent_id": "bot", "epoch": epoch, "status": status}),
            ),
        }
    }

    fn pump(&mut self) -> Result<String, String> {
        let report = self.with_relay(|session, relay| session.pump(relay))?;
        Ok(format!("pushed {}, folded {}", report.pushed, report.folded))
    }

    fn checkpoint(&mut self) -> Result<String, String> {
        let checkpoint = self.with_relay(|session, relay| session.publish_checkpoint(relay))?;
        Ok(checkpoint.map_or_else(|| "none".to_owned(), |checkpoint| checkpoint.checkpoint_hash))
    }

    fn rebase(&mut self) -> Result<String, String> {
        let rebased = self.with_relay(|session, relay| session.rebase(relay))?;
        Ok(format!("rebased: {rebased}"))
    }

    /// Its leases know nothing of other machines: there is nothing to hold against the truth.
    fn lease(&mut self, _: LeaseAct) -> Result<Option<Grant>, String> {
        Ok(None)
    }

    fn may_act(&mut self) -> Result<Option<u64>, String> {
        Ok(None)
    }

    fn retire(&mut self, _: &str) -> Result<(), String> {
        Ok(())
    }
}
