//! Names: how the vendors call a conflicted copy, what they and desktops drop into a folder, and what they refuse.

use crate::Random;

/// The name of the copy a drive makes of `name`.
pub(super) fn conflicted(name: &str, random: &mut Random) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "x"));
    let tail = *random.pick(&[
        " (Anna's conflicted copy 2026-11-22)",
        " (Annas widersprüchliche Kopie 2026-11-22)",
        " (Case Conflict)",
        "-LAPTOP",
        "-LAPTOP-2",
        " 2",
        ".sync-conflict-20261122-101500-ABCDEFG",
        " (conflicted copy 2026-11-22 101500)",
        " (1)",
        " [conflicted]",
    ]);
    format!("{stem}{tail}.{ending}")
}

/// What appears in folders by itself.
pub(super) const LITTER: [&str; 12] = [
    "desktop.ini",
    ".DS_Store",
    "Thumbs.db",
    "Icon\r",
    "._t000000000001",
    ".syncthing.relay.tmp",
    "~syncthing~relay.tmp",
    "0000000000-0000000003.part",
    ".dropbox.cache",
    ".stfolder",
    ".stversions",
    "notes about this folder.txt",
];

/// Names that no system and no drive should ever see from us; others may still put them here.
pub(super) const ODD: [&str; 6] = ["CON", "NUL.seg", "~$lock.tip", "a:b.json", "trailing.", "x.lock"];

/// Why one of the vendors would not carry a file of this path; none if all do.
pub(super) fn refused_by_a_vendor(path: &str) -> Option<&'static str> {
    if path.len() >= 100 {
        return Some("its path is too long");
    }
    path.split('/').find_map(refused_name)
}

fn refused_name(name: &str) -> Option<&'static str> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    let stem = name.split('.').next().unwrap_or_default().to_uppercase();
    if name != "README.txt" && !name.chars().all(plain) {
        Some("it has characters that some drive changes or refuses")
    } else if ["CON", "PRN", "AUX", "NUL", "COM1", "LPT1"].contains(&stem.as_str()) {
        Some("it is a reserved name")
    } else if name.starts_with('.') || name.ends_with(['.', ' ']) || name.ends_with(".tmp") || name.ends_with(".lock") {
        Some("some drive leaves such names out")
    } else {
        None
    }
}
