//! What goes wrong around one device's view.

use super::{
    Folder, Knob, Refusal,
    view::{Bytes, View},
};
use crate::Random;

impl View {
    /// Does what the knob says to this view; answers what that was, or none if there was nothing to do it to.
    pub fn suffer(&mut self, knob: Knob, random: &mut Random) -> Option<String> {
        match knob {
            Knob::H4FolderGone => {
                let folders = [Folder::Unmounted, Folder::Emptied, Folder::Another, Folder::Unreadable];
                self.folder = *random.pick(&folders);
                Some(format!("its folder is {:?}", self.folder))
            }
            Knob::H6RenamesAsDeleteAndCreate => self.take_away(random),
            Knob::H7Placeholders => self.make_placeholders(random),
            Knob::H14LyingTimes => {
                self.has_lying_times = true;
                Some("its files' times change all the time".to_owned())
            }
            Knob::H19LostEvents => {
                self.is_deaf = true;
                Some("it hears of no change any more".to_owned())
            }
            Knob::H20DrivePaused => {
                self.is_paused = true;
                Some("its drive is paused".to_owned())
            }
            Knob::H22DiskFullOrDenied => {
                let refusal = *random.pick(&[Refusal::DiskFull, Refusal::ReadOnly, Refusal::Unreadable]);
                self.refusal = Some(refusal);
                Some(format!("its disk is {refusal:?}"))
            }
            _ => None,
        }
    }

    /// Everything that goes wrong around this view ends.
    pub fn calm(&mut self) {
        self.folder = Folder::Here;
        self.refusal = None;
        self.is_paused = false;
        self.is_deaf = false;
        self.has_lying_times = false;
    }

    /// A file that the drive also has elsewhere, and that can therefore come back.
    fn pick_synced(&self, random: &mut Random) -> Option<String> {
        let synced = |path: &&String| path.starts_with("d/") && !self.changed.contains(*path);
        let paths: Vec<_> = self.files.keys().filter(synced).collect();
        (!paths.is_empty()).then(|| (*random.pick(&paths)).clone())
    }

    fn take_away(&mut self, random: &mut Random) -> Option<String> {
        let path = self.pick_synced(random)?;
        self.files.remove(&path);
        self.awaited.insert(path.clone());
        Some(format!("{path} vanishes, to come again"))
    }

    fn make_placeholders(&mut self, random: &mut Random) -> Option<String> {
        let mut hollowed = Vec::new();
        for _ in 0..=random.below(3) {
            let path = self.pick_synced(random)?;
            if random.chance(30) {
                hollowed.push(self.evict_to_icloud(&path));
            } else if let Some(held) = self.files.get_mut(&path) {
                held.is_placeholder = true;
            }
            self.awaited.insert(path.clone());
            hollowed.push(path);
        }
        Some(format!("only names are left of {}", hollowed.join(", ")))
    }

    fn evict_to_icloud(&mut self, path: &str) -> String {
        let (dir, name) = path.rsplit_once('/').unwrap_or(("", path));
        let stub = format!("{dir}/.{name}.icloud");
        self.files.remove(path);
        self.put(&stub, Bytes::from(&b"bplist00"[..]));
        self.awaited.insert(stub.clone());
        stub
    }
}
