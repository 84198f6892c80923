//! What a power cut takes away that somebody read already: a name in the relay that was not durable, and notes of the store
//! that nobody waited for.

use std::io::ErrorKind;

use baton_engine::relay::{FileName, MemoryFiles, device_dir};
use baton_tests::{Fault, FaultyFiles, Node, simulator::Image};

/// The newest tip of a device: its number and path.
fn newest_tip(files: &MemoryFiles, device: &str) -> (u64, String) {
    let prefix = format!("{}/", device_dir(&device.into()));
    let tip = |path: &String| match FileName::parse(path.strip_prefix(&prefix)?)? {
        FileName::Tip { number, .. } => Some((number, path.clone())),
        _ => None,
    };
    files.lock().keys().filter_map(tip).max().unwrap()
}

#[test]
fn no_tip_has_the_number_of_one_that_a_power_cut_took_away() {
    let (dir, files) = (tempfile::tempdir().unwrap(), MemoryFiles::default());
    let open = |name: &str| Node::open(name, &dir.path().join(name), files.clone());
    let (mut a, mut b) = (open("a"), open("b"));
    for text in ["first", "second"] {
        a.say(text);
        a.pump().unwrap();
        b.pump().unwrap();
    }
    a.say("third");
    let durable = Image::take(a.data());
    a.pump().unwrap();
    b.pump().unwrap();
    let (number, path) = newest_tip(&files, "a");
    drop(a);
    durable.put_back(&dir.path().join("a"));
    let lost = files.lock().remove(&path).unwrap();

    // The first round after it fails, too.
    let faulty = FaultyFiles::over(&files);
    let mut a = Node::open("a", &dir.path().join("a"), faulty.clone());
    a.say("fourth");
    faulty.set(Some(Fault::Create(ErrorKind::StorageFull)));
    a.pump().unwrap_err();
    faulty.set(None);
    a.pump().unwrap();
    assert!(newest_tip(&files, "a").0 > number);
    files.lock().insert(path, lost);
    for _ in 0..2 {
        b.pump().unwrap();
        a.pump().unwrap();
    }
    assert_eq!(a.session.device().as_str(), "a", "it took its own tip for another's");
    assert_eq!(b.said(), ["first", "second", "third", "fourth"]);
    assert_eq!(a.state(), b.state());
}
