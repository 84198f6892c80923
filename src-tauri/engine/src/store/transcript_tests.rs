use std::ops::Range;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{
    op::{DeviceId, Millis, Op, Payload, Scope, Seq, Surface},
    store::{PageFrom, Soundness, Store, StoreError, TurnPage, Write, turns::make_fourth},
};

const DEVICES: usize = 3;
const CONVERSATIONS: u8 = 6;

#[derive(Debug, Clone)]
enum Step {
    /// Take over so many more ops of a device, in one transaction.
    Take(usize, usize),
    /// An idle moment.
    Idle,
    /// Take back what the device recorded itself, so that everything is folded anew.
    Withdraw,
    /// Open the store once more.
    Reopen,
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..DEVICES, 1..30usize).prop_map(|(device, turns)| Step::Take(device, turns)),
        1 => Just(Step::Idle),
        1 => Just(Step::Withdraw),
        1 => Just(Step::Reopen),
    ]
}

/// A device's turns, in time and conversation. Stamps of several devices are often the same.
fn chain(device: usize, said: Vec<(u64, u8)>) -> Vec<Op> {
    let mut ops: Vec<Op> = Vec::new();
    let (mut wall_ms, mut counter) = (1, 0);
    for (seq, (pause, conversation)) in (0..).zip(said) {
        (wall_ms, counter) = (wall_ms + pause, if pause == 0 { counter + 1 } else { 0 });
        let hlc = Hlc {
            wall_ms,
            counter,
            device_id: format!("d{device}").into(),
        };
        let payload = turn(conversation, &format!("{device}/{seq}"));
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

fn turn(conversation: u8, content: &str) -> Payload {
    Payload::new(json!({"conversation_id": format!("c{conversation}"), "content": content})).unwrap()
}

fn any_chains() -> impl Strategy<Value = Vec<Vec<Op>>> {
    let said = || prop::collection::vec((0..3u64, 0..CONVERSATIONS), 1..90);
    prop::collection::vec(said(), DEVICES).prop_map(|chains| {
        chains
            .into_iter()
            .enumerate()
            .map(|(device, said)| chain(device, said))
            .collect()
    })
}

fn open(dir: &tempfile::TempDir) -> Store {
    Store::open(dir.path(), DeviceId::from("own")).unwrap()
}

fn take(store: &mut Store, ops: &[Op]) {
    let all = |write: &mut Write<'_>| write.extend_chain(ops, 1, Millis(u64::MAX));
    store.write::<_, StoreError>("take", all).unwrap();
}

/// Records a turn and takes it back.
fn withdraw(store: &mut Store) {
    let say = |write: &mut Write<'_>| write.append(Scope::Personal, Surface::Conversation, turn(0, "own"), 1);
    let seq = store.write::<_, StoreError>("say", say).unwrap().seq;
    store
        .write::<_, StoreError>("withdraw", |write| write.withdraw_from(seq))
        .unwrap();
}

fn contents(page: &TurnPage) -> Vec<&str> {
    page.turns.iter().map(|paged| paged.turn.content.as_str()).collect()
}

/// A conversation as a plain list, with the store that holds it.
struct Expected<'a> {
    store: &'a Store,
    id: String,
    turns: Vec<Turn>,
}

impl Expected<'_> {
    fn page(&self, from: PageFrom, limit: usize) -> TurnPage {
        self.store
            .turn_page(&self.id, from, u32::try_from(limit).unwrap())
            .unwrap()
            .unwrap()
    }

    /// Is a page this part of the list, and does it say what is beyond?
    fn check(&self, from: PageFrom, limit: usize, range: Range<usize>) {
        let page = self.page(from, limit);
        let expected: Vec<_> = self.turns[range.clone()]
            .iter()
            .map(|turn| turn.content.as_str())
            .collect();
        assert_eq!(contents(&page), expected, "{from:?} of {}", self.id);
        if !matches!(from, PageFrom::Before(_)) {
            assert_eq!(page.has_newer, range.end < self.turns.len(), "{from:?} of {}", self.id);
        }
        if !matches!(from, PageFrom::After(_)) {
            assert_eq!(page.has_older, range.start > 0, "{from:?} of {}", self.id);
        }
        if !matches!(from, PageFrom::After(_) | PageFrom::Before(_)) {
            assert_eq!(page.older, Some(range.start as u64), "{from:?} of {}", self.id);
        }
        assert_eq!(page.total, self.turns.len() as u64);
    }

    fn check_all(&self, limit: usize) {
        assert_eq!(self.store.transcript(&self.id).unwrap(), self.turns);
        let len = self.turns.len();
        self.check(PageFrom::Start, limit, 0..limit.min(len));
        self.check(PageFrom::End, limit, len.saturating_sub(limit)..len);
        let cursors: Vec<_> = self
            .page(PageFrom::Start, len)
            .turns
            .iter()
            .map(|paged| paged.cursor)
            .collect();
        let around = |at: usize| at.saturating_sub(limit / 2)..(at + 1 + (limit / 2).max(1)).min(len);
        for (at, cursor) in cursors.iter().enumerate() {
            self.check(PageFrom::After(*cursor), limit, at + 1..(at + 1 + limit).min(len));
            self.check(PageFrom::Before(*cursor), limit, at.saturating_sub(limit)..at);
            self.check(PageFrom::Around(*cursor), limit, around(at));
            assert_eq!(self.store.turn(&self.id, *cursor).unwrap().as_ref(), self.turns.get(at));
            assert_eq!(self.store.turn("elsewhere", *cursor).unwrap(), None);
        }
        for ms in 0..self.turns.last().map_or(0, |turn| turn.hlc.wall_ms + 2) {
            let since = (0..len).filter(|at| self.turns[*at].hlc.wall_ms >= ms);
            // Of several turns of one moment, the one that arrived first.
            let first = since.min_by_key(|at| {
                (
                    self.turns[*at].hlc.wall_ms,
                    self.turns[*at].hlc.counter,
                    cursors[*at].row(),
                )
            });
            self.check(
                PageFrom::Time(ms),
                limit,
                first.map_or(len.saturating_sub(limit)..len, around),
            );
        }
    }
}

