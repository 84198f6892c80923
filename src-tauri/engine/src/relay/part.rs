use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use super::{
    Damage, FileName, Kind, ShortHash,
    container::{compress, decompress_text, open_as, seal},
    op_line::{part_op, push_part_line},
    segment::FORMAT,
};
use crate::op::{ChainHead, DeviceId, Epoch, Hlc, Op, OpId, Seq};

/// Seqs per block: a part holds the surviving ops of one device within one aligned block.
pub const BLOCK: u64 = 4096;

/// A checkpoint without its ops: what a `.ckpt` file holds. No clock and no name, so that the same state has one hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    /// The chain head of every device at the checkpoint's frontier.
    pub heads: BTreeMap<DeviceId, Head>,
    /// Fencing epochs by agent.
    pub fences: BTreeMap<String, Epoch>,
    /// Digest of the state.
    pub state_hash: String,
    /// The slices of ops.
    pub parts: Vec<PartEntry>,
}

/// A chain head, as a manifest writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    seq: Seq,
    id: OpId,
    wall_ms: u64,
    counter: u32,
}

/// One slice of a checkpoint's ops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartEntry {
    /// Whose ops.
    pub device: DeviceId,
    /// First seq in it.
    pub first: Seq,
    /// Last seq in it.
    pub last: Seq,
    /// How many ops.
    pub ops: u64,
    /// Of the uncompressed lines; names the file.
    pub hash: ShortHash<32>,
}

impl PartEntry {
    /// What its file is called.
    pub fn file_name(&self) -> FileName {
        FileName::Part { hash: self.hash }
    }
}

/// The name people see for a checkpoint: `ckpt-` and the hash of its manifest.
pub fn checkpoint_name(hash: ShortHash<32>) -> String {
    format!("ckpt-{hash}")
}

impl Manifest {
    /// Puts a manifest together.
    pub fn new(
        heads: &BTreeMap<DeviceId, ChainHead>,
        fences: BTreeMap<String, Epoch>,
        state_hash: String,
        parts: Vec<PartEntry>,
    ) -> Self {
        let head = |head: &ChainHead| Head {
            seq: head.seq,
            id: head.id,
            wall_ms: head.hlc.wall_ms,
            counter: head.hlc.counter,
        };
        let heads = heads.iter().map(|(device, at)| (device.clone(), head(at))).collect();
        Self {
            format: FORMAT,
            heads,
            fences,
            state_hash,
            parts,
        }
    }

    /// The chain heads.
    pub fn chain_heads(&self) -> impl Iterator<Item = ChainHead> + '_ {
        self.heads.iter().map(|(device, head)| ChainHead {
            seq: head.seq,
            id: head.id,
            hlc: Hlc {
                wall_ms: head.wall_ms,
                counter: head.counter,
                device_id: device.clone(),
            },
        })
    }

    /// The checkpoint's frontier.
    pub fn frontier(&self) -> crate::op::Frontier {
        self.heads
            .iter()
            .map(|(device, head)| (device.clone(), head.seq))
            .collect()
    }

    /// The hash, the file's name and its bytes.
    pub fn encode(&self) -> Result<(ShortHash<32>, FileName, Vec<u8>), Damage> {
        let body = serde_json::to_vec(self)?;
        let hash = ShortHash::of(&body);
        let file = seal(Kind::Checkpoint, &body);
        Ok((hash, FileName::Checkpoint { hash }, file))
    }

    /// Reads a file, and answers the hash with it.
    pub fn decode(file: &[u8]) -> Result<(ShortHash<32>, Self), Damage> {
        let body = open_as(Kind::Checkpoint, file)?;
        let manifest: Self = serde_json::from_slice(body)?;
        if manifest.format > FORMAT {
            return Err(Damage::TooNew(manifest.format));
        }
        if manifest
            .heads
            .values()
            .any(|head| i64::try_from(head.seq.get()).is_err())
        {
            return Err(Damage::Contradiction("no device writes that many ops"));
        }
        Ok((ShortHash::of(body), manifest))
    }
}

/// Surviving ops of one device: what a `.part` file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Whose ops.
    pub device: DeviceId,
    /// The ops, seqs rising, with gaps.
    pub ops: Vec<Op>,
}

#[derive(Serialize, Deserialize)]
struct Header<'a> {
    format: u32,
    device: Cow<'a, str>,
}

