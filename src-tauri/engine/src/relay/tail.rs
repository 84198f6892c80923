//! The newest ops of a device ride in its tip while they are too few for a segment of their own: the body of such a segment
//! stands behind the tip's line.

use super::{Damage, Kind, Segment, Tip, container::open};

/// Takes a tip's body apart: its line, and the body of a segment if ops ride in it. JSON on one line has no line feed.
pub(super) fn split(body: &[u8]) -> (&[u8], Option<&[u8]>) {
    match body.iter().position(|byte| *byte == b'\n') {
        Some(at) => (&body[..at], Some(&body[at + 1..])),
        None => (body, None),
    }
}

impl Tip {
    /// Are these the ops that it says to carry, and do they end at its head?
    pub(super) fn check_tail(&self, tail: Option<&Segment>) -> Result<(), Damage> {
        if self.tail != tail.map(Segment::range) {
            return Err(Damage::Contradiction("other ops ride in the tip than it says"));
        }
        let last = tail.and_then(|tail| tail.ops().last());
        let is_end = |head: super::TipHead| {
            last.is_some_and(|last| (last.device(), last.seq, last.id) == (&self.device, head.seq, head.id))
        };
        if tail.is_some() && !self.head.is_some_and(is_end) {
            return Err(Damage::Contradiction("a tip's ops do not end at its head"));
        }
        Ok(())
    }
}

/// What stands in a file as a segment: its body, or what rides in a tip.
pub(super) fn ops_body(file: &[u8]) -> Result<&[u8], Damage> {
    match open(file)? {
        (Kind::Segment, body) => Ok(body),
        (Kind::Tip, body) => split(body).1.ok_or(Damage::Contradiction("no ops ride in this tip")),
        _ => Err(Damage::OtherKind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        op::{Op, Seq},
        relay::{FileName, TipHead, segment::tests::chain},
    };

    fn tip(tail: Option<(u64, u64)>, head: &Op) -> Tip {
        Tip {
            number: 3,
            head: Some(TipHead {
                seq: head.seq,
                id: head.id,
            }),
            tail: tail.map(|(first, last)| (Seq(first), Seq(last))),
            ..Tip::new("a".into())
        }
    }

    fn segment(ops: &[Op]) -> Segment {
        Segment::new(ops.to_vec()).unwrap()
    }

    #[test]
    fn ops_that_ride_in_a_tip_read_back_and_its_name_says_which() {
        let ops = chain(5);
        for from in 0..4 {
            let (tail, said) = (segment(&ops[from..]), tip(Some((from as u64, 4)), &ops[4]));
            let (name, file) = said.encode(Some(&tail)).unwrap();
            assert_eq!(Tip::decode(&file).unwrap(), said);
            assert_eq!(Segment::in_file(&file).unwrap(), tail);
            assert_eq!(name.ops(), Some((ops[from].seq, Seq(4))));
            assert!(matches!(name, FileName::Tip { number: 3, .. }));
        }
        let (name, file) = tip(None, &ops[4]).encode(None).unwrap();
        assert_eq!(name.ops(), None);
        assert!(Segment::in_file(&file).is_err());
    }

    #[test]
    fn a_tip_whose_ops_are_not_the_end_of_its_chain_is_refused() {
        let ops = chain(5);
        let mut headless = tip(Some((2, 4)), &ops[4]);
        headless.head = None;
        let of_another = Tip {
            device: "b".into(),
            ..tip(Some((2, 4)), &ops[4])
        };
        for (said, tail) in [
            (tip(Some((1, 3)), &ops[4]), Some(segment(&ops[1..4]))),
            (tip(Some((1, 4)), &ops[4]), Some(segment(&ops[2..]))),
            (tip(Some((2, 4)), &ops[4]), None),
            (tip(None, &ops[4]), Some(segment(&ops[2..]))),
            (headless, Some(segment(&ops[2..]))),
            (of_another, Some(segment(&ops[2..]))),
        ] {
            assert!(said.encode(tail.as_ref()).is_err(), "{said:?}");
            let file = said.encode_unchecked(tail.as_ref()).unwrap().1;
            assert!(Tip::decode(&file).is_err(), "{said:?}");
        }
    }
}
