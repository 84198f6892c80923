//! Segments that are read and verified by a thread of its own, piece by piece, while what it read before is folded.

use std::{
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread::Scope,
};

use crate::{
    relay::{Damage, SegmentReader},
    store::ReadyOps,
};

/// A piece ends with the op that makes it reach so many bytes of payload, or ops.
const PIECE_BYTES: usize = 256 << 10;
const PIECE_OPS: usize = 512;

/// So many pieces are read ahead: about as much as is read while a segment is committed.
const AHEAD: usize = 32;

/// Segments in the order in which they were asked for, in pieces.
pub(super) struct Pieces {
    files: SyncSender<Vec<u8>>,
    read: Receiver<Result<ReadyOps, Damage>>,
}

impl Pieces {
    /// Starts a thread that reads files until this is dropped.
    pub fn start<'scope>(scope: &'scope Scope<'scope, '_>) -> Self {
        let (files, asked) = sync_channel::<Vec<u8>>(1);
        let (pieces, read) = sync_channel(AHEAD);
        scope.spawn(move || asked.iter().try_for_each(|file| hand_over(&file, &pieces)));
        Self { files, read }
    }

    /// Reads a segment after those that were asked for before, of which one at most may not have begun.
    pub fn ask(&self, file: Vec<u8>) {
        // The thread is gone only if it panicked, which the scope hands on.
        let _ = self.files.send(file);
    }

    /// The next ops of the segment, verified along the chain; none where it ended as it should.
    pub fn next(&mut self) -> Result<Option<ReadyOps>, Damage> {
        let ops = self.read.recv().unwrap_or(Err(Damage::Unproven))?;
        Ok(Some(ops).filter(|ready| !ready.ops().is_empty()))
    }
}

/// Hands over a segment in pieces, and an empty one behind the last if it is whole; none if nobody takes them any more.
fn hand_over(file: &[u8], pieces: &SyncSender<Result<ReadyOps, Damage>>) -> Option<()> {
    let mut reader = match SegmentReader::open(file) {
        Ok(reader) => reader,
        Err(damage) => return pieces.send(Err(damage)).ok(),
    };
    loop {
        let piece = piece(&mut reader);
        let is_last = piece.as_ref().map_or(true, |ready| ready.ops().is_empty());
        pieces.send(piece).ok()?;
        if is_last {
            return Some(());
        }
    }
}

/// The next ops; none behind the last.
fn piece(reader: &mut SegmentReader<'_>) -> Result<ReadyOps, Damage> {
    let (mut ops, mut bytes) = (Vec::new(), 0);
    while ops.len() < PIECE_OPS && bytes < PIECE_BYTES {
        let Some(op) = reader.next()? else { break };
        bytes += op.payload.canonical().len();
        ops.push(op);
    }
    Ok(ReadyOps::of(ops))
}