impl Part {
    /// What the manifest says of it, and its uncompressed lines. [`Self::seal`] makes the file of them.
    pub fn encode(&self) -> Result<(PartEntry, Vec<u8>), Damage> {
        let (Some(first), Some(last)) = (self.ops.first(), self.ops.last()) else {
            return Err(Damage::Contradiction("a part has at least one op"));
        };
        let mut lines = serde_json::to_vec(&Header {
            format: FORMAT,
            device: self.device.as_str().into(),
        })?;
        for op in &self.ops {
            push_part_line(&mut lines, op)?;
        }
        let (device, ops) = (self.device.clone(), self.ops.len() as u64);
        let entry = PartEntry {
            device,
            first: first.seq,
            last: last.seq,
            ops,
            hash: ShortHash::of(&lines),
        };
        Ok((entry, lines))
    }

    /// The file that holds these lines.
    pub fn seal(lines: &[u8]) -> Result<Vec<u8>, Damage> {
        Ok(seal(Kind::Part, &compress(lines)?))
    }

    /// Does the file prove to be a whole part, whatever it holds? Costs less than [`Self::decode`].
    pub fn prove(file: &[u8]) -> Result<(), Damage> {
        open_as(Kind::Part, file).map(drop)
    }

    /// Reads the file that `entry` speaks of, and verifies that it is that one and that every id recomputes.
    pub fn decode(entry: &PartEntry, file: &[u8]) -> Result<Self, Damage> {
        let text = decompress_text(open_as(Kind::Part, file)?)?;
        if ShortHash::of(text.as_bytes()) != entry.hash {
            return Err(Damage::Contradiction("the part is not the one its name says"));
        }
        let mut lines = text.split('\n');
        let header: Header<'_> = serde_json::from_str(lines.next().unwrap_or_default())?;
        if header.format > FORMAT {
            return Err(Damage::TooNew(header.format));
        }
        let device = DeviceId::from(&*header.device);
        let mut ops: Vec<Op> = Vec::new();
        for line in lines {
            let op = part_op(line, &device)?;
            // At once: a few bytes may unfold to millions of lines, and a line takes less space than its op.
            if ops.last().is_some_and(|last| !is_after(&op, last)) {
                return Err(Damage::Contradiction("the ops of the part do not rise"));
            }
            ops.push(op);
        }
        let part = Self { device, ops };
        part.check(entry)?;
        Ok(part)
    }

    fn check(&self, entry: &PartEntry) -> Result<(), Damage> {
        let ends = self.ops.first().map(|op| op.seq).zip(self.ops.last().map(|op| op.seq));
        let told = self.device == entry.device && self.ops.len() as u64 == entry.ops;
        if told && ends == Some((entry.first, entry.last)) {
            return Ok(());
        }
        Err(Damage::Contradiction("the part does not hold what the checkpoint says"))
    }
}

fn is_after(op: &Op, before: &Op) -> bool {
    op.seq > before.seq && op.hlc > before.hlc
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::op::{Payload, Scope, Surface};

    fn op(seq: u64) -> Op {
        let hlc = Hlc {
            wall_ms: seq,
            counter: 0,
            device_id: "a".into(),
        };
        let payload = Payload::new(json!(seq)).unwrap();
        Op::new(
            hlc,
            Seq(seq),
            Some(OpId([7; 16])),
            Scope::Personal,
            Surface::Run,
            payload,
        )
    }

    fn decode(ops: Vec<Op>, more: &str) -> Result<Part, Damage> {
        let part = Part {
            device: "a".into(),
            ops,
        };
        let (mut entry, mut lines) = part.encode().unwrap();
        lines.extend_from_slice(more.as_bytes());
        entry.hash = ShortHash::of(&lines);
        Part::decode(&entry, &Part::seal(&lines).unwrap())
    }

    #[test]
    fn a_part_reads_back_what_was_written() {
        let ops = vec![op(3), op(4), op(9)];
        assert_eq!(decode(ops.clone(), "").unwrap().ops, ops);
    }

    #[test]
    fn ops_that_do_not_rise_are_refused_at_the_first_that_does_not() {
        for ops in [vec![op(3), op(3)], vec![op(4), op(3)]] {
            let refused = decode(ops, "\nnot looked at any more");
            assert!(matches!(refused, Err(Damage::Contradiction(_))), "{refused:?}");
        }
    }
}
