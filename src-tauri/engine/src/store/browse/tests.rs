//! Whatever was written in whatever order: the pages together list the folded state, and the histories the journal.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    fold::{Fold, MemoryRecords, Slot, StateHash, Table},
    op::{Op, Payload, Scope, Seq},
    store::{Store, turns::make_second},
};

const SURFACES: [&str; 8] = [
    "knowledge",
    "skill",
    "run",
    "intent",
    "declagent",
    "registry:mcp",
    "registry:tools",
    "routing",
];

type Said = (usize, u8, u8, u64, usize, u64, u32, u8);

fn any_ops() -> impl Strategy<Value = Vec<Op>> {
    let said = (
        0..SURFACES.len(),
        0..4u8,
        0..3u8,
        0..4u64,
        0..4usize,
        0..6u64,
        0..2u32,
        0..3u8,
    );
    prop::collection::vec(said, 0..60).prop_map(|said| {
        let ops: Vec<_> = (0..).zip(said).map(|(seq, said)| op(seq, said)).collect();
        // A device never uses a stamp twice.
        let stamped: BTreeMap<_, _> = ops.into_iter().map(|op| (op.hlc.clone(), op)).collect();
        stamped.into_values().collect()
    })
}

fn op(seq: u64, (surface, id, agent, epoch, status, wall_ms, counter, device): Said) -> Op {
    let status = ["pending", "committed", "failed", "odd"][status];
    let mut payload = json!({"agent_id": format!("g{agent}"), "epoch": epoch, "status": status});
    if id > 0 {
        payload["id"] = format!("k{id}").into();
    }
    let device = ["a", "b", "c"][usize::from(device)];
    written(device, seq, (wall_ms, counter), SURFACES[surface], payload)
}

fn written(device: &str, seq: u64, (wall_ms, counter): (u64, u32), surface: &str, payload: Value) -> Op {
    let hlc = Hlc {
        wall_ms,
        counter,
        device_id: device.into(),
    };
    let (surface, payload) = (Surface::from_tag(surface).unwrap(), Payload::new(payload).unwrap());
    Op::new(hlc, Seq(seq), None, Scope::Personal, surface, payload)
}

fn holding(ops: &[Op]) -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path(), "a".into()).unwrap();
    let keep = store.write("hold", |write| {
        ops.iter()
            .try_for_each(|op| write.keep_surviving(op.device(), std::iter::once(op)))
    });
    keep.unwrap();
    (dir, store)
}

fn all_of(surface: &str) -> RecordQuery {
    RecordQuery {
        surface: Surface::from_tag(surface).unwrap(),
        starts_with: String::new(),
        contains: String::new(),
        after: None,
        limit: 200,
    }
}

/// Every page after the other, each place once.
fn pages(store: &Store, mut query: RecordQuery) -> Vec<RecordSummary> {
    let mut found = Vec::new();
    loop {
        let page = store.record_page(&query).unwrap();
        assert!(page.records.len() <= query.limit as usize);
        found.extend(page.records);
        let Some(next) = page.next else { return found };
        query.after = Some(next.to_string().parse().unwrap());
    }
}

fn history(store: &Store, slot: &Slot, limit: u32) -> Vec<HistoryEntry> {
    let (mut found, mut before) = (Vec::new(), None);
    loop {
        let page = store.record_history(slot, before.as_ref(), limit).unwrap();
        found.extend(page.entries);
        before = page.next;
        if before.is_none() {
            return found;
        }
    }
}

/// What the rules make of the ops: which slots are filled, and who fills them.
fn folded(ops: &[Op]) -> MemoryRecords {
    let (mut records, mut hash) = (MemoryRecords::default(), StateHash::default());
    for op in ops {
        let Ok(()) = Fold::new(&mut records, &mut hash).op(op, OpRow(0));
    }
    records
}

/// Agent, key and op of what a surface's list should show.
fn expected(surface: &str, ops: &[Op]) -> Vec<(String, String, OpId)> {
    if surface == "routing" {
        let mut entries: Vec<_> = ops.iter().filter(|op| op.surface == Surface::Routing).collect();
        entries.sort_by(|one, other| other.hlc.cmp(&one.hlc));
        return entries.iter().map(|op| (String::new(), op.fold_key(), op.id)).collect();
    }
    let records = folded(ops);
    let of_surface = records.entries.iter().filter(|(slot, _)| slot.table.name() == surface);
    of_surface
        .map(|(slot, entry)| {
            let counts = committed(&records, slot).unwrap_or(entry.op_id);
            (slot.agent.clone(), slot.key.clone(), counts)
        })
        .collect()
}

