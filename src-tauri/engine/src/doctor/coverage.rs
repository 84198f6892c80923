//! Which changes can be read out of a folder.

use super::survey::Survey;
use crate::op::{DeviceId, Seq};

/// Seqs from a first to a last.
pub(super) type Range = (Seq, Seq);

impl Survey {
    /// The ops of a device that the folder offers: in good segments and tips, or below a checkpoint that is here completely.
    pub fn offered(&self, device: &DeviceId) -> Vec<Range> {
        let dirs = self.devices.iter();
        let own = dirs.clone().filter(|dir| dir.device.as_ref() == Some(device));
        let held = own.flat_map(|dir| dir.held.iter().copied());
        let checkpoints = dirs.flat_map(|dir| dir.manifests.iter().filter(|manifest| dir.is_complete(manifest)));
        let below = checkpoints.filter_map(|manifest| manifest.frontier().get(device).copied());
        held.chain(below.map(|seq| (Seq(0), seq))).collect()
    }
}

/// What of the seqs from `first` to `last` lies in no range.
pub(super) fn uncovered((first, last): Range, mut ranges: Vec<Range>) -> Vec<Range> {
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

/// How many seqs.
pub(super) fn count(ranges: &[Range]) -> u64 {
    ranges.iter().map(|(first, last)| last.get() - first.get() + 1).sum()
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
        assert_eq!(count(&gaps(&[(0, 3)])), 6);
    }
}
