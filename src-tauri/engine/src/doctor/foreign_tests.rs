use proptest::prelude::*;

use super::*;
use crate::{
    op::{DeviceId, Seq},
    relay::{ShortHash, device_dir},
};

fn ours() -> Vec<String> {
    let (hash16, hash32) = (ShortHash::of(b"body"), ShortHash::of(b"body"));
    let names = [
        FileName::Hello { hash: hash16 },
        FileName::Segment {
            first: Seq(0),
            last: Seq(41),
            hash: hash16,
        },
        FileName::Tip {
            number: 7,
            tail: None,
            hash: hash16,
        },
        FileName::Tip {
            number: 8,
            tail: Some((Seq(40), Seq(41))),
            hash: hash16,
        },
        FileName::Checkpoint { hash: hash32 },
        FileName::Part { hash: hash32 },
    ];
    let mut ours: Vec<_> = names.iter().map(ToString::to_string).collect();
    ours.extend([format!("relay-{hash16}.json"), "README.txt".to_owned()]);
    ours
}

/// Every way in which a drive names the copy of a file.
fn copies(name: &str) -> Vec<(String, Vendor)> {
    let (stem, ending) = name.rsplit_once('.').unwrap();
    let copy = |mark: &str, vendor| (format!("{stem}{mark}.{ending}"), vendor);
    vec![
        copy(" (Anna's conflicted copy 2026-11-22)", Vendor::Dropbox),
        copy(" (Anna's conflicted copy 2026-11-22 (1))", Vendor::Dropbox),
        copy(" (Annas widersprüchliche Kopie 2026-11-22)", Vendor::Dropbox),
        copy(" (Copie en conflit de Anna 2026-11-22)", Vendor::Dropbox),
        copy(" (安娜 的冲突副本 2026-11-22)", Vendor::Dropbox),
        copy(" (Case Conflict)", Vendor::Dropbox),
        copy(" (Case Conflict 1)", Vendor::Dropbox),
        copy("-LAPTOP", Vendor::OneDrive),
        copy("-LAPTOP-2", Vendor::OneDrive),
        copy("-Anna's MacBook Pro", Vendor::OneDrive),
        copy(" 2", Vendor::ICloud),
        copy(" 13", Vendor::ICloud),
        copy(".sync-conflict-20261122-101500-ABCDEFG", Vendor::Syncthing),
        copy(" (conflicted copy 2026-11-22 101500)", Vendor::Nextcloud),
        copy(" (conflicted copy Anna 2026-11-22 101500)", Vendor::Nextcloud),
        copy(" (1)", Vendor::GoogleDrive),
        copy(" [conflicted]", Vendor::PCloud),
    ]
}

#[test]
fn every_vendors_copy_of_every_file_of_ours_is_told() {
    for name in ours() {
        for (copy, vendor) in copies(&name) {
            assert_eq!(classify(&copy), Foreign::ConflictedCopy(vendor), "{copy}");
        }
    }
}

#[test]
fn a_copy_of_the_tree_or_of_a_devices_folder_is_told() {
    let dir = device_dir(&DeviceId::from("a"));
    let dev16 = dir.rsplit_once('/').unwrap().1;
    assert_eq!(classify("d 2"), Foreign::ConflictedCopy(Vendor::ICloud));
    assert_eq!(
        classify(&format!("{dev16} (1)")),
        Foreign::ConflictedCopy(Vendor::GoogleDrive)
    );
    for copy in ["d.bak", "d-backup", "Copy of d", "d - Copy", "d~"] {
        assert_eq!(classify(copy), Foreign::BackupCopy, "{copy}");
    }
    for name in ours() {
        let (stem, ending) = name.rsplit_once('.').unwrap();
        for copy in [
            format!("{name}.bak"),
            format!("{name}~"),
            format!("{stem} - Kopie.{ending}"),
            format!("Copy of {name}"),
        ] {
            assert_eq!(classify(&copy), Foreign::BackupCopy, "{copy}");
        }
    }
}

#[test]
fn litter_is_told() {
    let names = [
        ".DS_Store",
        "desktop.ini",
        "Desktop.ini",
        "Thumbs.db",
        "._segment",
        "~syncthing~x.tmp",
        ".syncthing.x.tmp",
        "x.part",
        ".dropbox.cache",
        ".stfolder",
        ".stversions",
        "Icon\r",
        "~$notes.docx",
        "upload.tmp",
        ".directory",
    ];
    for name in names {
        assert_eq!(classify(name), Foreign::Litter, "{name}");
    }
}

#[test]
fn a_file_that_icloud_has_not_downloaded_is_told() {
    for name in ours() {
        assert_eq!(classify(&format!(".{name}.icloud")), Foreign::Placeholder, "{name}");
    }
}

#[test]
fn marks_that_other_names_bear_too_mean_nothing_there() {
    for name in [
        "holiday 2.jpg",
        "report (1).pdf",
        "notes-LAPTOP.txt",
        "x",
        "2026-11-22.txt",
        "a (2026-11-22).txt",
        "backup.zip",
    ] {
        assert_eq!(classify(name), Foreign::Unknown, "{name}");
    }
    assert_eq!(
        classify("notes (Anna's conflicted copy 2026-11-22).txt"),
        Foreign::ConflictedCopy(Vendor::Dropbox)
    );
}

proptest! {
    #[test]
    fn no_name_makes_it_stumble(name in "\\PC{0,40}") {
        classify(&name);
    }

    #[test]
    fn a_mark_is_told_whatever_name_of_ours_it_stands_behind(first in 0u64..9_999, more in 0u64..9_999, hash in "[a-z2-7]{16}", which in 0usize..17) {
        let name = FileName::Segment { first: Seq(first), last: Seq(first + more), hash: ShortHash::parse(&hash).unwrap() }.to_string();
        let (copy, vendor) = copies(&name).swap_remove(which);
        prop_assert_eq!(classify(&copy), Foreign::ConflictedCopy(vendor));
    }

    #[test]
    fn a_person_may_be_called_anything(who in "[\\p{L} '.]{1,20}", machine in "[A-Za-z0-9][A-Za-z0-9 ]{0,14}") {
        let name = &ours()[1];
        let (stem, ending) = name.rsplit_once('.').unwrap();
        let dropbox = format!("{stem} ({who}'s conflicted copy 2026-11-22).{ending}");
        prop_assert_eq!(classify(&dropbox), Foreign::ConflictedCopy(Vendor::Dropbox));
        let onedrive = format!("{stem}-{machine}.{ending}");
        prop_assert!(matches!(classify(&onedrive), Foreign::ConflictedCopy(Vendor::OneDrive) | Foreign::BackupCopy), "{}", onedrive);
    }
}
