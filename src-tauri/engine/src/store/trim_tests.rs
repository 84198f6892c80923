use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    op::{Epoch, Hlc, Millis, Op, Payload, Scope, Seq, Surface},
    store::{ConversationSummary, SearchQuery},
};

const DEVICES: u8 = 3;
const WORDS: [&str; 4] = ["tide", "train", "zebra", "lantern"];
const NEVER: Millis = Millis(u64::MAX);

/// What an op says, and how long after the one before it on its device.
type Said = (u64, Surface, Value);

#[derive(Debug, Clone)]
enum Step {
    /// Take over so many more ops of a device.
    Take(u8, usize),
    /// From now on, show what is at least as new.
    Show(u64),
    /// So many idle moments.
    Idle(u8),
}

fn any_said() -> impl Strategy<Value = Said> {
    let turn = (0..5u8, 0..WORDS.len(), any::<bool>()).prop_map(|(conversation, word, assistant)| {
        let role = if assistant { "assistant" } else { "user" };
        let turn = json!({"conversation_id": format!("c{conversation}"), "role": role, "content": WORDS[word]});
        (Surface::Conversation, turn)
    });
    let intent = (0..2u8, 0..3u8, 0..4u64, 0..3usize).prop_map(|(agent, run, epoch, status)| {
        let status = ["pending", "committed", "failed"][status];
        let (agent, run) = (format!("a{agent}"), format!("r{run}"));
        (
            Surface::Intent,
            json!({"agent_id": agent, "id": run, "run_id": run, "epoch": epoch, "status": status}),
        )
    });
    let route = (0..9u8).prop_map(|to| (Surface::Routing, json!({"to": to})));
    let trajectory = (0..4u8).prop_map(|id| (Surface::Trajectory, json!({"id": format!("t{id}")})));
    let what = prop_oneof![6 => turn, 2 => intent, 1 => route, 1 => trajectory];
    (0..40u64, what).prop_map(|(pause, (surface, payload))| (pause, surface, payload))
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..DEVICES, 1..6usize).prop_map(|(device, ops)| Step::Take(device, ops)),
        prop_oneof![Just(0), 0..600u64].prop_map(Step::Show),
        (1..6u8).prop_map(Step::Idle),
    ]
}

fn chain(device: u8, said: Vec<Said>) -> Vec<Op> {
    let (mut ops, mut wall_ms): (Vec<Op>, u64) = (Vec::new(), 1);
    for (seq, (pause, surface, payload)) in (0..).zip(said) {
        wall_ms += pause;
        let hlc = Hlc {
            wall_ms,
            counter: seq,
            device_id: format!("d{device}").into(),
        };
        let (prev, payload) = (ops.last().map(|op| op.id), Payload::new(payload).unwrap());
        ops.push(Op::new(hlc, Seq(seq.into()), prev, Scope::Personal, surface, payload));
    }
    ops
}

fn open(dir: &Path) -> Store {
    Store::open(dir, "own".into()).unwrap()
}

fn take(store: &mut Store, ops: &[Op]) {
    let taken = store.write("test", |write| write.extend_chain(ops, 1, NEVER));
    taken.unwrap();
}

/// Has all the idle moments it wants.
fn rest(store: &mut Store, horizon: Horizon) {
    while store.catch_up_search().unwrap() || store.follow_retention(horizon).unwrap() {}
    assert!(!store.is_search_behind(horizon).unwrap());
}

/// Everything a reader can ask for below the facade.
#[derive(Debug, PartialEq)]
struct Seen {
    listed: Vec<ConversationSummary>,
    found: Vec<Vec<(String, u64)>>,
}

/// In which conversations a word is found, each with its newest stamp, in the list's order.
fn found_in(store: &Store, horizon: Horizon, word: &str) -> Vec<(String, u64)> {
    let query = SearchQuery {
        words: vec![word.to_owned()],
        ..SearchQuery::default()
    };
    let found = store.find(horizon, &query, None, 1000, 1).unwrap();
    let ids: Vec<_> = found.hits.iter().map(|hit| hit.turn.conversation_id.as_str()).collect();
    let listed = store.conversations(Horizon::default(), 0, 0).unwrap().conversations;
    let listed = listed.into_iter().filter(|one| ids.contains(&one.id.as_str()));
    listed.map(|one| (one.id, one.last_activity_ms)).collect()
}