/// The commit of a run counts before whatever was said of it later.
fn committed(records: &MemoryRecords, slot: &Slot) -> Option<OpId> {
    let slot = Slot {
        table: Table::CommittedRuns,
        ..slot.clone()
    };
    records.entries.get(&slot).map(|entry| entry.op_id)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_pages_together_list_exactly_the_folded_records(ops in any_ops(), limit in 1..5u32) {
        let (_dir, store) = holding(&ops);
        let counts = store.surface_counts().unwrap();
        for surface in SURFACES {
            let listed = pages(&store, RecordQuery { limit, ..all_of(surface) });
            let listed: Vec<_> = listed.into_iter().map(|record| (record.agent, record.key, record.op_id)).collect();
            let expected = expected(surface, &ops);
            let count = counts.iter().find(|count| count.surface == surface);
            prop_assert_eq!(count.map_or(0, |count| count.records), expected.len() as u64);
            prop_assert_eq!(listed, expected);
        }
    }

    #[test]
    fn the_histories_together_are_every_op_held_and_one_of_each_filled_slot_counts(ops in any_ops(), limit in 1..5u32) {
        let (_dir, store) = holding(&ops);
        let records = folded(&ops);
        let slots: BTreeSet<_> = ops.iter().filter_map(Slot::of).collect();
        for slot in slots {
            let mut written: Vec<_> = ops.iter().filter(|op| Slot::of(op).as_ref() == Some(&slot)).collect();
            written.sort_by(|one, other| other.hlc.cmp(&one.hlc));
            let told = history(&store, &slot, limit);
            let ids: Vec<_> = told.iter().map(|entry| entry.record.op_id).collect();
            prop_assert_eq!(ids, written.iter().map(|op| op.id).collect::<Vec<_>>());
            let counting = told.iter().filter(|entry| entry.counts).map(|entry| entry.record.op_id);
            let latest = records.entries.get(&slot).map(|entry| entry.op_id);
            let is_run = slot.table.name() == "intent";
            let held = latest.map(|latest| committed(&records, &slot).filter(|_| is_run).unwrap_or(latest));
            prop_assert_eq!(counting.collect::<Vec<_>>(), held.into_iter().collect::<Vec<_>>());
            prop_assert_eq!(store.record(&slot).unwrap().map(|record| record.op_id), held);
        }
    }

    #[test]
    fn a_store_of_before_gets_the_same_history(ops in any_ops()) {
        let (dir, store) = holding(&ops);
        let rows = |store: &Store| {
            let mut statement = store.conn.prepare("SELECT kind, agent, key, wall, counter, op FROM past_op").unwrap();
            let row = |row: &rusqlite::Row<'_>| (0..6).map(|column| row.get(column)).collect::<Result<Vec<rusqlite::types::Value>, _>>();
            statement.query_map([], row).unwrap().collect::<Result<Vec<_>, _>>().unwrap()
        };
        let before = rows(&store);
        make_second(&store.conn);
        store.conn.execute_batch("DROP TABLE past_op; DROP INDEX op_routing; PRAGMA user_version = 1;").unwrap();
        drop(store);
        let store = Store::open(dir.path(), "a".into()).unwrap();
        prop_assert_eq!(rows(&store), before);
    }
}

/// Facts that differ in their keys, and in one word.
fn facts(keys: &[&str]) -> Vec<Op> {
    let fact = |(seq, key): (u64, &&str)| {
        let payload = json!({"id": key, "text": format!("Größe \"{key}\"")});
        written("a", seq, (seq, 0), "knowledge", payload)
    };
    (0..).zip(keys).map(fact).collect()
}

fn found(store: &Store, starts_with: &str, contains: &str) -> Vec<String> {
    let query = RecordQuery {
        starts_with: starts_with.to_owned(),
        contains: contains.to_owned(),
        limit: 1,
        ..all_of("knowledge")
    };
    pages(store, query).into_iter().map(|record| record.key).collect()
}

