//! Which changes can be read out of a folder.

use super::survey::Survey;
use crate::op::{DeviceId, Seq, SeqRange};

impl Survey {
    /// The ops of a device that the folder offers: in good segments and tips, or below a checkpoint that is here completely.
    pub fn offered(&self, device: &DeviceId) -> Vec<SeqRange> {
        let dirs = self.devices.iter();
        let own = dirs.clone().filter(|dir| dir.device.as_ref() == Some(device));
        let held = own.flat_map(|dir| dir.held.iter().copied());
        let checkpoints = dirs.flat_map(|dir| dir.manifests.iter().filter(|manifest| dir.is_complete(manifest)));
        let below = checkpoints.filter_map(|manifest| manifest.frontier().get(device).copied());
        held.chain(below.map(|seq| (Seq(0), seq))).collect()
    }
}

/// How many seqs.
pub(super) fn count(ranges: &[SeqRange]) -> u64 {
    ranges.iter().map(|(first, last)| last.get() - first.get() + 1).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::uncovered;

    #[test]
    fn every_seq_of_every_range_counts() {
        let gaps = uncovered((Seq(2), Seq(9)), [(Seq(0), Seq(3))]);
        assert_eq!(count(&gaps), 6);
        assert_eq!(count(&[(Seq(2), Seq(2)), (Seq(4), Seq(5))]), 3);
        assert_eq!(count(&[]), 0);
    }
}
