//! Stores damaged from within and without.

use std::{fs, path::PathBuf};

use baton_engine::{
    FindingCode, Scope, Severity, SyncError, SyncSubsystem, examine_device, repair_device, store::StoreError,
};
use baton_tests::{Fleet, Pair, exchange, files_below, files_ending, say, snapshot};

use serde_json::json;

use crate::patient::{found, is_not_told, is_told, look, operate};

/// A closed store with two chains in it.
fn closed(fleet: &Fleet) -> PathBuf {
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    for n in 0..40 {
        say(&mut a, "c", &format!("needle {n}"));
        say(&mut b, "c", &format!("hay {n}"));
    }
    exchange(&mut [&mut a, &mut b]);
    while a.catch_up_search().unwrap() {}
    fleet.data("a").join("baton.db")
}

fn operated(sql: &str) -> (Fleet, SyncSubsystem) {
    let fleet = Fleet::new();
    operate(&closed(&fleet), sql);
    let a = fleet.device("a");
    (fleet, a)
}

#[test]
fn a_digest_that_is_not_the_records_is_told() {
    let (_fleet, mut a) = operated("UPDATE state SET hash = zeroblob(128)");
    is_told(&look(&mut a), FindingCode::StateDiffers, Severity::Error);
}

#[test]
fn a_record_that_is_not_the_journals_is_told() {
    let fleet = Fleet::new();
    let store = closed(&fleet);
    operate(&store, "INSERT INTO fence (agent, epoch) VALUES ('ghost', 3)");
    is_told(
        &look(&mut fleet.device("a")),
        FindingCode::StateDiffers,
        Severity::Error,
    );
}

#[test]
fn a_turn_that_is_not_listed_is_told() {
    let (_fleet, mut a) = operated("DELETE FROM turn WHERE op = 3");
    is_told(&look(&mut a), FindingCode::StateDiffers, Severity::Error);
}

#[test]
fn a_change_that_was_altered_in_the_journal_is_told_with_its_place() {
    let (_fleet, mut a) = operated("UPDATE op SET payload = replace(payload, 'needle 7', 'needle 8')");
    let checkup = look(&mut a);
    let broken = is_told(&checkup, FindingCode::BrokenChain, Severity::Error);
    assert!(broken.detail.contains("Change 8 of a"), "{}", broken.detail);
}

#[test]
fn a_change_that_is_not_the_one_recorded_is_not_sent_and_the_store_is_called_damaged() {
    let altered = r#"{"content":"other","conversation_id":"c","role":"user"}"#;
    // As many as make one segment, and two; the last change is one that no other speaks of.
    for (turns, text, seq) in [
        (12, "{", 9),
        (33_000, "{", 9),
        (12, altered, 9),
        (12, altered, 11),
        (33_000, altered, 32_999),
    ] {
        let fleet = Fleet::new();
        {
            let mut a = fleet.device("a");
            let turn = json!({"conversation_id": "c", "role": "user", "content": "hello"});
            a.record_turns(Scope::Personal, &vec![turn; turns]).unwrap();
        }
        operate(
            &fleet.data("a").join("baton.db"),
            &format!("UPDATE op SET payload = '{text}' WHERE seq = {seq}"),
        );
        let refused = fleet.device("a").pump().unwrap_err();
        assert!(
            matches!(refused, SyncError::Store(StoreError::Damaged { .. })),
            "{refused}"
        );
    }
}

#[test]
fn a_change_that_is_gone_from_the_journal_is_told_in_every_chain() {
    for (sql, place) in [
        ("DELETE FROM op WHERE device = 1 AND seq = 5", "Change 7 of a"),
        ("DELETE FROM op WHERE seq = 39", "Change 40 of"),
        ("DELETE FROM op WHERE seq = 0", "Change 2 of"),
    ] {
        let (_fleet, mut a) = operated(sql);
        let checkup = look(&mut a);
        let broken = is_told(&checkup, FindingCode::BrokenChain, Severity::Error);
        assert!(broken.detail.contains(place), "{}", broken.detail);
    }
}

