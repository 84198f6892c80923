use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::store::{PageFrom, turns::make_second};
use crate::{
    fold::Role,
    op::{DeviceId, Hlc, Millis, Op, Payload, Scope, Seq, Surface},
};

const WORDS: [&str; 8] = [
    "tide",
    "tides",
    "train",
    "Zebra",
    "lantern",
    "café",
    "re-run",
    "run_tests",
];
const TOOLS: [&str; 3] = ["bash", "run_tests", "Read File"];
const ROLES: [&str; 3] = ["user", "assistant", "tool"];
const EVERYTHING: Horizon = Horizon(0);

#[derive(Debug, Clone)]
struct Said {
    device: u8,
    role: usize,
    words: Vec<usize>,
    tool: Option<usize>,
    at: u64,
}

fn any_said() -> impl Strategy<Value = Said> {
    let words = prop::collection::vec(0..WORDS.len(), 0..5);
    (0..3u8, 0..3usize, words, prop::option::of(0..TOOLS.len()), 1..400u64).prop_map(
        |(device, role, words, tool, at)| Said {
            device,
            role,
            words,
            tool,
            at,
        },
    )
}

fn any_query() -> impl Strategy<Value = SearchQuery> {
    let word = prop_oneof![
        (0..WORDS.len()).prop_map(|word| WORDS[word].to_owned()),
        (0..WORDS.len(), 1..6usize).prop_map(|(word, length)| WORDS[word].chars().take(length).collect()),
        Just("cafe".to_owned()),
        Just("tide train".to_owned()),
        Just("—".to_owned()),
    ];
    let filters = (
        prop::option::of(prop::collection::vec(0..4u8, 1..3)),
        prop::option::of(0..3usize),
        prop::option::of(0..TOOLS.len()),
        prop::option::of(0..400u64),
        prop::option::of(0..400u64),
    );
    (prop::collection::vec(word, 0..3), any::<bool>(), filters).prop_map(
        |(words, last_is_begun, (devices, role, tool, after_ms, before_ms))| SearchQuery {
            words,
            last_is_begun,
            devices: devices.map(|devices| devices.into_iter().map(device).collect()),
            role: role.map(|role| [Role::User, Role::Assistant, Role::Tool][role]),
            tool: tool.map(|tool| TOOLS[tool].to_uppercase()),
            after_ms,
            before_ms,
        },
    )
}

fn device(number: u8) -> DeviceId {
    format!("d{number}").into()
}

fn ops(of: u8, said: &[Said]) -> Vec<Op> {
    let mut ops: Vec<Op> = Vec::new();
    for (seq, said) in (0..).zip(said.iter().filter(|said| said.device == of)) {
        let text: Vec<_> = said.words.iter().map(|word| WORDS[*word]).collect();
        let call = said
            .tool
            .map(|tool| json!({"name": TOOLS[tool], "arguments": {"path": ["lighthouse"]}}));
        let payload = json!({
            "conversation_id": "c", "content": text.join(" "), "timestamp": said.at,
            "role": ROLES[said.role], "tool_calls": call.into_iter().collect::<Vec<_>>(),
        });
        let hlc = Hlc {
            wall_ms: 1,
            counter: seq,
            device_id: device(of),
        };
        let prev = ops.last().map(|op| op.id);
        let payload = Payload::new(payload).unwrap();
        ops.push(Op::new(
            hlc,
            Seq(seq.into()),
            prev,
            Scope::Personal,
            Surface::Conversation,
            payload,
        ));
    }
    ops
}

fn filled(said: &[Said]) -> (tempfile::TempDir, Store, Vec<Op>) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path(), "own".into()).unwrap();
    let mut all = Vec::new();
    for chain in (0..3).map(|number| ops(number, said)).filter(|chain| !chain.is_empty()) {
        store
            .write("test", |write| write.extend_chain(&chain, 1, Millis(u64::MAX)))
            .unwrap();
        all.extend(chain);
    }
    while store.catch_up_search().unwrap() {}
    (dir, store, all)
}

