use std::collections::HashMap;

use super::pieces::Pieces;
use crate::{
    error::SyncError,
    op::{ChainHead, DeviceId, Millis, Op, OpId, Seq},
    relay::{Damage, Segment},
    store::{ReadyOps, Store, StoreError},
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
        if let Some(fork) = contradiction(store, head.as_ref(), segment.ops())? {
            return note_fork(store, &device, fork);
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

    /// As [`Self::take`], for a large segment that is read meanwhile. It is folded in one durable transaction, which does not
    /// happen if the segment turns out damaged at last.
    pub fn take_pieces(&mut self, store: &mut Store, pieces: &mut Pieces) -> Result<Result<(), Damage>, SyncError> {
        self.flush(store)?;
        match self.look_and_fold(store, pieces) {
            Ok(()) => Ok(Ok(())),
            Err(NotTaken::Damaged(damage)) => Ok(Err(damage)),
            Err(NotTaken::Failed(error)) => Err(error),
        }
    }

    fn look_and_fold(&mut self, store: &mut Store, pieces: &mut Pieces) -> Result<(), NotTaken> {
        let Some(mut ready) = pieces.next()? else { return Ok(()) };
        let Some(device) = ready.ops().first().map(|op| op.device().clone()) else {
            return Ok(());
        };
        let head = self.head(store, &device)?;
        let next = ChainHead::next_seq(head.as_ref());
        loop {
            if let Some(fork) = contradiction(store, head.as_ref(), ready.ops())? {
                // Of a damaged segment nothing counts, not even what it contradicts.
                while pieces.next()?.is_some() {}
                return Ok(note_fork(store, &device, fork)?);
            }
            if ready.ops().last().is_some_and(|last| last.seq >= next) {
                break;
            }
            let Some(following) = pieces.next()? else { return Ok(()) };
            ready = following;
        }
        if ready.ops().first().is_some_and(|first| first.seq < next) {
            ready = ReadyOps::of(ready.into_ops().into_iter().filter(|op| op.seq >= next).collect());
        }
        let first = ready.ops().first();
        if first.is_some_and(|first| ChainHead::check_next(head.as_ref(), first).is_ok()) {
            self.fold_pieces(store, ready, pieces)?;
        }
        Ok(())
    }

    fn fold_pieces(&mut self, store: &mut Store, first: ReadyOps, pieces: &mut Pieces) -> Result<(), NotTaken> {
        let (wall_now, skew_limit) = (self.wall_now, self.skew_limit);
        let (last, count) = store.write("fold", |write| {
            let (mut last, mut count) = (None, 0);
            let mut following = Some(first);
            while let Some(ready) = following {
                write.extend_chain_by(&ready, wall_now, skew_limit)?;
                let ops = ready.ops();
                (last, count) = (ops.last().map(ChainHead::of), count + ops.len() as u64);
                following = pieces.next()?;
            }
            Ok::<_, NotTaken>((last, count))
        })?;
        let Some(last) = last else { return Ok(()) };
        let device = last.hlc.device_id.clone();
        self.folded += if device == *store.device() { 0 } else { count };
        self.heads.insert(device, Some(last));
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

/// Why nothing of a segment was taken.
enum NotTaken {
    Damaged(Damage),
    Failed(SyncError),
}

impl From<Damage> for NotTaken {
    fn from(damage: Damage) -> Self {
        Self::Damaged(damage)
    }
}

impl From<StoreError> for NotTaken {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<SyncError> for NotTaken {
    fn from(error: SyncError) -> Self {
        Self::Failed(error)
    }
}

/// A place of a chain, the op held there, and the other one.
type Fork = (Seq, OpId, OpId);

/// Compares ops, which are a chain, with the one held; answers the first place where they differ.
fn contradiction(store: &Store, head: Option<&ChainHead>, ops: &[Op]) -> Result<Option<Fork>, SyncError> {
    let Some(head) = head else { return Ok(None) };
    for op in ops.iter().take_while(|op| op.seq <= head.seq) {
        let kept = store.id_at(op.device(), op.seq)?;
        let known = if op.seq == head.seq { Some(head.id) } else { kept };
        if let Some(held) = known.filter(|held| *held != op.id) {
            return Ok(Some((op.seq, held, op.id)));
        }
    }
    let linked = ops.first().filter(|first| first.seq == head.seq.next());
    let prev = linked.and_then(|first| first.prev).filter(|prev| *prev != head.id);
    Ok(prev.map(|prev| (head.seq, head.id, prev)))
}

fn note_fork(store: &mut Store, device: &DeviceId, (seq, held, other): Fork) -> Result<(), SyncError> {
    store.write("note fork", |write| Ok(write.note_fork(device, seq, held, other)?))
}

#[cfg(test)]
mod tests {
    use std::thread;

    use serde_json::json;
    use tempfile::TempDir;

    use super::*;
    use crate::{
        op::{Hlc, Payload, Scope, Surface},
        relay::{Kind, compress, decompress, open, seal},
    };

    const NEVER: Millis = Millis(u64::MAX);

    /// Turns of a device; `said` tells two chains of one device apart.
    fn chain(len: u64, said: &str) -> Vec<Op> {
        let mut ops: Vec<Op> = Vec::new();
        for seq in 0..len {
            let hlc = Hlc {
                wall_ms: 10 + seq,
                counter: 0,
                device_id: "peer".into(),
            };
            let content = if seq < 3_000 { "hello" } else { said };
            let payload = Payload::new(json!({"conversation_id": "c", "content": content, "n": seq})).unwrap();
            let prev = ops.last().map(|op| op.id);
            ops.push(Op::new(
                hlc,
                Seq(seq),
                prev,
                Scope::Personal,
                Surface::Conversation,
                payload,
            ));
        }
        ops
    }

    fn file(ops: &[Op]) -> Vec<u8> {
        Segment::new(ops.to_vec()).unwrap().encode().unwrap().1
    }

    /// The file without its last op, sealed as if that were all.
    fn cut(file: &[u8]) -> Vec<u8> {
        let mut lines = decompress(open(file).unwrap().1).unwrap();
        lines.truncate(lines.iter().rposition(|byte| *byte == b'\n').unwrap());
        seal(Kind::Segment, &compress(&lines).unwrap())
    }

    /// A store with the first `held` ops of a chain of 4,000.
    fn store(held: usize) -> (TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path(), "own".into()).unwrap();
        let ops = chain(4_000, "a");
        store
            .write("test", |write| write.extend_chain(&ops[..held], 1, NEVER))
            .unwrap();
        (dir, store)
    }

    /// Takes segments in pieces; answers for each whether it was whole, and how many ops were folded.
    fn take(store: &mut Store, files: Vec<Vec<u8>>) -> (Vec<bool>, u64) {
        let mut intake = Intake::new(1, NEVER);
        let whole = thread::scope(|scope| {
            let mut pieces = Pieces::start(scope);
            let take = |file| {
                pieces.ask(file);
                intake.take_pieces(store, &mut pieces).unwrap().is_ok()
            };
            files.into_iter().map(take).collect()
        });
        (whole, intake.folded)
    }

    #[test]
    fn segments_in_pieces_fold_to_what_they_hold_less_what_is_held() {
        let ops = chain(4_000, "a");
        for held in [0, 1, 700, 1_024, 2_000] {
            let (_dir, mut store) = store(held);
            let files = vec![file(&ops[..2_500]), file(&ops[2_500..])];
            assert_eq!(take(&mut store, files), (vec![true, true], 4_000 - held as u64));
            assert_eq!(store.head(&"peer".into()).unwrap(), ops.last().map(ChainHead::of));
            assert_eq!(store.summary().unwrap().turns, 4_000);
            assert!(store.recompute().unwrap().agrees());
        }
    }

    #[test]
    fn nothing_is_taken_of_a_segment_that_does_not_end_as_it_says() {
        let ops = chain(4_000, "a");
        for held in [0, 700] {
            let (_dir, mut store) = store(held);
            let before = store.summary().unwrap().hash;
            assert_eq!(take(&mut store, vec![cut(&file(&ops))]), (vec![false], 0));
            assert_eq!(store.summary().unwrap().hash, before);
            assert_eq!(
                store
                    .range(&"peer".into(), (Seq(0), Seq(9_999)), 9_999, usize::MAX)
                    .unwrap(),
                ops[..held]
            );
        }
    }

    #[test]
    fn nothing_is_taken_of_a_segment_that_contradicts_what_is_held() {
        let (_dir, mut store) = store(3_500);
        let other = chain(4_000, "b");
        assert_eq!(take(&mut store, vec![cut(&file(&other))]), (vec![false], 0));
        assert!(store.forks().unwrap().is_empty(), "a damaged segment tells of no fork");
        assert_eq!(take(&mut store, vec![file(&other)]), (vec![true], 0));
        let forks = store.forks().unwrap();
        assert_eq!(
            (forks.len(), forks[0].seq, forks[0].other),
            (1, Seq(3_000), other[3_000].id)
        );
        assert_eq!(store.summary().unwrap().turns, 3_500);
    }

    #[test]
    fn a_segment_that_leaves_a_gap_is_not_taken() {
        let (_dir, mut store) = store(10);
        let ops = chain(4_000, "a");
        assert_eq!(take(&mut store, vec![file(&ops[11..])]), (vec![true], 0));
        assert_eq!(store.summary().unwrap().turns, 10);
    }
}
