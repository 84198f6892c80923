//! Parts of checkpoints.

use baton_engine::{
    op::{DeviceId, Op, Seq},
    relay::{Kind, Part, PartEntry, ShortHash, compress, decompress, open, seal},
};

use super::{
    check_container,
    lines::{Lines, op, op_id},
};

pub fn check(form: u8, content: &[u8]) {
    match form % 4 {
        0 => check_file(content),
        1 => check_file(&seal(Kind::Part, content)),
        2 => check_file(&seal(Kind::Part, &compress(content).unwrap())),
        _ => check_ops(content),
    }
}

fn check_file(file: &[u8]) {
    check_container(file);
    let unfolded = open(file).ok().and_then(|(_, body)| decompress(body).ok());
    let text = unfolded.unwrap_or_default();
    let entry = entry_of(&text).unwrap_or_else(|| entry("a".into(), &[Seq(0)], &text));
    if let Ok(part) = Part::decode(&entry, file) {
        check_part(&part, &entry);
    }
}

/// Whatever is written as a part, in order, is read as the same part.
fn check_ops(text: &[u8]) {
    let Some(part) = identified(text).filter(|part| !part.ops.is_empty()) else {
        return;
    };
    let (entry, lines) = part.encode().unwrap();
    let rising = |pair: &[Op]| pair[0].seq < pair[1].seq && pair[0].hlc < pair[1].hlc;
    let is_possible = part.ops.windows(2).all(rising);
    assert_eq!(Part::decode(&entry, &Part::seal(&lines).unwrap()).is_ok(), is_possible);
    if is_possible {
        check_part(&part, &entry);
    }
}

fn check_part(part: &Part, told: &PartEntry) {
    let (entry, lines) = part.encode().unwrap();
    let same = |other: &PartEntry| {
        (&other.device, other.first, other.last, other.ops) == (&told.device, told.first, told.last, told.ops)
    };
    assert!(same(&entry));
    let again = Part::decode(&entry, &Part::seal(&lines).unwrap()).unwrap();
    assert_eq!(again, *part);
}

/// What a manifest would have to say for the lines to be taken.
fn entry_of(text: &[u8]) -> Option<PartEntry> {
    let lines = Lines::read(text)?;
    let seqs: Vec<_> = lines
        .rest
        .iter()
        .map_while(|line| line.get(0)?.as_u64().map(Seq))
        .collect();
    Some(entry(lines.device()?, &seqs, text))
}

fn entry(device: DeviceId, seqs: &[Seq], text: &[u8]) -> PartEntry {
    PartEntry {
        device,
        first: seqs.first().copied().unwrap_or_default(),
        last: seqs.last().copied().unwrap_or_default(),
        ops: seqs.len() as u64,
        hash: ShortHash::of(text),
    }
}

/// The ops of the lines, with the ids that they have.
fn identified(text: &[u8]) -> Option<Part> {
    let lines = Lines::read(text)?;
    let device = lines.device()?;
    let mut ops = Vec::new();
    for line in &lines.rest {
        let (seq, prev) = (Seq(line.get(0)?.as_u64()?), op_id(line.get(1)));
        ops.push(op(&device, seq, prev, line, 2)?);
    }
    Some(Part { device, ops })
}