fn check(store: &Store, held: &[&Op], limit: usize) {
    let mut turns: Vec<_> = held.iter().map(|op| Turn::of(op)).collect();
    turns.sort_by(|one, other| one.hlc.cmp(&other.hlc));
    for conversation in 0..CONVERSATIONS {
        let id = format!("c{conversation}");
        let turns: Vec<_> = turns
            .iter()
            .filter(|turn| turn.conversation_id == id)
            .cloned()
            .collect();
        if turns.is_empty() {
            assert!(store.transcript(&id).unwrap().is_empty());
        } else {
            Expected { store, id, turns }.check_all(limit);
        }
    }
    assert_eq!(store.summary().unwrap().turns, held.len() as u64);
    assert!(store.recompute().unwrap().agrees());
    assert_eq!(store.soundness().unwrap(), Soundness::default());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn turns_are_in_order_however_they_were_written(
        chains in any_chains(), steps in prop::collection::vec(any_step(), 1..14), limit in 1..9usize
    ) {
        let dir = tempfile::tempdir().unwrap();
        // Two processes share the store: one goes on from where the other stopped.
        let (mut store, mut other) = (open(&dir), open(&dir));
        let mut taken = [0; DEVICES];
        for step in steps {
            match step {
                Step::Take(device, turns) => {
                    let rest = &chains[device][taken[device]..];
                    take(&mut store, &rest[..turns.min(rest.len())]);
                    taken[device] += turns.min(rest.len());
                }
                Step::Idle => drop(store.catch_up_search().unwrap()),
                Step::Withdraw => withdraw(&mut store),
                Step::Reopen => store = open(&dir),
            }
            std::mem::swap(&mut store, &mut other);
        }
        let held: Vec<_> = chains.iter().zip(taken).flat_map(|(chain, taken)| &chain[..taken]).collect();
        check(&store, &held, limit);
        while store.catch_up_search().unwrap() {}
        prop_assert_eq!(turn_batches::count(&other.conn).unwrap(), 0);
        check(&other, &held, limit);
    }
}

/// So many turns of each of six conversations.
fn strewn(turns_each: usize) -> Vec<Op> {
    let said = (0..turns_each * usize::from(CONVERSATIONS)).map(|n| (1, n as u8 % CONVERSATIONS));
    chain(0, said.collect())
}

