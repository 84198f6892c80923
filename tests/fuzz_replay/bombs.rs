//! Small files that unfold to something huge.

use std::iter::repeat_n;

use baton_engine::relay::{Damage, Kind, MAX_BODY_BYTES, Segment, compress, seal};

/// Unfolded, more than any file of ours; as a file, a few kilobytes.
const HUGE: usize = 300 << 20;

#[test]
fn a_small_file_that_unfolds_to_hundreds_of_megabytes_is_refused_as_too_large() {
    let file = seal(Kind::Segment, &compress(&vec![b' '; HUGE]).unwrap());
    assert!(file.len() < 100_000);
    assert!(matches!(Segment::decode(&file), Err(Damage::TooLarge)));
}

#[test]
fn a_small_file_of_millions_of_lines_is_refused_at_the_first_that_is_wrong() {
    let header =
        r#"{"format":1,"device":"a","first":0,"last":9,"prev":null,"last_id":"op-00000000000000000000000000000000"}"#;
    let line = "\n[1,0,\"personal\",\"run\",0]";
    let lines: Vec<u8> = header
        .bytes()
        .chain(repeat_n(line, 4_000_000).flat_map(str::bytes))
        .collect();
    let file = seal(Kind::Segment, &compress(&lines).unwrap());
    assert!(file.len() < 100_000);
    assert!(matches!(Segment::decode(&file), Err(Damage::Chain(_))));
}

#[test]
fn a_file_longer_than_any_of_ours_is_refused_before_it_is_looked_at() {
    let file = vec![b'{'; usize::try_from(MAX_BODY_BYTES).unwrap() + 1000];
    assert!(matches!(Segment::decode(&file), Err(Damage::TooLarge)));
}
