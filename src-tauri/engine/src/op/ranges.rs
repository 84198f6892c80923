//! Ranges of places in a chain.

use super::Seq;

/// Seqs from a first to a last.
pub(crate) type SeqRange = (Seq, Seq);

/// What of the seqs from `first` to `last` lies in no range, in order.
pub(crate) fn uncovered((first, last): SeqRange, ranges: impl IntoIterator<Item = SeqRange>) -> Vec<SeqRange> {
    let mut ranges: Vec<_> = ranges.into_iter().collect();
    ranges.sort_unstable();
    let (mut next, mut gaps) = (first, Vec::new());
    for (from, to) in ranges {
        if from > next {
            gaps.push((next, Seq(from.get() - 1).min(last)));
        }
        next = next.max(to.next());
    }
    gaps.push((next, last));
    gaps.retain(|(first, last)| first <= last);
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_range_covers_is_told() {
        let seqs = |ranges: &[(u64, u64)]| ranges.iter().map(|(a, b)| (Seq(*a), Seq(*b))).collect::<Vec<_>>();
        let gaps = |ranges: &[(u64, u64)]| uncovered((Seq(2), Seq(9)), seqs(ranges));
        assert_eq!(gaps(&[]), seqs(&[(2, 9)]));
        assert_eq!(gaps(&[(0, 3), (5, 6), (20, 30)]), seqs(&[(4, 4), (7, 9)]));
        assert_eq!(gaps(&[(0, 20)]), []);
        assert_eq!(gaps(&[(3, 20)]), seqs(&[(2, 2)]));
    }

    #[test]
    fn exactly_the_uncovered_seqs_are_missing() {
        let ranges = |floor, head, segments: &[(u64, u64)]| {
            let segments = segments.iter().map(|(a, b)| (Seq(*a), Seq(*b)));
            let missing = uncovered((Seq(floor), Seq(head)), segments);
            missing.into_iter().map(|(a, b)| (a.get(), b.get())).collect::<Vec<_>>()
        };
        assert_eq!(ranges(0, 9, &[]), [(0, 9)]);
        assert_eq!(ranges(0, 9, &[(0, 9)]), []);
        assert_eq!(ranges(0, 9, &[(5, 6), (0, 2)]), [(3, 4), (7, 9)]);
        assert_eq!(ranges(4, 9, &[(0, 2), (3, 7), (5, 6)]), [(8, 9)]);
        assert_eq!(ranges(0, 3, &[(6, 8)]), [(0, 3)]);
    }
}
