//! Files that are one JSON document.

use baton_engine::relay::{FileName, Hello, Manifest, Segment, Tip};

use super::check_container;

/// Names are written into folders, and must read back.
fn check_name(name: &FileName) {
    // A number of more digits than the grammar has is in no file of ours.
    let parsed = FileName::parse(&name.to_string());
    assert!(parsed.is_none_or(|parsed| parsed == *name), "{name}");
}

pub fn tip(file: &[u8]) {
    check_container(file);
    let Ok(tip) = Tip::decode(file) else { return };
    let tail = Segment::in_file(file).ok();
    let (name, bytes) = tip.encode(tail.as_ref()).unwrap();
    check_name(&name);
    let again = Tip::decode(&bytes).unwrap();
    assert_eq!(again, tip);
    assert!(again.says_the_same(&tip));
    assert_eq!(Segment::in_file(&bytes).ok(), tail);
    assert_eq!(again.encode(tail.as_ref()).unwrap(), (name, bytes));
}

pub fn hello(file: &[u8]) {
    check_container(file);
    let Ok(hello) = Hello::decode(file) else { return };
    let (name, bytes) = hello.encode().unwrap();
    check_name(&name);
    let again = Hello::decode(&bytes).unwrap();
    assert_eq!(again, hello);
    assert_eq!(again.encode().unwrap(), (name, bytes));
}

pub fn manifest(file: &[u8]) {
    check_container(file);
    let Ok((_, manifest)) = Manifest::decode(file) else {
        return;
    };
    let (hash, name, bytes) = manifest.encode().unwrap();
    check_name(&name);
    assert_eq!(Manifest::decode(&bytes).unwrap(), (hash, manifest.clone()));
    assert_eq!(manifest.chain_heads().count(), manifest.frontier().len());
}