fn seen(store: &Store, horizon: Horizon) -> Seen {
    let listed = store.conversations(horizon, 0, 0).unwrap();
    assert_eq!(listed.total, listed.conversations.len() as u64);
    let found = WORDS.map(|word| found_in(store, horizon, word));
    Seen {
        listed: listed.conversations,
        found: found.to_vec(),
    }
}

fn shown(all: Seen, horizon: Horizon) -> Seen {
    let Seen { mut listed, mut found } = all;
    listed.retain(|conversation| conversation.last_activity_ms >= horizon.0);
    for list in &mut found {
        list.retain(|(_, last)| *last >= horizon.0);
    }
    Seen { listed, found }
}

/// The parts that no retention ever changes: transcripts, ledger, journal.
fn check_untouched(store: &Store, plain: &Store) {
    assert_eq!(store.summary().unwrap().hash, plain.summary().unwrap().hash);
    assert_eq!(store.summary().unwrap().turns, plain.summary().unwrap().turns);
    for conversation in (0..5).map(|number| format!("c{number}")) {
        assert_eq!(
            store.transcript(&conversation).unwrap(),
            plain.transcript(&conversation).unwrap()
        );
    }
    for agent in ["a0", "a1"] {
        let ledger = |store: &Store| {
            let runs = ["r0", "r1", "r2"].map(|run| store.committed_run(agent, run).unwrap());
            let epoch: Epoch = store.fencing_epoch(agent).unwrap();
            (runs, store.pending_runs(agent).unwrap(), epoch)
        };
        assert_eq!(ledger(store), ledger(plain));
    }
    for device in (0..DEVICES).map(|number| format!("d{number}").into()) {
        let journal = |store: &Store| store.range(&device, (Seq(0), Seq(1000)), 1000, usize::MAX).unwrap();
        assert_eq!(journal(store), journal(plain));
    }
}

fn check_index(dir: &Path) {
    let conn = Connection::open(dir.join(super::super::FILE_NAME)).unwrap();
    conn.execute("INSERT INTO turn_text (turn_text) VALUES ('integrity-check')", [])
        .unwrap();
}

/// Turns in the index, and bytes that its words take.
fn index_size(dir: &Path) -> (i64, i64) {
    let conn = Connection::open(dir.join(super::super::FILE_NAME)).unwrap();
    let number = |sql| conn.query_row(sql, [], |row| row.get(0)).unwrap();
    (
        number("SELECT count(*) FROM turn_text_docsize"),
        number("SELECT sum(length(block)) FROM turn_text_data"),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_is_shown_meanwhile_nothing_is_lost_and_all_of_it_comes_back(
        said in prop::collection::vec(prop::collection::vec(any_said(), 0..16), DEVICES as usize),
        steps in prop::collection::vec(any_step(), 0..24),
    ) {
        let (plain_dir, dir) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut plain, mut store) = (open(plain_dir.path()), open(dir.path()));
        let mut chains: Vec<_> = (0..DEVICES).zip(said).map(|(device, said)| chain(device, said)).collect();
        chains.iter().for_each(|chain| take(&mut plain, chain));
        rest(&mut plain, Horizon::default());

        let mut horizon = Horizon::default();
        for step in steps {
            match step {
                Step::Take(device, ops) => {
                    let chain = &mut chains[usize::from(device)];
                    let taken: Vec<_> = chain.drain(..ops.min(chain.len())).collect();
                    take(&mut store, &taken);
                }
                Step::Show(since) => horizon = Horizon(since),
                Step::Idle(moments) => for _ in 0..moments {
                    let _ = store.catch_up_search().unwrap() || store.follow_retention(horizon).unwrap();
                },
            }
        }
        chains.iter().for_each(|chain| take(&mut store, chain));

        rest(&mut store, horizon);
        check_untouched(&store, &plain);
        prop_assert_eq!(seen(&store, horizon), shown(seen(&plain, Horizon::default()), horizon));
        check_index(dir.path());
        let (indexed, _) = index_size(dir.path());
        let expected: u64 = seen(&store, horizon).listed.iter().map(|conversation| conversation.turns).sum();
        prop_assert_eq!(indexed.cast_unsigned(), expected);

        rest(&mut store, Horizon::default());
        check_untouched(&store, &plain);
        prop_assert_eq!(seen(&store, Horizon::default()), seen(&plain, Horizon::default()));
        prop_assert_eq!(index_size(dir.path()).0, index_size(plain_dir.path()).0);
        check_index(dir.path());
    }
}