#[test]
fn a_damaged_search_index_is_told_and_made_anew() {
    for sql in [
        "DELETE FROM turn_text_docsize WHERE id IN (SELECT id FROM turn_text_docsize LIMIT 19)",
        "DELETE FROM turn_text_place WHERE op = (SELECT max(op) FROM turn_text_place)",
        "UPDATE turn_text_data SET block = x'0102030405' WHERE id > 10",
        "DELETE FROM turn_text_data WHERE id > 10",
    ] {
        let (_fleet, mut a) = operated(sql);
        let checkup = look(&mut a);
        assert!(
            is_told(&checkup, FindingCode::SearchDamaged, Severity::Warning)
                .repair
                .is_some()
        );
        is_not_told(&checkup, FindingCode::StoreDamaged);
        let repaired = a.examine(true).unwrap();
        assert!(repaired.healthy, "{sql}: {repaired:#?}");
        assert!(found(&repaired, FindingCode::SearchDamaged).repaired.is_some());
        let answer = a.search("needle", &|_| None, None, 9).unwrap();
        assert_eq!(answer.found.total, 40, "{sql}");
    }
}

/// The command's way: it must not need to open what is damaged.
fn by_command(pair: &Pair) -> baton_engine::Checkup {
    examine_device(&pair.a.root, &pair.a.relay).unwrap()
}

fn with_turns(pair: &Pair) -> PathBuf {
    let turn = "{\"conversation_id\":\"c\",\"role\":\"user\",\"content\":\"hello\"}\n".repeat(400);
    pair.a.run_with(&["record-turns", "-"], turn);
    pair.exchange();
    files_ending(&pair.a.root, "baton.db").remove(0)
}

#[test]
fn a_page_of_noise_in_the_store_is_told_and_nothing_is_touched() {
    let pair = Pair::new();
    let store = with_turns(&pair);
    let mut bytes = fs::read(&store).unwrap();
    let pages = bytes.len() / 4096;
    assert!(pages > 20, "the scene needs some pages");
    for page in pages / 2..pages / 2 + 8 {
        bytes[page * 4096..(page + 1) * 4096].fill(0xa5);
    }
    fs::write(&store, bytes).unwrap();
    let before = snapshot(&pair.a.root);
    let checkup = by_command(&pair);
    let damaged = is_told(&checkup, FindingCode::StoreDamaged, Severity::Error);
    assert!(damaged.advice.contains("move the store aside"), "{}", damaged.advice);
    assert_eq!(snapshot(&pair.a.root), before);
}

#[test]
fn a_store_that_is_no_database_any_more_is_told() {
    let pair = Pair::new();
    let store = with_turns(&pair);
    fs::write(&store, "this is not a database, and longer than its header would be").unwrap();
    let checkup = by_command(&pair);
    is_told(&checkup, FindingCode::StoreDamaged, Severity::Error);
    is_told(&checkup, FindingCode::FilesProven, Severity::Ok);
    repair_device(&pair.a.root, &pair.a.relay).unwrap();
    assert!(
        fs::read_to_string(&store).unwrap().starts_with("this is not"),
        "the evidence is gone"
    );
}

#[test]
fn a_store_that_is_a_folder_cannot_be_read() {
    let pair = Pair::new();
    let store = with_turns(&pair);
    fs::remove_file(&store).unwrap();
    fs::create_dir(&store).unwrap();
    is_told(&by_command(&pair), FindingCode::StoreUnreadable, Severity::Error);
}

#[test]
fn a_store_of_a_newer_baton_is_told() {
    let pair = Pair::new();
    operate(&with_turns(&pair), "PRAGMA user_version = 99");
    is_told(&by_command(&pair), FindingCode::StoreNewer, Severity::Error);
}

#[test]
fn a_store_that_is_gone_is_told_and_not_made_anew_by_looking() {
    let pair = Pair::new();
    let store = with_turns(&pair);
    fs::remove_file(&store).unwrap();
    is_told(&by_command(&pair), FindingCode::NoData, Severity::Note);
    assert!(!store.exists() && files_below(&pair.a.root).iter().all(|path| !path.ends_with("baton.db")));
}
