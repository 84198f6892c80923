//! A relay that cannot be written: full, read-only, blocked. Receiving goes on, and all is sent when writing works again.

use std::{fs, io};

use baton_engine::{ErrorKind, relay::device_dir};
use baton_tests::{Fault, FaultyFiles, Fleet, Node, converge, said, say};
use tempfile::tempdir;

fn pair(relay: &FaultyFiles, dir: &tempfile::TempDir) -> (Node, Node) {
    let own_fault = FaultyFiles::over(&relay.files);
    let node = |name: &str, files: FaultyFiles| Node::open(name, &dir.path().join(name), files);
    (node("a", relay.clone()), node("b", own_fault))
}

fn fails_to_send_and_still_receives(fault: Fault) {
    let (dir, relay) = (tempdir().unwrap(), FaultyFiles::default());
    let (mut a, mut b) = pair(&relay, &dir);
    a.say("first");
    a.pump().unwrap();
    relay.set(Some(fault));
    for n in 0..3 {
        a.say(&format!("unsent {n}"));
        b.say(&format!("from b {n}"));
        b.pump().unwrap();
        let before = relay.content();
        let error = a.pump().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::FolderNotWritable);
        assert!(error.to_string().contains("is safe on this device"), "{error}");
        assert_eq!(relay.content(), before, "something was changed half");
        assert_eq!(
            a.said().len(),
            2 * (n + 1) + 1,
            "what b said came in although nothing goes out"
        );
        assert!(a.session.unpublished().unwrap() > 0);
    }
    relay.set(None);
    for _ in 0..2 {
        a.pump().unwrap();
        b.pump().unwrap();
    }
    assert_eq!((a.state(), a.said()), (b.state(), b.said()));
    assert_eq!((b.said().len(), a.session.unpublished().unwrap()), (7, 0));
}

#[test]
fn f13_a_device_whose_relay_is_full_still_receives_and_sends_when_there_is_space() {
    fails_to_send_and_still_receives(Fault::Create(io::ErrorKind::StorageFull));
}

#[test]
fn f13_a_device_whose_relay_is_read_only_still_receives_and_sends_when_it_may_write() {
    fails_to_send_and_still_receives(Fault::Change(io::ErrorKind::ReadOnlyFilesystem));
}

#[test]
fn a_relay_that_fills_up_in_the_middle_of_a_checkpoint_leaves_a_usable_relay() {
    let (dir, relay) = (tempdir().unwrap(), FaultyFiles::default());
    let (mut a, mut b) = pair(&relay, &dir);
    for n in 0..5 {
        a.say(&format!("{n}"));
        a.pump().unwrap();
        b.pump().unwrap();
    }
    a.pump().unwrap();
    relay.set(Some(Fault::Create(io::ErrorKind::StorageFull)));
    assert_eq!(
        a.session.publish_checkpoint().unwrap_err().kind(),
        ErrorKind::FolderNotWritable
    );
    b.say("meanwhile");
    b.pump().unwrap();
    relay.set(None);
    assert!(a.session.publish_checkpoint().unwrap().name.is_some());
    for _ in 0..3 {
        a.pump().unwrap();
        b.pump().unwrap();
    }
    assert_eq!((a.state(), a.said().len()), (b.state(), 6));
}

#[test]
fn files_that_cannot_be_read_for_now_are_read_later() {
    let (dir, relay) = (tempdir().unwrap(), FaultyFiles::default());
    let (mut a, mut b) = pair(&relay, &dir);
    b.say("hello");
    b.pump().unwrap();
    relay.set(Some(Fault::Read(io::ErrorKind::TimedOut)));
    a.say("sent all the same");
    let report = a.pump().unwrap();
    assert_eq!((report.folded, report.pushed), (0, 1));
    assert!(!report.problems.is_empty(), "nobody is told");
    relay.set(None);
    assert_eq!(a.pump().unwrap().folded, 1);
    b.pump().unwrap();
    assert_eq!(a.said(), b.said());
}

#[test]
fn a_folder_in_which_this_device_cannot_write_is_named_and_the_others_are_still_read() {
    let fleet = Fleet::new();
    let mut b = fleet.device("b");
    say(&mut b, "c", "from b");
    b.pump().unwrap();
    // Binds the superuser too: a file stands where the device's directory belongs.
    let blocked = fleet.relay().join(device_dir(&"a".into()));
    fs::write(&blocked, "in the way").unwrap();
    let mut a = fleet.device("a");
    say(&mut a, "c", "from a");
    for _ in 0..2 {
        assert_eq!(a.pump().unwrap_err().kind(), ErrorKind::FolderNotWritable);
    }
    assert_eq!(said(&mut a, "c").len(), 2);
    assert_eq!(fs::read_to_string(&blocked).unwrap(), "in the way");
    fs::remove_file(&blocked).unwrap();
    converge(&mut [&mut a, &mut b]);
    assert_eq!(said(&mut b, "c").len(), 2);
}
