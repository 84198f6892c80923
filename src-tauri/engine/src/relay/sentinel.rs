//! Which folder is ours: the sentinel at its top.

use std::collections::BTreeSet;

use data_encoding::BASE32_NOPAD;

use super::{EntryName, Files, RelayError, ShortHash, layout::DEVICES};

const README: &str = "This folder is used by Baton to carry AI agents' state between your devices.\n\
    Do not change or delete files in here; Baton keeps it tidy by itself.\n";

/// The relay id a sentinel's name carries.
pub(crate) fn relay_id(name: &str) -> Option<&str> {
    let id = name.strip_prefix("relay-")?.strip_suffix(".json")?;
    ShortHash::<16>::parse(id).map(|_| id)
}

/// What drives and desktops drop into every folder.
pub fn is_litter(name: &str) -> bool {
    name.starts_with(['.', '~'])
        || ["desktop.ini", "thumbs.db", "icon\r"].contains(&name.to_lowercase().as_str())
        || name.ends_with(".tmp")
        || name.ends_with(".part")
}

/// A folder that is a relay this device may use.
#[derive(Debug)]
pub struct Ours {
    /// The relay ids found.
    pub ids: BTreeSet<String>,
    /// Was it made a relay just now?
    pub is_new: bool,
}

/// Makes sure that the folder is a relay this device may use. An empty folder that was never used becomes one.
pub fn ensure_ours(files: &mut dyn Files, known: &BTreeSet<String>) -> Result<Ours, RelayError> {
    match recognise(files, known)? {
        Some(ids) => Ok(Ours { ids, is_new: false }),
        None => create(files),
    }
}

/// The ids of the relay that the folder is; none where it is empty and may become one. Changes nothing.
///
/// `known` are the ids this device has used here before: a folder that shows none of them is missing, emptied or another
/// one, and fails.
pub fn recognise(files: &mut dyn Files, known: &BTreeSet<String>) -> Result<Option<BTreeSet<String>>, RelayError> {
    let place = files.place();
    let unavailable = |why: &str| RelayError::Unavailable {
        place: place.clone(),
        why: why.to_owned(),
    };
    let listed = files.names("").map_err(|error| match error {
        RelayError::Read { source, .. } => unavailable(&format!("it cannot be read ({source})")),
        other => other,
    })?;
    let entries = match listed {
        Some(entries) => entries,
        None if known.is_empty() => Vec::new(),
        None => {
            return Err(unavailable(
                "it does not exist; was it moved, or is its drive not mounted?",
            ));
        }
    };
    let ids: BTreeSet<_> = entries
        .iter()
        .filter_map(|entry| relay_id(&entry.name))
        .map(str::to_owned)
        .collect();
    match (ids.is_empty(), known.is_empty()) {
        (false, false) if ids.is_disjoint(known) => Err(unavailable("it belongs to another Baton relay than before")),
        (false, _) => Ok(Some(ids)),
        (true, false) => Err(unavailable(
            "Baton's files are gone from it; was it emptied, or is its drive not mounted?",
        )),
        (true, true) => may_become_ours(&place, &entries).map(|()| None),
    }
}

fn may_become_ours(place: &str, entries: &[EntryName]) -> Result<(), RelayError> {
    let ours = |name: &str| name == DEVICES || name == "README.txt" || is_litter(name);
    match entries.iter().find(|entry| !ours(&entry.name)) {
        None => Ok(()),
        Some(foreign) => Err(RelayError::NotOurs {
            place: place.to_owned(),
            example: foreign.name.clone(),
        }),
    }
}

fn create(files: &mut dyn Files) -> Result<Ours, RelayError> {
    let id = BASE32_NOPAD
        .encode(&uuid::Uuid::new_v4().as_bytes()[..10])
        .to_ascii_lowercase();
    files.create("README.txt", README.as_bytes())?;
    let sentinel = serde_json::json!({"format": 1, "relay": id});
    files.create(&format!("relay-{id}.json"), format!("{sentinel}\n").as_bytes())?;
    files.settle("")?;
    Ok(Ours {
        ids: BTreeSet::from([id]),
        is_new: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::MemoryFiles;

    #[test]
    fn an_unused_folder_becomes_a_relay_and_stays_it() {
        let mut files = MemoryFiles::default();
        files.create(".DS_Store", b"x").unwrap();
        let ids = ensure_ours(&mut files, &BTreeSet::new()).unwrap().ids;
        assert_eq!(ids.len(), 1);
        assert_eq!(ensure_ours(&mut files, &ids).unwrap().ids, ids);
        assert_eq!(ensure_ours(&mut files, &BTreeSet::new()).unwrap().ids, ids);
    }

    #[test]
    fn a_folder_with_other_files_is_refused_untouched() {
        let mut files = MemoryFiles::default();
        files.create("thesis.docx", b"x").unwrap();
        assert!(matches!(
            ensure_ours(&mut files, &BTreeSet::new()),
            Err(RelayError::NotOurs { .. })
        ));
        assert_eq!(files.lock().len(), 1);
    }

    #[test]
    fn a_folder_used_before_that_lost_its_sentinel_is_unavailable_and_left_alone() {
        let known = BTreeSet::from(["abcdefghabcdefgh".to_owned()]);
        let mut empty = MemoryFiles::default();
        assert!(matches!(
            ensure_ours(&mut empty, &known),
            Err(RelayError::Unavailable { .. })
        ));
        assert!(empty.lock().is_empty());
        let mut other = MemoryFiles::default();
        ensure_ours(&mut other, &BTreeSet::new()).unwrap();
        assert!(matches!(
            ensure_ours(&mut other, &known),
            Err(RelayError::Unavailable { .. })
        ));
    }

    #[test]
    fn two_creations_that_meet_are_both_valid() {
        let (mut a, mut b) = (MemoryFiles::default(), MemoryFiles::default());
        let ours = ensure_ours(&mut a, &BTreeSet::new()).unwrap().ids;
        let theirs = ensure_ours(&mut b, &BTreeSet::new()).unwrap().ids;
        for (path, bytes) in b.lock().iter() {
            a.lock().insert(path.clone(), bytes.clone());
        }
        assert_eq!(ensure_ours(&mut a, &ours).unwrap().ids.len(), 2);
        assert_eq!(ensure_ours(&mut a, &theirs).unwrap().ids.len(), 2);
    }
}
