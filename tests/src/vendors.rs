/// How each cloud drive names the conflicted copy of `stem.ending`.
pub fn conflicted_names(stem: &str, ending: &str) -> Vec<String> {
    vec![
        format!("{stem} (Anna's conflicted copy 2026-11-22).{ending}"),
        format!("{stem} (Annas widersprüchliche Kopie 2026-11-22).{ending}"),
        format!("{stem} (Case Conflict).{ending}"),
        format!("{stem}-LAPTOP.{ending}"),
        format!("{stem}-LAPTOP-2.{ending}"),
        format!("{stem} 2.{ending}"),
        format!("{stem}.sync-conflict-20261122-101500-ABCDEFG.{ending}"),
        format!("{stem} (conflicted copy 2026-11-22 101500).{ending}"),
        format!("{stem} (1).{ending}"),
        format!("{stem} [conflicted].{ending}"),
    ]
}

/// What drives and desktops drop into folders.
pub const LITTER: &[&str] = &[
    "desktop.ini",
    ".DS_Store",
    "Thumbs.db",
    "Icon\r",
    "._tip",
    ".syncthing.x.tmp",
    "~syncthing~x.tmp",
    "0000000000.part",
    ".dropbox.cache",
];
