//! The fold: the same winners under every key, whatever the order and the batching.

use std::collections::BTreeMap;

use baton_engine::fold::{Fold, MemoryRecords, OpRow, StateHash, Table};
use baton_tests::Random;
use car_sync::fold::{FoldedRecord, SyncState, fold, fold_onto};

use crate::twins::{Twin, chains};

/// Who won each key of each table, and the fences.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    winners: BTreeMap<(String, String, String), String>,
    fences: BTreeMap<String, u64>,
}

fn ours(records: &MemoryRecords) -> Outcome {
    let winner = |(slot, entry): (&baton_engine::fold::Slot, &baton_engine::fold::Entry)| {
        let table = slot.table.name().to_owned();
        ((table, slot.agent.clone(), slot.key.clone()), entry.op_id.to_string())
    };
    Outcome {
        winners: records.entries.iter().map(winner).collect(),
        fences: records
            .fences
            .iter()
            .map(|(agent, epoch)| (agent.clone(), epoch.get()))
            .collect(),
    }
}

/// What the reference folded. Streams are left out: they have no winners, see [`streams`].
pub fn theirs(state: &SyncState) -> Outcome {
    let mut outcome = Outcome::default();
    let mut take = |table: &str, agent: &str, records: &BTreeMap<String, FoldedRecord>| {
        for (key, record) in records {
            outcome
                .winners
                .insert((table.to_owned(), agent.to_owned(), key.clone()), record.op_id.clone());
        }
    };
    let keyed = state.logs.iter().filter(|(surface, _)| !is_stream(surface));
    keyed
        .chain(&state.registries)
        .for_each(|(surface, records)| take(surface, "", records));
    for (agent, ledger) in &state.intents {
        take(Table::Runs.name(), agent, &ledger.runs);
        take(Table::CommittedRuns.name(), agent, &ledger.committed_runs);
    }
    outcome.fences = state
        .intents
        .iter()
        .map(|(agent, ledger)| (agent.clone(), ledger.fencing_epoch))
        .collect();
    outcome
}

fn is_stream(surface: &str) -> bool {
    surface == "routing" || surface == "conversation"
}

/// The digest of a state that holds exactly what the reference folded.
fn digest_of(state: &SyncState, twins: &[Twin]) -> StateHash {
    let mut hash = StateHash::default();
    let by_id: BTreeMap<_, _> = twins.iter().map(|twin| (&twin.theirs.op_id, twin)).collect();
    for (surface, records) in state.logs.iter().filter(|(surface, _)| is_stream(surface)) {
        for record in records.values() {
            let op = &by_id[&record.op_id].ours;
            assert_eq!(op.surface.to_string(), *surface);
            hash.add_stream_op(&op.surface, op.id);
        }
    }
    hash
}

fn fold_ours(twins: &[Twin]) -> (MemoryRecords, StateHash) {
    let (mut records, mut hash) = (MemoryRecords::default(), StateHash::default());
    for (row, twin) in twins.iter().enumerate() {
        let Ok(()) = Fold::new(&mut records, &mut hash).op(&twin.ours, OpRow(row as i64));
    }
    (records, hash)
}

#[test]
fn every_key_is_won_by_the_op_that_wins_it_in_the_reference() {
    for seed in 0..40 {
        let mut random = Random::new(seed);
        let mut twins = chains(&mut random, &["a", "b", "c"], 250);
        let state = fold(&twins.iter().map(|twin| twin.theirs.clone()).collect::<Vec<_>>());
        let mut hashes = Vec::new();
        for _ in 0..4 {
            let (records, hash) = fold_ours(&twins);
            assert_eq!(ours(&records), theirs(&state), "seed {seed}");
            hashes.push(hash);
            random.shuffle(&mut twins);
        }
        assert!(
            hashes.windows(2).all(|pair| pair[0] == pair[1]),
            "seed {seed}: the digest depends on the order"
        );
    }
}

#[test]
fn streams_hold_every_op_once_as_in_the_reference() {
    let mut random = Random::new(77);
    let mut twins = chains(&mut random, &["a", "b"], 600);
    twins.retain(|twin| is_stream(&twin.ours.surface.to_string()));
    assert!(twins.len() > 50);
    let mut resent: Vec<_> = twins.iter().map(|twin| twin.theirs.clone()).collect();
    resent.extend_from_within(..20);
    let state = fold(&resent);
    assert_eq!(fold_ours(&twins).1, digest_of(&state, &twins));
}

#[test]
fn folding_a_part_and_then_the_rest_is_folding_all_in_both_engines() {
    for seed in 100..130 {
        let mut random = Random::new(seed);
        let mut twins = chains(&mut random, &["a", "b", "c"], 120);
        random.shuffle(&mut twins);
        let cut = random.below(twins.len());
        let records = |twins: &[Twin]| twins.iter().map(|twin| twin.theirs.clone()).collect::<Vec<_>>();
        let state = fold_onto(&fold(&records(&twins[..cut])), &records(&twins[cut..]));
        assert_eq!(ours(&fold_ours(&twins).0), theirs(&state), "seed {seed}");
    }
}
