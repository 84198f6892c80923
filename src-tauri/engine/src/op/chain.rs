use thiserror::Error;

use super::{Hlc, Op, OpId, Seq};

/// The newest op of a device's chain, as far as it was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainHead {
    /// Its place.
    pub seq: Seq,
    /// Its id.
    pub id: OpId,
    /// Its stamp.
    pub hlc: Hlc,
}

/// Why an op does not continue a chain.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ChainError {
    /// Not the next seq.
    #[error("op {found} does not follow: expected seq {expected}")]
    Gap {
        /// The seq that would continue the chain.
        expected: Seq,
        /// The seq offered.
        found: Seq,
    },
    /// `prev` names another op than the head.
    #[error("op {seq} links to another op than the one before it")]
    BrokenLink {
        /// The op's seq.
        seq: Seq,
    },
    /// The stamp does not rise.
    #[error("the stamp of op {seq} does not rise")]
    StampNotRising {
        /// The op's seq.
        seq: Seq,
    },
}

impl ChainHead {
    /// The head after `op`.
    pub fn of(op: &Op) -> Self {
        Self {
            seq: op.seq,
            id: op.id,
            hlc: op.hlc.clone(),
        }
    }

    /// The seq that continues a chain with this head.
    pub fn next_seq(head: Option<&Self>) -> Seq {
        head.map_or(Seq(0), |head| head.seq.next())
    }

    /// Checks that `op` continues the chain that ends at `head`. The op's id needs no check: it was computed, not read.
    pub fn check_next(head: Option<&Self>, op: &Op) -> Result<(), ChainError> {
        let expected = Self::next_seq(head);
        if op.seq != expected {
            return Err(ChainError::Gap {
                expected,
                found: op.seq,
            });
        }
        if op.prev != head.map(|head| head.id) {
            return Err(ChainError::BrokenLink { seq: op.seq });
        }
        if head.is_some_and(|head| op.hlc <= head.hlc) {
            return Err(ChainError::StampNotRising { seq: op.seq });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::op::{Payload, Scope, Surface};

    fn op(seq: u64, prev: Option<OpId>, wall_ms: u64) -> Op {
        let hlc = Hlc {
            wall_ms,
            counter: 0,
            device_id: "a".into(),
        };
        let payload = Payload::new(json!({"n": seq})).unwrap();
        Op::new(hlc, Seq(seq), prev, Scope::Personal, Surface::Knowledge, payload)
    }

    #[test]
    fn a_chain_takes_only_the_next_linked_later_op() {
        let first = op(0, None, 5);
        assert_eq!(ChainHead::check_next(None, &first), Ok(()));
        let head = ChainHead::of(&first);
        assert_eq!(ChainHead::check_next(Some(&head), &op(1, Some(first.id), 6)), Ok(()));
        let broken = [
            op(2, Some(first.id), 6),
            op(1, None, 6),
            op(1, Some(OpId([0; 16])), 6),
            op(1, Some(first.id), 5),
        ];
        for broken in broken {
            assert!(ChainHead::check_next(Some(&head), &broken).is_err());
        }
    }
}
