use std::{
    fmt,
    ops::{AddAssign, SubAssign},
};

use data_encoding::HEXLOWER;

use crate::op::{Epoch, OpId, Surface};

use super::Slot;

/// Lanes of the sum; 16 lanes of 64 bits make a group of 1,024 bits.
const LANES: usize = 16;

/// A digest of the folded state that is updated per record: the sum of a wide hash of every element of the state, so
/// that neither order nor history matter, and an element can be taken out again.
///
/// Source: AdHash over a vector group (Bellare, Micciancio, "A New Paradigm for Collision-Free Hashing", 1997; the
/// vector form as in Lewi et al., "Securing Update Propagation with Homomorphic Hashing", 2019). It detects divergence
/// between one person's devices; it is no proof against somebody who crafts ops.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StateHash([u64; LANES]);

impl StateHash {
    /// Bytes of [`Self::to_bytes`].
    pub const BYTES: usize = LANES * 8;

    /// An op of a stream joined the state.
    pub fn add_stream_op(&mut self, surface: &Surface, id: OpId) {
        *self += stream_op(surface, id);
    }

    /// An op of a stream left the state.
    pub fn remove_stream_op(&mut self, surface: &Surface, id: OpId) {
        *self -= stream_op(surface, id);
    }

    /// A record joined the state.
    pub fn add_record(&mut self, slot: &Slot, winner: OpId) {
        *self += record(slot, winner);
    }

    /// A record left the state.
    pub fn remove_record(&mut self, slot: &Slot, winner: OpId) {
        *self -= record(slot, winner);
    }

    /// An agent's fence has this value.
    pub fn add_fence(&mut self, agent: &str, epoch: Epoch) {
        *self += fence(agent, epoch);
    }

    /// An agent's fence no longer has this value.
    pub fn remove_fence(&mut self, agent: &str, epoch: Epoch) {
        *self -= fence(agent, epoch);
    }

    /// The sum, to keep it.
    pub fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        for (chunk, lane) in bytes.chunks_exact_mut(8).zip(self.0) {
            chunk.copy_from_slice(&lane.to_le_bytes());
        }
        bytes
    }

    /// A sum that was kept.
    pub fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        let mut lanes = [0; LANES];
        for (lane, chunk) in lanes.iter_mut().zip(bytes.chunks_exact(8)) {
            let mut word = [0; 8];
            word.copy_from_slice(chunk);
            *lane = u64::from_le_bytes(word);
        }
        Self(lanes)
    }
}

/// What the other is the digest of joined the state.
impl AddAssign for StateHash {
    fn add_assign(&mut self, other: Self) {
        for (lane, addend) in self.0.iter_mut().zip(other.0) {
            *lane = lane.wrapping_add(addend);
        }
    }
}

/// What the other is the digest of left the state.
impl SubAssign for StateHash {
    fn sub_assign(&mut self, other: Self) {
        for (lane, subtrahend) in self.0.iter_mut().zip(other.0) {
            *lane = lane.wrapping_sub(subtrahend);
        }
    }
}

impl fmt::Display for StateHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digest = blake3::hash(&self.to_bytes());
        write!(f, "state-{}", HEXLOWER.encode(&digest.as_bytes()[..16]))
    }
}

fn stream_op(surface: &Surface, id: OpId) -> StateHash {
    element(&[b"stream", surface.tag().as_bytes(), &id.0])
}

fn record(slot: &Slot, winner: OpId) -> StateHash {
    element(&[
        b"record",
        slot.table.name().as_bytes(),
        slot.agent.as_bytes(),
        slot.key.as_bytes(),
        &winner.0,
    ])
}

fn fence(agent: &str, epoch: Epoch) -> StateHash {
    element(&[b"fence", agent.as_bytes(), &epoch.get().to_le_bytes()])
}

fn element(fields: &[&[u8]]) -> StateHash {
    let mut hasher = blake3::Hasher::new();
    for field in fields {
        hasher.update(&(field.len() as u64).to_le_bytes());
        hasher.update(field);
    }
    let mut bytes = [0; StateHash::BYTES];
    hasher.finalize_xof().fill(&mut bytes);
    StateHash::from_bytes(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_does_not_matter_and_an_element_can_be_taken_out() {
        let (mut forward, mut backward) = (StateHash::default(), StateHash::default());
        forward.add_fence("a", Epoch(1));
        forward.add_fence("b", Epoch(2));
        backward.add_fence("b", Epoch(2));
        backward.add_fence("c", Epoch(3));
        backward.add_fence("a", Epoch(1));
        assert_ne!(forward, backward);
        backward.remove_fence("c", Epoch(3));
        assert_eq!(forward, backward);
        assert_eq!(StateHash::from_bytes(&forward.to_bytes()), forward);
    }
}
