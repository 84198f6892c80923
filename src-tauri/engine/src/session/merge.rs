//! When small segments of one device become one larger one.

use std::ops::Range;

/// How many segments of one size class make one of the next.
const FAN_IN: usize = 8;

/// Size classes by number of ops: below 8, 64, 512, 4,096, 32,768. From there on a segment stays as it is.
const CLASSES: u32 = 5;

/// A file of this many bytes stays as it is, however few ops it holds.
const LARGE_FILE: u64 = 2 << 20;

/// A segment, as the plan sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    pub ops: u64,
    pub bytes: u64,
}

/// Which of the neighbouring `segments`, oldest first, to merge into one now.
///
/// Tiered like a log-structured merge tree: an op is rewritten at most once per size class, and at most
/// `FAN_IN - 1` segments per class stay on the usual pattern of many small appends.
pub(super) fn plan(segments: &[Size]) -> Option<Range<usize>> {
    (0..CLASSES).find_map(|level| {
        let run = segments.iter().rev().take_while(|size| class(**size) <= level).count();
        let tail = segments.len() - run;
        let full = segments[tail..].iter().filter(|size| class(**size) == level).count() >= FAN_IN;
        full.then_some(tail..segments.len())
    })
}

fn class(size: Size) -> u32 {
    if size.bytes >= LARGE_FILE {
        return CLASSES;
    }
    size.ops.max(1).ilog(FAN_IN as u64).min(CLASSES)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn run(appends: impl IntoIterator<Item = u64>) -> (Vec<Size>, u64, u64) {
        let (mut segments, mut written, mut total) = (Vec::new(), 0, 0);
        for ops in appends {
            segments.push(Size { ops, bytes: ops * 100 });
            (written, total) = (written + ops, total + ops);
            while let Some(range) = plan(&segments) {
                let merged = segments.drain(range).fold(Size { ops: 0, bytes: 0 }, |sum, size| Size {
                    ops: sum.ops + size.ops,
                    bytes: sum.bytes + size.bytes,
                });
                written += merged.ops;
                segments.push(merged);
            }
        }
        (segments, written, total)
    }

    #[test]
    fn a_year_of_single_appends_stays_below_a_hundred_files_and_six_writes_an_op() {
        let (segments, written, total) = run(std::iter::repeat_n(1, 100_000));
        assert!(segments.len() < 60, "{} files", segments.len());
        assert!(written <= 6 * total, "{written} written for {total}");
    }

    proptest! {
        #[test]
        fn whatever_the_batches_no_op_is_rewritten_more_than_once_a_class(batches in prop::collection::vec(1..5_000u64, 1..400)) {
            let (_, written, total) = run(batches);
            prop_assert!(written <= (u64::from(CLASSES) + 1) * total);
        }
    }
}
