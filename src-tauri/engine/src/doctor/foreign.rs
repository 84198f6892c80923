//! What a name in the relay folder that is not Baton's says about where it came from. Pure: looks at names only.
//!
//! Some vendors mark a copy unmistakably. Others add so little (` 2`, ` (1)`, `-LAPTOP`) that it means something only where
//! the rest is a name of Baton's.

use crate::relay::{DEVICES, FileName, is_device_dir, is_litter, relay_id};

/// The kinds of names that are not Baton's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Foreign {
    /// What drives and desktops drop into every folder.
    Litter,
    /// Stands for a file that the drive has not downloaded.
    Placeholder,
    /// A copy that a cloud drive made because two devices seemed to write one file.
    ConflictedCopy(Vendor),
    /// A copy that a person or a program made.
    BackupCopy,
    /// Anything else.
    Unknown,
}

/// Makers of conflicted copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vendor {
    /// `name (Anna's conflicted copy 2026-11-22).ext`, in every language, and `name (Case Conflict).ext`.
    Dropbox,
    /// `name-LAPTOP.ext`, `name-LAPTOP-2.ext`.
    OneDrive,
    /// `name 2.ext`.
    ICloud,
    /// `name.sync-conflict-20261122-101500-ABCDEFG.ext`.
    Syncthing,
    /// `name (conflicted copy 2026-11-22 101500).ext`.
    Nextcloud,
    /// `name (1).ext`.
    GoogleDrive,
    /// `name [conflicted].ext`.
    PCloud,
}

impl Vendor {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dropbox => "Dropbox",
            Self::OneDrive => "OneDrive",
            Self::ICloud => "iCloud",
            Self::Syncthing => "Syncthing",
            Self::Nextcloud => "Nextcloud",
            Self::GoogleDrive => "Google Drive",
            Self::PCloud => "pCloud",
        }
    }
}

/// Classifies a name that is not Baton's.
pub fn classify(name: &str) -> Foreign {
    if is_placeholder(name) {
        return Foreign::Placeholder;
    }
    if is_copy(name) {
        return Foreign::BackupCopy;
    }
    let vendor = unmistakable(name).or_else(|| of_ours(name));
    match vendor {
        Some(vendor) => Foreign::ConflictedCopy(vendor),
        None if is_drives_litter(name) || is_litter(name) => Foreign::Litter,
        None => Foreign::Unknown,
    }
}

/// `.name.ext.icloud`: iCloud keeps the content elsewhere until somebody wants it.
fn is_placeholder(name: &str) -> bool {
    let hidden = name.strip_prefix('.').and_then(|rest| rest.strip_suffix(".icloud"));
    hidden.is_some_and(|name| !name.is_empty())
}

/// What [`is_litter`] does not know: it need not, since these lie where it is not asked.
fn is_drives_litter(name: &str) -> bool {
    name.starts_with("Icon\r") || name.eq_ignore_ascii_case("ehthumbs.db") || name.ends_with(".crdownload")
}

/// `name.bak`, `name~`, `Copy of name`, `name - Copy`, `name copy`: of a name of ours.
fn is_copy(name: &str) -> bool {
    let (stem, ending) = split(name);
    let behind = [".bak", ".old", ".orig", ".backup", "~", "-backup", "_backup", " backup"];
    let in_stem = [
        " - Copy", " - Kopie", " - Copie", " copy", " - copia", "-backup", "_backup", " backup",
    ];
    behind.iter().any(|mark| name.strip_suffix(mark).is_some_and(is_ours))
        || in_stem.iter().any(|mark| {
            stem.strip_suffix(mark)
                .is_some_and(|stem| is_ours(&joined(stem, ending)))
        })
        || name.strip_prefix("Copy of ").is_some_and(is_ours)
}

/// Marks that no other name has.
fn unmistakable(name: &str) -> Option<Vendor> {
    let (stem, _) = split(name);
    if name
        .split_once(".sync-conflict-")
        .is_some_and(|(_, rest)| is_syncthing(rest))
    {
        return Some(Vendor::Syncthing);
    }
    if stem.ends_with(" [conflicted]") {
        return Some(Vendor::PCloud);
    }
    let (_, inside) = bracketed(stem)?;
    if inside.starts_with("Case Conflict") {
        return Some(Vendor::Dropbox);
    }
    dated(inside)
}

/// `20261122-101500-ABCDEFG`, and the ending.
fn is_syncthing(rest: &str) -> bool {
    let (stamp, _) = split(rest);
    let parts: Vec<_> = stamp.split('-').collect();
    let digits = |text: &str, len| text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts.as_slice(), [day, time, device, ..] if digits(day, 8) && digits(time, 6) && !device.is_empty())
}

/// A date in brackets is a conflicted copy in any language; Nextcloud's has the time of day as well.
fn dated(inside: &str) -> Option<Vendor> {
    let words: Vec<_> = inside.split(' ').collect();
    let at = words.iter().position(|word| is_date(word))?;
    (at > 0).then_some(())?;
    let time = words.get(at + 1);
    let is_time = time.is_some_and(|time| time.len() == 6 && time.bytes().all(|byte| byte.is_ascii_digit()));
    Some(if is_time { Vendor::Nextcloud } else { Vendor::Dropbox })
}

/// `2026-11-22`.
fn is_date(word: &str) -> bool {
    let shape = |(at, byte): (usize, u8)| {
        if matches!(at, 4 | 7) {
            byte == b'-'
        } else {
            byte.is_ascii_digit()
        }
    };
    word.len() == 10 && word.bytes().enumerate().all(shape)
}

/// Marks that mean something only behind a name of ours.
fn of_ours(name: &str) -> Option<Vendor> {
    let (stem, ending) = split(name);
    let ours = |stem: &str| is_ours(&joined(stem, ending));
    let counted = |text: &str| !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    if bracketed(stem).is_some_and(|(stem, inside)| ours(stem) && counted(inside)) {
        return Some(Vendor::GoogleDrive);
    }
    if stem
        .rsplit_once(' ')
        .is_some_and(|(stem, number)| ours(stem) && counted(number))
    {
        return Some(Vendor::ICloud);
    }
    let mut machine = stem
        .match_indices('-')
        .filter(|(at, _)| ours(&stem[..*at]) && at + 1 < stem.len());
    machine.next().map(|_| Vendor::OneDrive)
}

/// The stem and what stands behind it in round brackets, up to the end.
fn bracketed(stem: &str) -> Option<(&str, &str)> {
    stem.strip_suffix(')')?.split_once(" (")
}

/// Stem and ending; a name without an ending has an empty one.
fn split(name: &str) -> (&str, &str) {
    name.rsplit_once('.').unwrap_or((name, ""))
}

fn joined(stem: &str, ending: &str) -> String {
    if ending.is_empty() {
        stem.to_owned()
    } else {
        format!("{stem}.{ending}")
    }
}

/// Is this a name that Baton gives, anywhere in the folder?
pub(super) fn is_ours(name: &str) -> bool {
    FileName::parse(name).is_some()
        || relay_id(name).is_some()
        || is_device_dir(name)
        || name == DEVICES
        || name == "README.txt"
}

#[cfg(test)]
#[path = "foreign_tests.rs"]
mod tests;