#[test]
fn records_are_found_by_how_their_key_starts_and_by_what_they_hold() {
    let (_dir, store) = holding(&facts(&["trip", "trip-2", "Trap", "other"]));
    assert_eq!(found(&store, "trip", ""), ["id:trip", "id:trip-2"]);
    assert_eq!(found(&store, "id:trip-", ""), ["id:trip-2"]);
    assert_eq!(found(&store, "", "TR"), ["id:Trap", "id:trip", "id:trip-2"]);
    assert_eq!(found(&store, "", "grÖSSe"), Vec::<String>::new());
    assert_eq!(
        found(&store, "", "GRÖßE \"o"),
        ["id:other"],
        "as it reads, not as it is kept"
    );
    assert_eq!(found(&store, "trip", "-2"), ["id:trip-2"]);
}

#[test]
fn a_search_that_finds_nothing_comes_back_early_and_says_where_to_go_on() {
    let keys: Vec<_> = (0..2_500).map(|n| format!("k{n:05}")).collect();
    let (_dir, store) = holding(&facts(&keys.iter().map(String::as_str).collect::<Vec<_>>()));
    let query = RecordQuery {
        contains: "k02400".to_owned(),
        ..all_of("knowledge")
    };
    let page = store.record_page(&query).unwrap();
    assert_eq!((page.records.len(), page.examined), (0, 2_000));
    let rest = store
        .record_page(&RecordQuery {
            after: page.next,
            ..query
        })
        .unwrap();
    assert_eq!((rest.records.len(), rest.examined, rest.next), (1, 500, None));
}

#[test]
fn a_page_of_huge_values_ends_before_its_limit() {
    let huge = "x".repeat(5 << 20);
    let value = |seq| {
        written(
            "a",
            seq,
            (seq, 0),
            "skill",
            json!({"id": format!("s{seq}"), "text": huge}),
        )
    };
    let (_dir, store) = holding(&[value(0), value(1), value(2)]);
    let page = store.record_page(&all_of("skill")).unwrap();
    assert_eq!(page.records.len(), 2);
    assert!(page.records[0].bytes > 5 << 20 && page.records[0].preview.chars().count() == 240);
    let rest = store
        .record_page(&RecordQuery {
            after: page.next,
            ..all_of("skill")
        })
        .unwrap();
    assert_eq!((rest.records.len(), rest.next), (1, None));
}

#[test]
fn lists_and_histories_are_read_along_an_index() {
    let (_dir, store) = holding(&[]);
    let plan = |sql: &str| {
        let mut statement = store.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps: Vec<String> = statement
            .query_map([], |row| row.get(3))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        steps.join("; ")
    };
    let routing =
        plan("SELECT * FROM op o WHERE o.surface = 'routing' AND o.wall <= 5 ORDER BY o.wall DESC, o.counter DESC");
    assert!(routing.contains("op_routing") && !routing.contains("TEMP"), "{routing}");
    let count =
        plan("SELECT count(*) FROM (SELECT 1 FROM op WHERE surface = 'routing' AND 'routing' = surface LIMIT 9)");
    assert!(count.contains("op_routing"), "{count}");
    let keyed =
        plan("SELECT * FROM record r WHERE r.kind = 'x' AND (r.agent, r.key) >= ('', 'k') ORDER BY r.agent, r.key");
    assert!(
        keyed.contains("PRIMARY KEY (kind=? AND (agent,key)>(?,?))") && !keyed.contains("TEMP"),
        "{keyed}"
    );
}

#[test]
fn a_run_that_was_committed_stays_committed_in_its_list_alone_and_in_its_history() {
    let intent = |seq, status: &str, epoch| {
        let payload = json!({"agent_id": "planner", "id": "r1", "status": status, "epoch": epoch});
        written("a", seq, (seq, 0), "intent", payload)
    };
    let ops = [
        intent(1, "pending", 1),
        intent(2, "committed", 1),
        intent(3, "failed", 2),
    ];
    let (_dir, store) = holding(&ops);
    let slot = Slot::of(&ops[0]).unwrap();
    let listed = pages(&store, all_of("intent"));
    assert_eq!(listed[0].op_id, ops[1].id);
    assert_eq!(store.record(&slot).unwrap().as_ref(), listed.first());
    let told: Vec<_> = history(&store, &slot, 2)
        .into_iter()
        .map(|entry| (entry.record.op_id, entry.counts))
        .collect();
    assert_eq!(told, [(ops[2].id, false), (ops[1].id, true), (ops[0].id, false)]);
}
