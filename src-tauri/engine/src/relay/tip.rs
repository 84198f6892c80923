use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Damage, FileName, Kind, Segment, ShortHash,
    container::{open_as, seal},
    segment::FORMAT,
    tail,
};
use crate::op::{DeviceId, Frontier, OpId, Seq};

/// What a device has and what it has durably folded of the others: what a `.tip` file holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tip {
    /// Of the file.
    pub format: u32,
    /// The device that speaks.
    pub device: DeviceId,
    /// A higher one is newer. Never used twice; some are not used at all.
    pub number: u64,
    /// The writer's clock, for showing only.
    pub wall_ms: u64,
    /// A word that the process that wrote it made up, and remembered before it wrote: so a device knows its own tips from
    /// those of a copy of itself.
    #[serde(default)]
    pub writer: String,
    /// Its newest op.
    pub head: Option<TipHead>,
    /// The lowest seq it still offers in segments.
    pub floor: Seq,
    /// What it has durably folded, its own ops included.
    pub frontier: Frontier,
    /// The checkpoint it offers.
    pub checkpoint: Option<ShortHash<32>>,
    /// Devices taken out of the quorum, as of which tip of theirs.
    pub retired: BTreeMap<DeviceId, u64>,
    /// First and last seq of the newest ops, which ride in it, as long as they are in no segment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tail: Option<(Seq, Seq)>,
    /// What it says of leases, if it votes on them: `lease/voted/LEASES.md`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leases: Option<serde_json::Value>,
}

/// The newest op of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TipHead {
    /// Its place.
    pub seq: Seq,
    /// Its id.
    pub id: OpId,
}

impl Tip {
    /// A tip to be filled.
    pub fn new(device: DeviceId) -> Self {
        Self {
            format: FORMAT,
            device,
            number: 0,
            wall_ms: 0,
            writer: String::new(),
            head: None,
            floor: Seq(0),
            frontier: Frontier::new(),
            checkpoint: None,
            retired: BTreeMap::new(),
            tail: None,
            leases: None,
        }
    }

    /// The file's name and bytes. `tail` are the ops that ride in it.
    pub fn encode(&self, tail: Option<&Segment>) -> Result<(FileName, Vec<u8>), Damage> {
        self.check_tail(tail)?;
        self.encode_unchecked(tail)
    }

    pub(super) fn encode_unchecked(&self, tail: Option<&Segment>) -> Result<(FileName, Vec<u8>), Damage> {
        let mut body = serde_json::to_vec(self)?;
        if let Some(tail) = tail {
            body.push(b'\n');
            body.extend(tail.lines()?.body()?);
        }
        let name = FileName::Tip {
            number: self.number,
            tail: self.tail,
            hash: ShortHash::of(&body),
        };
        Ok((name, seal(Kind::Tip, &body)))
    }

    /// Reads a file, and verifies the ops that ride in it.
    pub fn decode(file: &[u8]) -> Result<Self, Damage> {
        Ok(Self::with_tail(file)?.0)
    }

    /// Reads a file, and the ops that ride in it.
    pub fn with_tail(file: &[u8]) -> Result<(Self, Option<Segment>), Damage> {
        let (line, tail) = tail::split(open_as(Kind::Tip, file)?);
        let tip: Self = serde_json::from_slice(line)?;
        if tip.format > FORMAT {
            return Err(Damage::TooNew(tip.format));
        }
        let seqs = tip.frontier.values().copied().chain(tip.head.map(|head| head.seq));
        if seqs
            .map(Seq::get)
            .chain([tip.number])
            .any(|number| i64::try_from(number).is_err())
        {
            return Err(Damage::Contradiction("no device writes that many ops"));
        }
        let tail = tail.map(Segment::of_body).transpose()?;
        tip.check_tail(tail.as_ref())?;
        Ok((tip, tail))
    }

    /// Does it say the same as `other`, number, time and process aside?
    pub fn says_the_same(&self, other: &Self) -> bool {
        let plain = |tip: &Self| Self {
            number: 0,
            wall_ms: 0,
            writer: String::new(),
            ..tip.clone()
        };
        plain(self) == plain(other)
    }
}
