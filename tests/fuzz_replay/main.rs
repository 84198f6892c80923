//! What the fuzzer found worth keeping, and thousands of changes of each of it, through the relay's decoders.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, an unmet expectation is the failure"
)]

mod bombs;
mod mutation;

use std::{fs, path::Path};

use baton_tests::{Random, decoding::Target, files_below};
use mutation::mutated;

/// Changes of each file.
const CHANGES: usize = 2_000;

fn replay(target: Target) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fuzz/corpus")
        .join(target.name());
    let kept: Vec<_> = files_below(&corpus)
        .iter()
        .map(|path| fs::read(path).unwrap())
        .collect();
    assert!(!kept.is_empty(), "nothing in {}", corpus.display());
    let mut random = Random::new(19);
    for input in &kept {
        target.check(input);
        for _ in 0..CHANGES {
            let other = random.pick(&kept);
            target.check(&mutated(input, other, &mut random));
        }
    }
}

#[test]
fn no_bytes_of_a_segment_bring_its_decoder_down_and_what_decodes_encodes_to_the_same() {
    replay(Target::Segment);
}

#[test]
fn no_bytes_of_a_tip_bring_its_decoder_down_and_what_decodes_encodes_to_the_same() {
    replay(Target::Tip);
}

#[test]
fn no_bytes_of_a_manifest_bring_its_decoder_down_and_what_decodes_encodes_to_the_same() {
    replay(Target::Manifest);
}

#[test]
fn no_bytes_of_a_part_bring_its_decoder_down_and_what_decodes_encodes_to_the_same() {
    replay(Target::Part);
}

#[test]
fn no_bytes_of_a_hello_bring_its_decoder_down_and_what_decodes_encodes_to_the_same() {
    replay(Target::Hello);
}
