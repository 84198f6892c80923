use std::collections::{BTreeMap, BTreeSet};

use super::{
    Folder, names,
    view::{Bytes, SharedView, View},
};
use crate::Random;

/// What all views should be in the end.
pub type Tree = BTreeMap<String, Bytes>;

/// The drive: a server, and per device a client that carries changed files up and down, one by one, in any order. Per
/// path, all views end with what the server has.
#[derive(Debug, Default)]
pub struct Drive {
    /// What the server has.
    pub server: Tree,
    /// What it had before, moment by moment.
    pub past: Vec<Tree>,
    /// What was deleted from it.
    pub deleted: Tree,
    /// The devices' views.
    pub views: Vec<SharedView>,
    sentinels: Tree,
}

/// How a file comes down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Whole.
    Whole,
    /// Cut or filled with zeros; whole another time.
    Half,
}

impl Drive {
    /// One more view, which shows what another shows now.
    pub fn copy_view(&mut self, of: usize) -> SharedView {
        let copy = SharedView::default();
        {
            let (from, mut to) = (self.views[of].lock(), copy.lock());
            to.files.clone_from(&from.files);
            to.changed.clone_from(&from.changed);
            to.awaited.clone_from(&from.awaited);
            to.stamps = from.stamps;
        }
        self.views.push(copy.clone());
        copy
    }

    /// Carries up to the server what one device changed, as far as `picked`; answers how many files that was.
    pub fn upload(
        &mut self,
        from: usize,
        random: &mut Random,
        mut picked: impl FnMut(&str, &mut Random) -> bool,
    ) -> usize {
        let shared = self.views[from].clone();
        let mut view = shared.lock();
        if view.is_paused || view.folder != Folder::Here {
            return 0;
        }
        let mut paths: Vec<_> = view.changed.iter().cloned().collect();
        random.shuffle(&mut paths);
        paths.retain(|path| picked(path, random));
        let before = self.server.clone();
        for path in &paths {
            self.upload_one(from, &mut view, path, random);
        }
        if before != self.server {
            self.past.push(before);
        }
        paths.len()
    }

    fn upload_one(&mut self, from: usize, view: &mut View, path: &str, random: &mut Random) {
        let local = view.bytes(path);
        if local.as_ref() != self.server.get(path) && view.awaited.contains(path) {
            return self.conflict(view, path, random);
        }
        view.changed.remove(path);
        if local.as_ref() == self.server.get(path) {
            return;
        }
        if path.starts_with("relay-") {
            self.sentinels
                .extend(local.clone().map(|bytes| (path.to_owned(), bytes)));
        }
        let last = self.set(path, local);
        self.deleted.extend(last.map(|bytes| (path.to_owned(), bytes)));
        self.tell(path, Some(from));
    }

    fn set(&mut self, path: &str, bytes: Option<Bytes>) -> Option<Bytes> {
        match bytes {
            Some(bytes) => drop(self.server.insert(path.to_owned(), bytes)),
            None => return self.server.remove(path),
        }
        None
    }

    fn tell(&self, path: &str, except: Option<usize>) {
        for (at, view) in self.views.iter().enumerate().filter(|(at, _)| Some(*at) != except) {
            // The uploading view is locked by its upload.
            debug_assert_ne!(Some(at), except);
            view.lock().awaited.insert(path.to_owned());
        }
    }

    /// Both sides changed: the server's version stays under the name, the other becomes a copy beside it.
    fn conflict(&mut self, view: &mut View, path: &str, random: &mut Random) {
        view.changed.remove(path);
        view.awaited.remove(path);
        if let Some(local) = view.bytes(path) {
            let (dir, name) = path.rsplit_once('/').unwrap_or(("", path));
            let copy = names::conflicted(name, random);
            let copy = if dir.is_empty() { copy } else { format!("{dir}/{copy}") };
            view.put(&copy, local);
            view.changed.insert(copy);
        }
        bring(view, path, self.server.get(path).cloned());
    }

    /// Carries down to one device what changed on the server, as far as `picked`; answers how many files changed there.
    pub fn download(
        &mut self,
        to: usize,
        random: &mut Random,
        arrival: Arrival,
        mut picked: impl FnMut(&str, &mut Random) -> bool,
    ) -> usize {
        let shared = self.views[to].clone();
        let mut view = shared.lock();
        if view.is_paused || view.folder != Folder::Here {
            return 0;
        }
        let mut paths: Vec<_> = view.awaited.iter().cloned().collect();
        random.shuffle(&mut paths);
        paths.retain(|path| picked(path, random));
        for path in &paths {
            self.download_one(&mut view, path, arrival, random);
        }
        paths.len()
    }

    fn download_one(&mut self, view: &mut View, path: &str, arrival: Arrival, random: &mut Random) {
        let remote = self.server.get(path).cloned();
        if view.changed.contains(path) && view.bytes(path) != remote {
            return self.conflict(view, path, random);
        }
        view.changed.remove(path);
        match remote {
            Some(bytes) if arrival == Arrival::Half && !bytes.is_empty() => {
                view.put(path, damaged(&bytes, random));
            }
            remote => {
                view.awaited.remove(path);
                bring(view, path, remote);
            }
        }
    }

    /// Changes a file on the server behind everybody's back; all views will hear of it.
    pub fn spread(&mut self, path: &str, bytes: Option<Bytes>) {
        self.set(path, bytes);
        self.tell(path, None);
    }

    /// Makes the server what it was, or anything else.
    pub fn rewind(&mut self, to: &Tree) {
        let paths: BTreeSet<_> = self.server.keys().chain(to.keys()).cloned().collect();
        for path in paths {
            if self.server.get(&path) != to.get(&path) {
                self.spread(&path, to.get(&path).cloned());
            }
        }
    }

    /// A person puts back what says that this is the relay.
    pub fn put_sentinels_back(&mut self) {
        for (path, bytes) in self.sentinels.clone() {
            if self.server.get(&path) != Some(&bytes) {
                self.spread(&path, Some(bytes));
            }
        }
    }

    /// Is everything where it belongs?
    pub fn is_still(&self) -> bool {
        self.views.iter().all(|view| {
            let view = view.lock();
            view.changed.is_empty() && view.awaited.is_empty()
        })
    }

    /// One of the server's files that devices wrote.
    pub fn pick(&self, random: &mut Random) -> Option<(String, Bytes)> {
        let paths: Vec<_> = self.server.keys().filter(|path| path.starts_with("d/")).collect();
        if paths.is_empty() {
            return None;
        }
        let path = *random.pick(&paths);
        Some((path.clone(), self.server[path].clone()))
    }
}

fn bring(view: &mut View, path: &str, remote: Option<Bytes>) {
    let is_here = |held: &super::view::Held| !held.is_placeholder && Some(&held.bytes) == remote.as_ref();
    if view.files.get(path).is_some_and(is_here) {
        return;
    }
    match remote {
        Some(bytes) => drop(view.put(path, bytes)),
        None => drop(view.files.remove(path)),
    }
}

/// Half a file, a file of zeros of the same length, an empty one, or one with zeros at its end.
pub(super) fn damaged(bytes: &Bytes, random: &mut Random) -> Bytes {
    let cut = random.below(bytes.len().max(1));
    match random.below(4) {
        0 => bytes[..cut].into(),
        1 => vec![0; bytes.len()].into(),
        2 => Vec::new().into(),
        _ => {
            let mut bytes = bytes.to_vec();
            bytes[cut..].fill(0);
            bytes.into()
        }
    }
}