fn turns(device: u8, conversation: &str, count: u64) -> Vec<Op> {
    let turn =
        |n| json!({"conversation_id": conversation, "content": format!("word{n} spoken on the {n}th of the days")});
    chain(
        device,
        (0..count).map(|n| (1, Surface::Conversation, turn(n))).collect(),
    )
}

#[test]
fn what_is_not_shown_takes_no_room_in_the_index() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    take(&mut store, &turns(0, "old", 300));
    rest(&mut store, Horizon::default());
    let (indexed, bytes) = index_size(dir.path());
    assert_eq!(indexed, 300);
    rest(&mut store, Horizon(10_000));
    let (left, bytes_left) = index_size(dir.path());
    assert_eq!(left, 0);
    assert!(bytes_left * 10 < bytes, "{bytes_left} of {bytes} bytes are left");
    assert_eq!(store.transcript("old").unwrap().len(), 300);
}

#[test]
fn a_new_turn_brings_its_conversation_back_as_a_whole() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let mut old = turns(0, "trip", 20);
    let mut late = old.split_off(19);
    take(&mut store, &old);
    let horizon = Horizon(100);
    rest(&mut store, horizon);
    assert!(seen(&store, horizon).listed.is_empty());
    late[0] = {
        let hlc = Hlc {
            wall_ms: 200,
            ..late[0].hlc.clone()
        };
        let payload = late[0].payload.clone();
        Op::new(
            hlc,
            late[0].seq,
            late[0].prev,
            Scope::Personal,
            Surface::Conversation,
            payload,
        )
    };
    take(&mut store, &late);
    assert_eq!(seen(&store, horizon).listed[0].turns, 20);
    rest(&mut store, horizon);
    for word in ["word0", "word11", "word19"] {
        assert_eq!(found_in(&store, horizon, word).len(), 1, "{word}");
    }
}

/// A store whose only conversation, of seven turns, the retention took out of the index.
fn trimmed() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let turn = || {
        (
            1,
            Surface::Conversation,
            json!({"conversation_id": "c", "content": "tide"}),
        )
    };
    take(&mut store, &chain(0, std::iter::repeat_with(turn).take(7).collect()));
    rest(&mut store, Horizon::default());
    rest(&mut store, Horizon(1_000));
    (dir, store)
}

fn tides(store: &Store) -> usize {
    let query = SearchQuery {
        words: vec!["tide".to_owned()],
        ..SearchQuery::default()
    };
    store.find(Horizon::default(), &query, None, 100, 1).unwrap().hits.len()
}

#[test]
fn an_index_made_anew_while_turns_wait_to_come_back_has_each_of_them_once() {
    let (_dir, mut store) = trimmed();
    assert_eq!(tides(&store), 0);
    // The mark goes down as soon as anything is shown again; the turns follow in idle moments, which have not come.
    store
        .conn
        .execute("UPDATE state SET trimmed_wall = ?1, trimmed_no = 0", [Ordered(0)])
        .unwrap();
    store.rebuild_search().unwrap();
    rest(&mut store, Horizon::default());
    assert_eq!(tides(&store), 7);
    assert_eq!(store.soundness().unwrap().search, Vec::<String>::new());
}

#[test]
fn what_the_retention_took_out_of_the_index_is_no_damage() {
    let (_dir, store) = trimmed();
    assert_eq!(store.soundness().unwrap().search, Vec::<String>::new());
}
