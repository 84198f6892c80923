use std::collections::HashMap;

use crate::{
    error::SyncError,
    op::{ChainHead, DeviceId, Millis, Op, Seq},
    relay::Segment,
    store::Store,
};

/// Verified ops on their way into the store. They are gathered so that many small files cost one durable write, and
/// written before they take much memory.
pub(super) struct Intake {
    waiting: Vec<Vec<Op>>,
    waiting_bytes: usize,
    heads: HashMap<DeviceId, Option<ChainHead>>,
    wall_now: u64,
    skew_limit: Millis,
    /// Ops folded so far that other devices wrote.
    pub folded: u64,
}

/// Write when this many bytes of payload wait.
const FLUSH_BYTES: usize = 4 << 20;

impl Intake {
    pub fn new(wall_now: u64, skew_limit: Millis) -> Self {
        Self {
            waiting: Vec::new(),
            waiting_bytes: 0,
            heads: HashMap::new(),
            wall_now,
            skew_limit,
            folded: 0,
        }
    }

    fn head(&mut self, store: &Store, device: &DeviceId) -> Result<Option<ChainHead>, SyncError> {
        if let Some(head) = self.heads.get(device) {
            return Ok(head.clone());
        }
        let head = store.head(device)?;
        self.heads.insert(device.clone(), head.clone());
        Ok(head)
    }

    /// The seq that would extend the device's chain.
    pub fn next_seq(&mut self, store: &Store, device: &DeviceId) -> Result<Seq, SyncError> {
        Ok(ChainHead::next_seq(self.head(store, device)?.as_ref()))
    }

    /// Takes the ops that continue the chain. Ops that contradict it are noted as a fork, and none of the segment is taken.
    pub fn take(&mut self, store: &mut Store, segment: Segment) -> Result<(), SyncError> {
        let Some(device) = segment.ops().first().map(|op| op.device().clone()) else {
            return Ok(());
        };
        let head = self.head(store, &device)?;
        if note_contradiction(store, head.as_ref(), &segment)? {
            return Ok(());
        }
        let next = ChainHead::next_seq(head.as_ref());
        let new: Vec<_> = segment.into_ops().into_iter().filter(|op| op.seq >= next).collect();
        // The segment is a chain in itself, so its first new op decides for all.
        let continues = new
            .first()
            .is_some_and(|first| ChainHead::check_next(head.as_ref(), first).is_ok());
        if continues {
            self.enqueue(store, device, new)?;
        }
        Ok(())
    }

    fn enqueue(&mut self, store: &mut Store, device: DeviceId, ops: Vec<Op>) -> Result<(), SyncError> {
        self.heads.insert(device, ops.last().map(ChainHead::of));
        self.waiting_bytes += ops.iter().map(|op| op.payload.canonical().len()).sum::<usize>();
        self.waiting.push(ops);
        if self.waiting_bytes >= FLUSH_BYTES {
            self.flush(store)
        } else {
            Ok(())
        }
    }

    /// Writes what waits, in one durable transaction.
    pub fn flush(&mut self, store: &mut Store) -> Result<(), SyncError> {
        let waiting = std::mem::take(&mut self.waiting);
        self.waiting_bytes = 0;
        if waiting.is_empty() {
            return Ok(());
        }
        let own = store.device().clone();
        store.write("fold", |write| {
            waiting
                .iter()
                .try_for_each(|ops| write.extend_chain(ops, self.wall_now, self.skew_limit))
        })?;
        let others = waiting
            .iter()
            .filter(|ops| ops.first().is_some_and(|op| *op.device() != own));
        self.folded += others.map(|ops| ops.len() as u64).sum::<u64>();
        Ok(())
    }
}

/// Compares a segment with the chain held, and notes the first place where they differ.
fn note_contradiction(store: &mut Store, head: Option<&ChainHead>, segment: &Segment) -> Result<bool, SyncError> {
    let Some(head) = head else { return Ok(false) };
    let mut fork = None;
    for op in segment.ops().iter().filter(|op| op.seq <= head.seq) {
        let kept = store.id_at(op.device(), op.seq)?;
        let known = if op.seq == head.seq { Some(head.id) } else { kept };
        if let Some(held) = known
            && held != op.id
        {
            fork = Some((op.device().clone(), op.seq, held, op.id));
            break;
        }
    }
    if let (None, Some(first)) = (&fork, segment.ops().first())
        && first.seq == head.seq.next()
        && let Some(prev) = first.prev.filter(|prev| *prev != head.id)
    {
        fork = Some((first.device().clone(), head.seq, head.id, prev));
    }
    let Some((device, seq, held, other)) = fork else {
        return Ok(false);
    };
    store.write("note fork", |write| write.note_fork(&device, seq, held, other))?;
    Ok(true)
}
