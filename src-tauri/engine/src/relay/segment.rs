use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{
    Damage, FileName, Kind, ShortHash,
    container::{compress, open_as, seal},
    op_line::{push_segment_line, segment_op},
    tail::ops_body,
    text_lines::TextLines,
};
use crate::op::{ChainHead, DeviceId, Op, OpId, Seq};

/// The format this code writes, and the newest it reads.
pub(super) const FORMAT: u32 = 1;

/// Ops of one device without gaps: what a `.seg` file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    ops: Vec<Op>,
}

#[derive(Serialize, Deserialize)]
struct Header<'a> {
    format: u32,
    device: Cow<'a, str>,
    first: Seq,
    last: Seq,
    prev: Option<OpId>,
    last_id: OpId,
}

impl Segment {
    /// Ops that are one chain; refused if they are none, which means that they were damaged where they were kept.
    pub fn new(ops: Vec<Op>) -> Result<Self, Damage> {
        if ops.is_empty() {
            return Err(EMPTY);
        }
        ops.windows(2).try_for_each(|pair| check_link(&pair[0], &pair[1]))?;
        Ok(Self { ops })
    }

    /// The ops, in order.
    pub fn ops(&self) -> &[Op] {
        &self.ops
    }

    /// The ops, in order.
    pub fn into_ops(self) -> Vec<Op> {
        self.ops
    }

    /// Whose ops they are.
    pub fn device(&self) -> &DeviceId {
        self.ops[0].device()
    }

    /// First and last seq.
    pub fn range(&self) -> (Seq, Seq) {
        (self.ops[0].seq, self.ops[self.ops.len() - 1].seq)
    }

    /// The file's name and bytes.
    pub fn encode(&self) -> Result<(FileName, Vec<u8>), Damage> {
        self.lines()?.encode()
    }

    /// The ops as the lines of a file, so that whoever sends them needs to hold them only once.
    pub fn lines(&self) -> Result<SegmentLines, Damage> {
        let (first, last) = (&self.ops[0], &self.ops[self.ops.len() - 1]);
        let header = Header {
            format: FORMAT,
            device: self.device().as_str().into(),
            first: first.seq,
            last: last.seq,
            prev: first.prev,
            last_id: last.id,
        };
        let mut lines = Vec::with_capacity(self.ops.iter().map(line_bytes).sum());
        serde_json::to_writer(&mut lines, &header)?;
        for op in &self.ops {
            push_segment_line(&mut lines, op)?;
        }
        Ok(SegmentLines {
            first: first.seq,
            last: last.seq,
            lines,
        })
    }

    /// Reads a file, and verifies that its ops are a chain that ends where the header says.
    pub fn decode(file: &[u8]) -> Result<Self, Damage> {
        Self::of_body(open_as(Kind::Segment, file)?)
    }

    /// Reads the ops in a file, which is a segment or a tip.
    pub fn in_file(file: &[u8]) -> Result<Self, Damage> {
        Self::of_body(ops_body(file)?)
    }

    pub(super) fn of_body(body: &[u8]) -> Result<Self, Damage> {
        let mut reader = SegmentReader::of_body(body)?;
        let mut ops = Vec::new();
        while let Some(op) = reader.next()? {
            ops.push(op);
        }
        Ok(Self { ops })
    }
}

/// Reads a segment op by op. Each is verified against the one before; that the file was whole is known after the last.
pub(crate) struct SegmentReader<'a> {
    lines: TextLines<'a>,
    header: Header<'static>,
    device: DeviceId,
    last: Option<ChainHead>,
}

impl<'a> SegmentReader<'a> {
    /// Looks at the trailer and header of a file, which is a segment or a tip.
    pub fn open(file: &'a [u8]) -> Result<Self, Damage> {
        Self::of_body(ops_body(file)?)
    }

    fn of_body(body: &'a [u8]) -> Result<Self, Damage> {
        let mut lines = TextLines::of(body)?;
        let header: Header<'static> = serde_json::from_str(lines.next()?.unwrap_or_default())?;
        if header.format > FORMAT {
            return Err(Damage::TooNew(header.format));
        }
        Ok(Self {
            device: DeviceId::from(&*header.device),
            lines,
            header,
            last: None,
        })
    }