fn waiting(store: &Store) -> u64 {
    turn_batches::count(&store.conn).unwrap()
}

#[test]
fn strewn_turns_wait_until_there_are_many_and_few_or_neighbouring_ones_do_not() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(&dir);
    let ops = strewn(20);
    take(&mut store, &ops[..3]);
    assert_eq!(waiting(&store), 0, "a few");
    take(&mut store, &ops[3..33]);
    assert_eq!(waiting(&store), 30, "strewn");
    take(&mut store, &ops[33..35]);
    assert_eq!(waiting(&store), 30, "a few more");
    take(&mut store, &ops[35..53]);
    assert_eq!(waiting(&store), 48, "as many as may wait");
    take(&mut store, &ops[53..60]);
    assert_eq!(waiting(&store), 0, "more than may wait");
    take(&mut store, &ops[60..]);
    assert_eq!(waiting(&store), 0, "more than may wait at once");
    check(&store, &ops.iter().collect::<Vec<_>>(), 5);
    let neighbours = chain(1, (0..40).map(|_| (1, 0)).collect());
    take(&mut store, &neighbours);
    assert_eq!(waiting(&store), 0, "of one conversation");
}

#[test]
fn turns_of_one_moment_are_in_the_order_of_their_devices_though_they_wait_in_that_of_their_arrival() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(&dir);
    let said = || {
        (0..2).flat_map(|at| {
            (0..CONVERSATIONS).map(move |conversation| (u64::from(at == 1 && conversation == 0), conversation))
        })
    };
    let chains: Vec<_> = (0..DEVICES).map(|device| chain(device, said().collect())).collect();
    for chain in chains.iter().rev() {
        take(&mut store, chain);
    }
    assert_eq!(waiting(&store), 36);
    for limit in 1..7 {
        check(&store, &chains.iter().flatten().collect::<Vec<_>>(), limit);
    }
}

#[test]
fn turns_that_wait_are_settled_in_an_idle_moment_and_nothing_is_written_where_none_do() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(&dir);
    take(&mut store, &strewn(5));
    assert_eq!(waiting(&store), 30);
    assert!(store.is_search_behind(crate::store::Horizon::default()).unwrap());
    store.catch_up_search().unwrap();
    assert_eq!(waiting(&store), 0);
    while store.catch_up_search().unwrap() {}
    let changes = |store: &Store| store.conn.total_changes();
    let before = changes(&store);
    store.catch_up_search().unwrap();
    assert_eq!(changes(&store), before);
}

#[test]
fn a_store_of_the_fourth_version_can_be_looked_at_and_packs_turns_once_it_is_opened() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(&dir);
    let ops = strewn(10);
    take(&mut store, &ops[..30]);
    assert_eq!(waiting(&store), 30);
    make_fourth(&store.conn);
    drop(store);
    let older = Store::open_to_read(dir.path(), "own".into()).unwrap().unwrap();
    check(&older, &ops[..30].iter().collect::<Vec<_>>(), 3);
    drop(older);
    let mut store = open(&dir);
    check(&store, &ops[..30].iter().collect::<Vec<_>>(), 3);
    take(&mut store, &ops[30..60]);
    assert_eq!(waiting(&store), 30);
    check(&store, &ops.iter().collect::<Vec<_>>(), 3);
    let looked_at = Store::open_to_read(dir.path(), "own".into()).unwrap().unwrap();
    check(&looked_at, &ops.iter().collect::<Vec<_>>(), 3);
}

#[test]
fn a_batch_that_was_damaged_is_an_error_and_not_a_shorter_transcript() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(&dir);
    take(&mut store, &strewn(5));
    let counter = "CAST(substr(turns, 1, 16) || x'ffffffff' || substr(turns, 21) AS BLOB)";
    for damage in ["x'00'", "substr(turns, 2)", counter] {
        store.conn.execute_batch("SAVEPOINT whole").unwrap();
        let sql = format!("UPDATE turn_batch SET turns = {damage}");
        assert_eq!(store.conn.execute(&sql, []).unwrap(), 6);
        assert!(turn_batches::of(&store.conn, 1).is_err(), "{damage}");
        store.conn.execute_batch("ROLLBACK TO whole; RELEASE whole").unwrap();
    }
    assert_eq!(turn_batches::of(&store.conn, 1).unwrap().len(), 5);
}
