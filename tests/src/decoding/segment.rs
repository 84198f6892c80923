//! Segments.

use baton_engine::{
    op::{Op, Seq},
    relay::{FileName, Kind, Segment, compress, seal},
};

use super::{
    check_container,
    lines::{Lines, op, op_id},
};

pub fn check(form: u8, content: &[u8]) {
    match form % 4 {
        0 => check_file(content),
        1 => check_file(&seal(Kind::Segment, content)),
        2 => check_file(&seal(Kind::Segment, &compress(content).unwrap())),
        _ => check_ops(linked(content).unwrap_or_default()),
    }
}

fn check_file(file: &[u8]) {
    check_container(file);
    if let Ok(segment) = Segment::decode(file) {
        check_segment(&segment);
    }
}

/// Whatever ops are taken for a chain, the decoder takes for the same chain, if their numbers are possible.
fn check_ops(ops: Vec<Op>) {
    let possible = ops.first().is_some_and(|op| (op.seq == Seq(0)) == op.prev.is_none())
        && ops.last().is_some_and(|op| i64::try_from(op.seq.get()).is_ok());
    if let Ok(segment) = Segment::new(ops) {
        let (_, bytes) = segment.encode().unwrap();
        assert_eq!(Segment::decode(&bytes).is_ok(), possible);
        if possible {
            check_segment(&segment);
        }
    }
}

fn check_segment(segment: &Segment) {
    let (name, bytes) = segment.encode().unwrap();
    let (ops, again) = (segment.ops(), Segment::decode(&bytes).unwrap());
    assert_eq!(again.ops(), ops);
    let FileName::Segment { first, last, .. } = name else {
        panic!("{name} is no segment's name");
    };
    assert_eq!((first, last), (ops[0].seq, ops[ops.len() - 1].seq));
    assert!(ops.windows(2).all(|pair| pair[1].prev == Some(pair[0].id)));
}

/// The ops of the lines, each linked to the one before it.
fn linked(text: &[u8]) -> Option<Vec<Op>> {
    let lines = Lines::read(text)?;
    let device = lines.device()?;
    let mut seq = Seq(lines.header.get("first")?.as_u64()?);
    let mut prev = op_id(lines.header.get("prev"));
    let mut ops = Vec::new();
    for line in &lines.rest {
        let op = op(&device, seq, prev, line, 0)?;
        (seq, prev) = (seq.next(), Some(op.id));
        ops.push(op);
    }
    Some(ops)
}