    /// The next op; none after the last, where the segment turned out to end as its header says.
    pub fn next(&mut self) -> Result<Option<Op>, Damage> {
        let Some(line) = self.lines.next()? else {
            check_header(&self.header, self.last.as_ref().ok_or(EMPTY)?)?;
            return Ok(None);
        };
        let place = (self.header.first, self.header.prev);
        let (seq, prev) = self
            .last
            .as_ref()
            .map_or(place, |last| (last.seq.next(), Some(last.id)));
        let op = segment_op(line, &self.device, seq, prev)?;
        // At once: a few bytes may unfold to millions of lines, and a line takes less space than its op.
        self.last
            .as_ref()
            .map_or(Ok(()), |last| ChainHead::check_next(Some(last), &op))?;
        self.last = Some(ChainHead::of(&op));
        Ok(Some(op))
    }
}

/// What a segment's file holds, before it is compressed.
#[derive(Debug)]
pub struct SegmentLines {
    first: Seq,
    last: Seq,
    lines: Vec<u8>,
}

impl SegmentLines {
    /// The file's name and bytes.
    pub fn encode(&self) -> Result<(FileName, Vec<u8>), Damage> {
        let body = self.body()?;
        let name = FileName::Segment {
            first: self.first,
            last: self.last,
            hash: ShortHash::of(&body),
        };
        Ok((name, seal(Kind::Segment, &body)))
    }

    /// What stands before the trailer.
    pub(super) fn body(&self) -> Result<Vec<u8>, Damage> {
        compress(&self.lines)
    }
}

/// About how long an op's line is.
fn line_bytes(op: &Op) -> usize {
    op.payload.canonical().len() + 64
}

const EMPTY: Damage = Damage::Contradiction("a segment has at least one op");

fn check_header(header: &Header<'_>, last: &ChainHead) -> Result<(), Damage> {
    if last.seq != header.last || last.id != header.last_id {
        return Err(Damage::Contradiction("its ops do not end where its header says"));
    }
    if (header.first == Seq(0)) != header.prev.is_none() {
        return Err(Damage::Contradiction("only op 0 has no op before it"));
    }
    if i64::try_from(header.last.get()).is_err() {
        return Err(Damage::Contradiction("no device writes that many ops"));
    }
    Ok(())
}

fn check_link(op: &Op, next: &Op) -> Result<(), Damage> {
    Ok(ChainHead::check_next(Some(&ChainHead::of(op)), next)?)
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::{super::container::decompress, *};
    use crate::op::{Hlc, Payload, Scope, Surface};

    pub fn chain(len: u64) -> Vec<Op> {
        let mut ops: Vec<Op> = Vec::new();
        for seq in 0..len {
            let hlc = Hlc {
                wall_ms: 10 + seq,
                counter: 0,
                device_id: "a".into(),
            };
            let payload = Payload::new(json!({"n": seq, "f": 0.1 + 0.2})).unwrap();
            let scope = Scope::Shared { org: "ac\"me".into() };
            ops.push(Op::new(
                hlc,
                Seq(seq),
                ops.last().map(|op| op.id),
                scope,
                Surface::Skill,
                payload,
            ));
        }
        ops
    }

    #[test]
    fn a_segment_reads_back_what_was_written() {
        let ops = chain(50).split_off(20);
        let (name, file) = Segment::new(ops.clone()).unwrap().encode().unwrap();
        assert!(matches!(
            name,
            FileName::Segment {
                first: Seq(20),
                last: Seq(49),
                ..
            }
        ));
        assert_eq!(Segment::decode(&file).unwrap().into_ops(), ops);
    }

    #[test]
    fn ops_with_a_gap_are_no_segment() {
        let mut ops = chain(5);
        ops.remove(2);
        assert!(Segment::new(ops).is_err());
    }

    #[test]
    fn a_header_that_lies_about_the_end_is_refused() {
        let ops = chain(3);
        let body =
            decompress(open_as(Kind::Segment, &Segment::new(ops).unwrap().encode().unwrap().1).unwrap()).unwrap();
        let cut = body.iter().rposition(|byte| *byte == b'\n').unwrap();
        let forged = seal(Kind::Segment, &compress(&body[..cut]).unwrap());
        assert!(matches!(Segment::decode(&forged), Err(Damage::Contradiction(_))));
    }

    #[test]
    fn lines_that_are_no_chain_are_refused_at_the_first_that_breaks_it() {
        let line = r#"[1,0,"personal","run",0]"#;
        let header = r#"{"format":1,"device":"a","first":0,"last":9,"prev":null,"last_id":"op-00000000000000000000000000000000"}"#;
        let lines = [header, line, line, "not looked at any more"].join("\n");
        let forged = seal(Kind::Segment, &compress(lines.as_bytes()).unwrap());
        assert!(matches!(Segment::decode(&forged), Err(Damage::Chain(_))));
    }
}
