//! The parts of a checkpoint: what did not change since the last one is used again, and the rest is written.

use std::collections::BTreeMap;

use super::{Round, Session, checkpoint::reaches};
use crate::{
    error::SyncError,
    meanwhile::meanwhile,
    op::{DeviceId, Frontier, Seq},
    relay::{BLOCK, Damage, DeviceFiles, Manifest, Part, PartEntry},
    store::{StateImage, Store},
};

/// A part ends before it holds more payload than this, whatever its block.
const PART_BYTES: usize = 8 << 20;

/// A block of one device's ops, by its first and last seq.
type Block = (DeviceId, (Seq, Seq));

/// A part's entry, and its file if that is not there yet.
type Encoded = (PartEntry, Option<Vec<u8>>);

impl Session {
    /// Writes the parts that are not there yet, and answers the manifest of all.
    pub(super) fn publish_parts(&mut self, round: &mut Round, image: &StateImage) -> Result<Manifest, SyncError> {
        let last = self.last_parts(round, image)?;
        let (mut parts, mut changed) = (Vec::new(), Vec::new());
        for block in blocks(image) {
            match last.unchanged(&self.store, image, &block)? {
                Some(entries) => parts.extend(entries.iter().cloned()),
                None => changed.push(block),
            }
        }
        self.write_parts(round, image, changed, &mut parts)?;
        parts.sort_by(|a, b| (&a.device, a.first).cmp(&(&b.device, b.first)));
        Ok(Manifest::new(
            &image.heads,
            image.fences.clone(),
            image.hash.to_string(),
            parts,
        ))
    }

    /// Writes the parts of these blocks, each while the ops of the next one are read.
    fn write_parts(
        &mut self,
        round: &mut Round,
        image: &StateImage,
        blocks: Vec<Block>,
        parts: &mut Vec<PartEntry>,
    ) -> Result<(), SyncError> {
        let mut reader = Reader {
            image,
            blocks: blocks.into_iter(),
            rest: None,
        };
        let mut next = reader.next(&self.store)?;
        while let Some(part) = next.take() {
            let (encoded, following) = meanwhile(|| encode(&part, &round.own), || reader.next(&self.store));
            let (entry, file) = encoded?;
            if let Some(file) = file {
                self.create(round, &entry.file_name(), &file, 0)?;
            }
            parts.push(entry);
            next = following?;
        }
        Ok(())
    }

    /// The parts of this device's last checkpoint, as far as they are still there.
    fn last_parts(&mut self, round: &mut Round, image: &StateImage) -> Result<LastParts, SyncError> {
        let Some(hash) = self.offered()? else {
            return Ok(LastParts::default());
        };
        let own = round.own.clone();
        let Some(manifest) = self.manifest(round, &own, hash) else {
            return Ok(LastParts::default());
        };
        let frontier = manifest.frontier();
        // What counted at a frontier can only become less at one that reaches it.
        if !reaches(&image.frontier(), &frontier) {
            return Ok(LastParts::default());
        }
        let mut by_block: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for entry in manifest.parts.iter().filter(|entry| own.has(&entry.file_name())) {
            let block = (entry.device.clone(), entry.first.get() / BLOCK);
            by_block.entry(block).or_default().push(entry.clone());
        }
        Ok(LastParts { frontier, by_block })
    }
}

/// The last checkpoint's parts, by device and block.
#[derive(Default)]
struct LastParts {
    frontier: Frontier,
    by_block: BTreeMap<(DeviceId, u64), Vec<PartEntry>>,
}

impl LastParts {
    /// The parts of a block that holds the same ops as then: it was complete, and as many of its ops count as did. An op
    /// that stopped to count never counts again, so these are the same.
    fn unchanged(
        &self,
        store: &Store,
        image: &StateImage,
        (device, range): &Block,
    ) -> Result<Option<&[PartEntry]>, SyncError> {
        let (first, last) = *range;
        let was_complete = self.frontier.get(device).is_some_and(|end| *end >= last);
        let Some(entries) = self.by_block.get(&(device.clone(), first.get() / BLOCK)) else {
            return Ok(None);
        };
        let counted = entries.iter().map(|entry| entry.ops).sum::<u64>();
        let is_same = was_complete && store.count_surviving(image, device, (first, last))? == counted;
        Ok(is_same.then_some(entries.as_slice()))
    }
}

/// Reads the surviving ops of blocks, a part at a time.
struct Reader<'a> {
    image: &'a StateImage,
    blocks: std::vec::IntoIter<Block>,
    /// What is left of a block that makes more than one part.
    rest: Option<Block>,
}

impl Reader<'_> {
    fn next(&mut self, store: &Store) -> Result<Option<Part>, SyncError> {
        while let Some((device, (first, last))) = self.rest.take().or_else(|| self.blocks.next()) {
            let ops = store.surviving_ops(self.image, &device, (first, last), PART_BYTES)?;
            let Some(end) = ops.last().map(|op| op.seq) else {
                continue;
            };
            if end < last {
                self.rest = Some((device.clone(), (end.next(), last)));
            }
            return Ok(Some(Part { device, ops }));
        }
        Ok(None)
    }
}

fn blocks(image: &StateImage) -> impl Iterator<Item = Block> + '_ {
    image.heads.iter().flat_map(|(device, head)| {
        let block = move |block: u64| (Seq(block * BLOCK), Seq(block * BLOCK + BLOCK - 1).min(head.seq));
        (0..=head.seq.get() / BLOCK).map(move |at| (device.clone(), block(at)))
    })
}

fn encode(part: &Part, own: &DeviceFiles) -> Result<Encoded, Damage> {
    let (entry, lines) = part.encode()?;
    let is_there = own.has(&entry.file_name());
    let file = (!is_there).then(|| Part::seal(&lines)).transpose()?;
    Ok((entry, file))
}
