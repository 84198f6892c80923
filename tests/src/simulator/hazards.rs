//! What drives do to the files on their server, whoever's they are.

use super::{
    Drive, Knob,
    drive::damaged,
    names::{self, LITTER, ODD},
    view::Bytes,
};
use crate::Random;

impl Drive {
    /// Does what the knob says to the server; answers what that was, or none if there was nothing to do it to.
    pub fn suffer(&mut self, knob: Knob, random: &mut Random) -> Option<String> {
        match knob {
            Knob::H1ConflictedCopies => self.make_conflicted_copy(random),
            Knob::H2HalfArrivedFiles => self.damage(random),
            Knob::H4FolderGone => self.empty_for_all(random),
            Knob::H5DeletedFilesComeBack => self.resurrect(random),
            Knob::H8CaseCollisions => self.collide_case(random),
            Knob::H9ForbiddenNames => self.drop_in(random, &ODD),
            Knob::H10PathLength => self.drop_in(random, &["x".repeat(230).as_str()]),
            Knob::H11Litter => self.drop_in(random, &LITTER),
            Knob::H12TreeCopies => self.copy_tree(random),
            Knob::H16FolderRewound => self.rewind_somewhere(random),
            _ => None,
        }
    }

    fn make_conflicted_copy(&mut self, random: &mut Random) -> Option<String> {
        let (path, bytes) = self.pick(random)?;
        let (dir, name) = path.rsplit_once('/')?;
        let copy = format!("{dir}/{}", names::conflicted(name, random));
        let keeps_the_first = random.chance(50);
        if !keeps_the_first {
            self.spread(&path, None);
        }
        self.spread(&copy, Some(bytes));
        let how = if keeps_the_first { "copied" } else { "renamed" };
        Some(format!("{path} is {how} to {copy}"))
    }

    fn damage(&mut self, random: &mut Random) -> Option<String> {
        let (path, bytes) = self.pick(random)?;
        let bytes = damaged(&bytes, random);
        let len = bytes.len();
        self.spread(&path, Some(bytes));
        Some(format!("{path} is damaged everywhere, {len} bytes long now"))
    }

    fn empty_for_all(&mut self, random: &mut Random) -> Option<String> {
        let takes_all = random.chance(30);
        let doomed: Vec<_> = self.server.keys().cloned().collect();
        let doomed: Vec<_> = doomed
            .into_iter()
            .filter(|path| takes_all || path.starts_with("d/"))
            .collect();
        let count = doomed.len();
        doomed.iter().for_each(|path| self.spread(path, None));
        Some(format!(
            "somebody deletes {count} files from the folder, for all devices"
        ))
    }

    fn resurrect(&mut self, random: &mut Random) -> Option<String> {
        let gone: Vec<_> = self
            .deleted
            .iter()
            .filter(|(path, _)| !self.server.contains_key(*path))
            .collect();
        if gone.is_empty() {
            return None;
        }
        let (path, bytes): (String, Bytes) = (gone[random.below(gone.len())].0.clone(), Bytes::default());
        let bytes = self.deleted.get(&path).cloned().unwrap_or(bytes);
        self.spread(&path, Some(bytes));
        Some(format!("{path}, long deleted, is back"))
    }

    fn collide_case(&mut self, random: &mut Random) -> Option<String> {
        let (path, bytes) = self.pick(random)?;
        let (dir, name) = path.rsplit_once('/')?;
        let other = format!("{dir}/{}", name.to_uppercase());
        if random.chance(50) {
            self.spread(&path, None);
        }
        self.spread(&other, Some(bytes));
        Some(format!("{path} appears as {other}"))
    }

    fn drop_in(&mut self, random: &mut Random, names: &[&str]) -> Option<String> {
        let (near, content) = self.pick(random)?;
        let dir = near.rsplit_once('/')?.0;
        let name = *random.pick(names);
        let path = match random.below(3) {
            0 => name.to_owned(),
            1 => format!("d/{name}"),
            _ => format!("{dir}/{name}"),
        };
        let bytes = if random.chance(50) {
            content
        } else {
            Bytes::from(&b"x"[..])
        };
        self.spread(&path, Some(bytes));
        Some(format!("{path:?} appears"))
    }

    fn copy_tree(&mut self, random: &mut Random) -> Option<String> {
        let (near, _) = self.pick(random)?;
        let below = *random.pick(&["backup", "d/backup", near.rsplit_once('/')?.0]);
        let copies: Vec<_> = self
            .server
            .iter()
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect();
        for (path, bytes) in copies.into_iter().take(12) {
            self.spread(&format!("{below}/copy/{path}"), Some(bytes));
        }
        Some(format!("the whole tree is copied below {below}"))
    }

    fn rewind_somewhere(&mut self, random: &mut Random) -> Option<String> {
        if self.past.is_empty() {
            return None;
        }
        let at = random.below(self.past.len());
        let (to, len) = (self.past[at].clone(), self.past.len());
        self.rewind(&to);
        Some(format!("the folder is rewound to moment {at} of {len}"))
    }
}