/// The words of a text, as a person would say.
fn words(text: &str) -> Vec<String> {
    let plain = text.to_lowercase().replace('é', "e");
    let words = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn has(text: &[String], word: &str, is_begun: bool) -> bool {
    let wanted = words(word);
    text.windows(wanted.len().max(1)).any(|run| {
        run.iter().zip(&wanted).enumerate().all(|(at, (said, wanted))| {
            said == wanted || (is_begun && at + 1 == wanted_len(word) && said.starts_with(wanted.as_str()))
        })
    })
}

fn wanted_len(word: &str) -> usize {
    words(word).len()
}

fn is_naively_found(turn: &Turn, query: &SearchQuery) -> bool {
    let text = words(&searchable_text(turn));
    let last = query.words.len().saturating_sub(1);
    let begun = |at: usize, word: &str| {
        at == last
            && query.last_is_begun
            && (!word.is_ascii() || word.chars().filter(|c| c.is_alphanumeric()).count() >= 3)
    };
    let spoken = query.words.iter().enumerate().filter(|(_, word)| wanted_len(word) > 0);
    let tool = |name: &String| {
        turn.tool_calls
            .iter()
            .any(|call| call.name.to_lowercase() == name.to_lowercase())
    };
    !query.is_empty()
        && spoken.clone().all(|(at, word)| has(&text, word, begun(at, word)))
        && query
            .devices
            .as_ref()
            .is_none_or(|devices| devices.contains(&turn.hlc.device_id))
        && query.role.is_none_or(|role| role == turn.role)
        && query.tool.as_ref().is_none_or(tool)
        && query.after_ms.is_none_or(|after| turn.timestamp >= after)
        && query.before_ms.is_none_or(|before| turn.timestamp < before)
}

/// Every hit, a page at a time.
fn all_pages(store: &Store, query: &SearchQuery) -> Vec<Hit> {
    let (mut hits, mut from) = (Vec::new(), None);
    loop {
        let page = store.find(EVERYTHING, query, from, 7, 500).unwrap();
        hits.extend(page.hits);
        from = page.next;
        if from.is_none() {
            return hits;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn a_search_finds_exactly_the_turns_that_a_look_at_each_finds(
        said in prop::collection::vec(any_said(), 0..40), queries in prop::collection::vec(any_query(), 1..8),
    ) {
        let (_dir, store, ops) = filled(&said);
        for query in queries {
            let expected: BTreeSet<_> = ops.iter().filter(|op| is_naively_found(&Turn::of(op), &query)).map(|op| op.id).collect();
            let hits = all_pages(&store, &query);
            let found: BTreeSet<_> = hits.iter().map(|hit| hit.turn.op_id).collect();
            prop_assert_eq!(&found, &expected, "{:?}", query);
            prop_assert_eq!(hits.len(), found.len(), "a turn came twice");
            let first = store.find(EVERYTHING, &query, None, 7, 500).unwrap();
            prop_assert_eq!((first.total, first.has_uncounted), (expected.len() as u64, false));
        }
    }
}

fn plain(count: u64, text: impl Fn(u64) -> String) -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path(), "own".into()).unwrap();
    store
        .write("test", |write| {
            (0..count).try_for_each(|n| {
                let turn = json!({"conversation_id": "c", "content": text(n), "timestamp": 1000 + n});
                let payload = Payload::new(turn).unwrap();
                write
                    .append(Scope::Personal, Surface::Conversation, payload, 5)
                    .map(drop)
            })
        })
        .unwrap();
    while store.catch_up_search().unwrap() {}
    (dir, store)
}

fn query(word: &str) -> SearchQuery {
    SearchQuery {
        words: vec![word.to_owned()],
        last_is_begun: true,
        ..SearchQuery::default()
    }
}

#[test]
fn beyond_the_bound_pages_go_on_to_the_oldest_and_the_total_is_not_counted_further() {
    let (_dir, store) = plain(130, |n| format!("tide {n}"));
    let first = store.find(EVERYTHING, &query("tide"), None, 20, 5000).unwrap();
    assert!(first.has_uncounted);
    let hits = all_pages(&store, &query("tide"));
    let found: BTreeSet<_> = hits.iter().map(|hit| hit.said_ms).collect();
    assert_eq!((hits.len(), found.len()), (130, 130));
    let words = SearchQuery {
        last_is_begun: false,
        ..query("tide")
    };
    let counted = store.find(EVERYTHING, &words, None, 20, 5000).unwrap();
    assert_eq!((counted.total, counted.has_uncounted), (MOST_COUNTED, true));
}

#[test]
fn a_rare_word_is_found_among_many_that_begin_like_it() {
    let (_dir, store) = plain(130, |n| {
        if n == 3 {
            "trackless".to_owned()
        } else {
            "track".to_owned()
        }
    });
    let found = store.find(EVERYTHING, &query("trackl"), None, 20, 5000).unwrap();
    assert_eq!((found.hits.len(), found.total, found.has_uncounted), (1, 1, false));
}

#[test]
fn what_fits_as_well_comes_newest_first_and_what_fits_better_before_it() {
    let (_dir, store) = plain(30, |n| {
        if n == 4 {
            "tide tide tide".to_owned()
        } else {
            "tide and more of this".to_owned()
        }
    });
    let found = store.find(EVERYTHING, &query("tide"), None, 3, 5000).unwrap();
    let said: Vec<_> = found.hits.iter().map(|hit| hit.said_ms - 1000).collect();
    assert_eq!(said, [4, 29, 28]);
}

#[test]
fn what_is_not_indexed_yet_is_counted() {
    let (_dir, mut store) = plain(4, |n| n.to_string());
    let turn = Payload::new(json!({"content": "tide"})).unwrap();
    store
        .write("test", |write| {
            write.append(Scope::Personal, Surface::Conversation, turn, 5)
        })
        .unwrap();
    let found = store.find(EVERYTHING, &query("tide"), None, 3, 5000).unwrap();
    assert_eq!((found.hits.len(), found.unsearchable), (0, 1));
}

/// Makes a store one of the first version.
const FORMER: &str = "DROP TABLE turn_text; DROP TABLE turn_text_place; DROP TABLE past_op; DROP INDEX op_routing;
    CREATE VIRTUAL TABLE turn_text USING fts5 (text, content = ''); PRAGMA user_version = 1;";

#[test]
fn a_store_of_before_is_searchable_again_once_the_background_has_caught_up() {
    let (dir, store) = plain(7, |number| format!("lantern {number}"));
    make_second(&store.conn);
    store.conn.execute_batch(FORMER).unwrap();
    drop(store);
    let mut store = Store::open(dir.path(), "own".into()).unwrap();
    while store.catch_up_search().unwrap() {}
    assert_eq!(all_pages(&store, &query("lantern")).len(), 7);
}

#[test]
fn a_store_of_the_second_version_keeps_its_turns_in_order_and_becomes_searchable_again() {
    let (dir, mut store) = plain(70, |number| format!("lantern {number}"));
    let turns = store.transcript("c").unwrap();
    let cursor = store.turn_page("c", PageFrom::End, 1).unwrap().unwrap().turns[0].cursor;
    make_second(&store.conn);
    drop(store);
    let looked_at = Store::open_to_read(dir.path(), "own".into()).unwrap().unwrap();
    assert_eq!(looked_at.soundness().unwrap(), crate::store::Soundness::default());
    assert_eq!(looked_at.transcript("c").unwrap(), turns);
    store = Store::open(dir.path(), "own".into()).unwrap();
    assert_eq!(store.transcript("c").unwrap(), turns);
    assert_eq!(store.turn("c", cursor).unwrap().as_ref(), turns.last());
    assert!(store.recompute().unwrap().agrees());
    assert_eq!(
        store
            .find(EVERYTHING, &query("lantern"), None, 3, 5000)
            .unwrap()
            .unsearchable,
        70
    );
    while store.catch_up_search().unwrap() {}
    assert_eq!(all_pages(&store, &query("lantern")).len(), 70);
    assert_eq!(store.soundness().unwrap(), crate::store::Soundness::default());
}

#[test]
fn a_store_of_before_can_be_looked_at_and_is_sound() {
    let (dir, store) = plain(3, |number| format!("lantern {number}"));
    make_second(&store.conn);
    store.conn.execute_batch(FORMER).unwrap();
    drop(store);
    let store = Store::open_to_read(dir.path(), "own".into()).unwrap().unwrap();
    assert_eq!(store.soundness().unwrap(), crate::store::Soundness::default());
}
