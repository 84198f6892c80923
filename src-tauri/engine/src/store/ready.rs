//! What folding ops needs to know of them alone, found out before the transaction that folds them, by another thread.

use crate::{
    fold::{LabelPlaces, StateHash},
    op::{Op, Surface, Tier},
};

/// Ops of one device's chain, made ready to be folded.
#[derive(Debug, Default)]
pub struct ReadyOps {
    ops: Vec<Op>,
    /// Per op, what the list of conversations needs of it, if it is a turn.
    labels: Vec<Option<LabelPlaces>>,
    /// What those on streams add to the digest of the state.
    streams: StateHash,
}

impl ReadyOps {
    /// Makes ops ready.
    pub fn of(ops: Vec<Op>) -> Self {
        let mut streams = StateHash::default();
        for op in ops.iter().filter(|op| op.surface.tier() == Tier::Stream) {
            streams.add_stream_op(&op.surface, op.id);
        }
        let label = |op| {
            Some(op)
                .filter(|op: &&Op| op.surface == Surface::Conversation)
                .map(LabelPlaces::of)
        };
        Self {
            labels: ops.iter().map(label).collect(),
            streams,
            ops,
        }
    }

    /// The ops, in order.
    pub fn ops(&self) -> &[Op] {
        &self.ops
    }

    /// The ops, in order.
    pub fn into_ops(self) -> Vec<Op> {
        self.ops
    }

    pub(super) fn each(&self) -> impl Iterator<Item = (&Op, Option<&LabelPlaces>)> {
        self.ops.iter().zip(self.labels.iter().map(Option::as_ref))
    }

    pub(super) fn streams(&self) -> StateHash {
        self.streams
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::{
        op::{Hlc, Millis, Payload, Scope, Seq},
        store::{Horizon, Store},
    };

    /// A chain of turns, of other entries of a stream, of records and of runs.
    fn chain(kinds: &[(&str, u8)]) -> Vec<Op> {
        let mut ops: Vec<Op> = Vec::new();
        for (seq, (surface, n)) in (0..).zip(kinds) {
            let hlc = Hlc {
                wall_ms: 10 + seq,
                counter: 0,
                device_id: "peer".into(),
            };
            let content = json!({"conversation_id": format!("c\"{}", n % 3), "role": "user", "content": format!("say {n}"),
                "id": format!("i{n}"), "agent": "g", "run_id": format!("r{n}"), "epoch": n, "status": "committed"});
            let prev = ops.last().map(|op| op.id);
            let surface = Surface::from_tag(surface).unwrap();
            let payload = Payload::new(content).unwrap();
            ops.push(Op::new(hlc, Seq(seq), prev, Scope::Personal, surface, payload));
        }
        ops
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn ops_made_ready_fold_to_the_same(
            kinds in prop::collection::vec(
                (prop::sample::select(vec!["conversation", "routing", "skill", "declagent", "intent"]), 0..4_u8), 1..40
            ),
            at_once in 1..9_usize,
        ) {
            let ops = chain(&kinds);
            let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
            let mut plain = Store::open(one.path(), "own".into()).unwrap();
            let mut ready = Store::open(two.path(), "own".into()).unwrap();
            plain.write("test", |write| write.extend_chain(&ops, 1, Millis(u64::MAX))).unwrap();
            ready.write("test", |write| {
                let mut pieces = ops.chunks(at_once).map(|piece| ReadyOps::of(piece.to_vec()));
                pieces.try_for_each(|piece| write.extend_chain_by(&piece, 1, Millis(u64::MAX)))
            }).unwrap();
            prop_assert_eq!(ready.summary().unwrap().hash, plain.summary().unwrap().hash);
            prop_assert!(ready.recompute().unwrap().agrees());
            let listed = |store: &Store| {
                let page = store.conversations(Horizon::default(), 0, 9).unwrap();
                format!("{:?} {:?}", page.conversations, store.head(&"peer".into()))
            };
            prop_assert_eq!(listed(&ready), listed(&plain));
            for conversation in ["c\"0", "c\"1", "c\"2"] {
                prop_assert_eq!(ready.transcript(conversation).unwrap(), plain.transcript(conversation).unwrap());
            }
        }
    }
}
