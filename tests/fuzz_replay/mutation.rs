//! Changes as a fuzzer makes them.

use baton_tests::Random;

/// What is worth writing anywhere.
const TOKENS: &[&str] = &[
    "-1",
    "0",
    "9223372036854775808",
    "18446744073709551615",
    "1e400",
    "null",
    "\"\"",
    "[]",
    "{}",
    "\n",
    "\\ud800",
    "\u{0}",
    "\"op-",
    "shared:",
    "registry:",
    "{\"format\":2",
    "[[[[[[[[",
];

/// `input` with a few changes, one of which may be a piece of `other`. How it is to be read may change too.
pub fn mutated(input: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=random.below(3) {
        change(&mut bytes, other, random);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    let (from, to) = range(bytes.len(), random);
    match random.below(7) {
        0 if from < to => bytes[from] ^= 1 << random.below(8),
        1 if from < to => bytes[from] = random.number().to_le_bytes()[0],
        2 => bytes.truncate(from),
        3 => drop(bytes.drain(from..to)),
        4 => bytes.extend_from_within(from..to),
        5 => insert(bytes, from, random.pick(TOKENS).as_bytes()),
        _ => {
            let (first, last) = range(other.len(), random);
            insert(bytes, from, &other[first..last]);
        }
    }
}

/// A piece of something so long: mostly a short one.
fn range(length: usize, random: &mut Random) -> (usize, usize) {
    let from = random.below(length + 1);
    let longest = if random.chance(70) { 8 } else { 400 };
    (from, length.min(from + 1 + random.below(longest)))
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    drop(bytes.splice(at..at, piece.iter().copied()));
}
