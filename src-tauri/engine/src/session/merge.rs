//! When small segments of one device become one larger one.

use std::ops::Range;

/// How many segments of one size class make one of the next.
const FAN_IN: usize = 8;

/// Size classes by number of ops: below 8, 64, 512, 4,096, 32,768. From there on a segment stays as it is.
const CLASSES: u32 = 5;

/// A segment with this many bytes of payload stays as it is, however few ops it holds. Of what most turns say, 32,768 are
/// larger than that and 4,096 are not: a million of them make some thirty large segments.
const LARGE: u64 = 8 << 20;

/// A merged segment holds no more payload than this, so that reading or writing one takes little memory.
const LARGEST: u64 = 24 << 20;

/// A segment, as the plan sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    pub ops: u64,
    /// Of payload.
    pub bytes: u64,
}

/// Which of the neighbouring `segments`, oldest first, to merge into one now.
///
/// Tiered like a log-structured merge tree: an op is rewritten at most once per size class, and about
/// `FAN_IN - 1` segments per class stay on the usual pattern of many small appends.
pub(super) fn plan(segments: &[Size]) -> Option<Range<usize>> {
    (0..CLASSES).find_map(|level| {
        let run = segments.iter().rev().take_while(|size| class(**size) <= level).count();
        let tail = segments.len() - run;
        let full = segments[tail..].iter().filter(|size| class(**size) == level).count() >= FAN_IN;
        full.then(|| fit(segments, tail)).flatten()
    })
}

/// The run from `tail` on, less its oldest segments where it is too large for one.
fn fit(segments: &[Size], mut tail: usize) -> Option<Range<usize>> {
    let mut bytes: u64 = segments[tail..].iter().map(|size| size.bytes).sum();
    while bytes > LARGEST {
        bytes -= segments[tail].bytes;
        tail += 1;
    }
    (segments.len() - tail >= 2).then_some(tail..segments.len())
}

fn class(size: Size) -> u32 {
    if size.bytes >= LARGE {
        return CLASSES;
    }
    size.ops.max(1).ilog(FAN_IN as u64).min(CLASSES)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::tail::{MOST_BYTES, MOST_OPS},
        *,
    };

    fn run(appends: impl IntoIterator<Item = u64>, op_bytes: u64) -> (Vec<Size>, u64, u64) {
        let (mut segments, mut written, mut total) = (Vec::new(), 0, 0);
        for ops in appends {
            segments.push(Size {
                ops,
                bytes: ops * op_bytes,
            });
            (written, total) = (written + ops, total + ops);
            while let Some(range) = plan(&segments) {
                assert!(range.len() >= 2, "a merge makes fewer files");
                let merged = segments.drain(range).fold(Size { ops: 0, bytes: 0 }, |sum, size| Size {
                    ops: sum.ops + size.ops,
                    bytes: sum.bytes + size.bytes,
                });
                assert!(merged.bytes <= LARGEST);
                written += merged.ops;
                segments.push(merged);
            }
        }
        (segments, written, total)
    }

    /// Segments as single ops make them, which ride in tips until they are enough; and how often they did.
    fn gathered(turns: u64, op_bytes: u64) -> (impl Iterator<Item = u64>, u64) {
        let ride = MOST_OPS.min(MOST_BYTES as u64 / op_bytes);
        let segments = std::iter::repeat_n(ride + 1, usize::try_from(turns / (ride + 1)).unwrap());
        (segments, turns * ride / 2)
    }

    #[test]
    fn single_turns_stay_below_a_hundred_files_and_eight_writes_an_op() {
        for (turns, op_bytes) in [
            (100_000, 300),
            (100_000, 500),
            (100_000, 2_000),
            (1_000_000, 500),
            (1_000_000, 700),
        ] {
            let (appends, ridden) = gathered(turns, op_bytes);
            let (segments, merged, total) = run(appends, op_bytes);
            let written = merged + ridden;
            assert!(
                segments.len() < 100,
                "{} files of {op_bytes} bytes an op",
                segments.len()
            );
            assert!(written <= 8 * total, "{written} written for {total}");
        }
    }

    proptest! {
        #[test]
        fn whatever_the_batches_merging_ends_and_rewrites_no_op_more_than_a_few_times(
            batches in prop::collection::vec(1..5_000u64, 1..400), op_bytes in 50..20_000u64
        ) {
            let (_, written, total) = run(batches, op_bytes);
            prop_assert!(written <= 2 * (u64::from(CLASSES) + 1) * total);
        }
    }
}
