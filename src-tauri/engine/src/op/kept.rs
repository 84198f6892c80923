use thiserror::Error;

use super::{Op, Payload, PayloadError, Seq};

/// What is kept is not the op that got the id it is kept under.
#[derive(Debug, Error)]
pub(crate) enum NotKept {
    /// It is another.
    #[error("the id of op {0} does not recompute")]
    Another(Seq),
    /// Its payload is none.
    #[error(transparent)]
    NoPayload(#[from] PayloadError),
}

/// An op as it is kept under its id, which is not proven yet: that costs more than reading it, and may be done by another
/// thread.
#[derive(Debug)]
pub(crate) struct KeptOp(Op);

impl KeptOp {
    /// What is kept: `op.payload` is text as it is, and `op.id` what it is kept under.
    pub fn of(op: Op) -> Self {
        Self(op)
    }

    /// The place that it is kept at.
    pub fn seq(&self) -> Seq {
        self.0.seq
    }

    /// Bytes of payload.
    pub fn weight(&self) -> usize {
        self.0.payload.canonical().len()
    }

    /// The op. Only canonical text ever got an id, so that the text needs no closer look if it still is the one.
    pub fn prove(self) -> Result<Op, NotKept> {
        let Self(op) = self;
        if op.address() == op.id {
            return Ok(op);
        }
        let payload = Payload::from_json(op.payload.canonical())?;
        let found = Op::new(op.hlc, op.seq, op.prev, op.scope, op.surface, payload);
        if found.id == op.id {
            Ok(found)
        } else {
            Err(NotKept::Another(found.seq))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::{Hlc, Scope, Seq, Surface};

    #[test]
    fn only_the_text_that_got_an_id_is_kept_under_it() {
        let hlc = Hlc {
            wall_ms: 1,
            counter: 0,
            device_id: "a".into(),
        };
        let payload = Payload::from_json(r#"{"f":0.5,"n":1}"#).unwrap();
        let op = Op::new(hlc, Seq(0), None, Scope::Personal, Surface::Skill, payload);
        let kept = |text| {
            let payload = Payload::kept(text);
            KeptOp::of(Op { payload, ..op.clone() }).prove()
        };
        assert_eq!(kept(op.payload.canonical()).unwrap(), op);
        let changed = kept(r#"{"f":0.5,"n":2}"#);
        assert!(matches!(changed, Err(NotKept::Another(Seq(0)))), "{changed:?}");
        assert_eq!(kept(r#"{"n":1,"f":0.5}"#).unwrap(), op, "what it is in canonical form");
        assert!(kept("no JSON").is_err());
        assert!(kept("").is_err());
    }
}
