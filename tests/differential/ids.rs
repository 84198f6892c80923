//! Op ids: the same content has the same address in both engines.

use baton_engine::{Scope, Surface};
use baton_tests::Random;
use serde_json::json;

use crate::{
    payloads,
    twins::{Twin, chains, scope, surface},
};

const DEVICES: &[&str] = &["device-a", "b", "ü", "device 3"];

#[test]
fn ids_of_random_ops_of_every_surface_scope_and_payload_equal_the_references() {
    let mut random = Random::new(1);
    for twin in chains(&mut random, DEVICES, 5_000) {
        assert_eq!(
            twin.ours.id.to_string(),
            twin.theirs.op_id,
            "{}",
            twin.ours.payload.canonical()
        );
        assert_eq!(twin.ours.fold_key(), twin.theirs.fold_key());
    }
}

#[test]
fn ids_of_arbitrarily_nested_json_equal_the_references() {
    let mut random = Random::new(2);
    for _ in 0..5_000 {
        let (wall, counter) = (random.number(), random.below(1 << 30) as u32);
        let (kind, seq) = ((scope(&mut random), surface(&mut random)), random.number());
        let payload = payloads::any(&mut random, 4);
        let device: &&str = random.pick(DEVICES);
        let twin = Twin::new(device, (wall, counter), seq, None, kind, payload);
        assert_eq!(
            twin.ours.id.to_string(),
            twin.theirs.op_id,
            "{}",
            twin.ours.payload.canonical()
        );
    }
}

#[test]
fn the_order_in_which_keys_were_written_does_not_matter_to_an_id() {
    let id = |text: &str| {
        let kind = (Scope::Personal, Surface::Skill);
        Twin::new("a", (1, 0), 0, None, kind, serde_json::from_str(text).unwrap())
            .ours
            .id
    };
    assert_eq!(
        id(r#"{"b":1,"a":{"y":2,"x":3}}"#),
        id(r#"{ "a": {"x":3,"y":2}, "b": 1 }"#)
    );
}

#[test]
fn stamps_order_ops_as_the_references_do() {
    let mut random = Random::new(3);
    let mut twins = chains(&mut random, DEVICES, 2_000);
    twins.push(Twin::new(
        "z",
        (u64::MAX, u32::MAX),
        0,
        None,
        (Scope::Personal, Surface::Run),
        json!(null),
    ));
    let mut ours: Vec<_> = twins
        .iter()
        .map(|twin| (twin.ours.hlc.clone(), twin.ours.id.to_string()))
        .collect();
    let mut theirs: Vec<_> = twins
        .iter()
        .map(|twin| (twin.theirs.hlc.clone(), twin.theirs.op_id.clone()))
        .collect();
    ours.sort();
    theirs.sort();
    let ids = |sorted: Vec<String>| sorted;
    assert_eq!(
        ids(ours.into_iter().map(|(_, id)| id).collect()),
        ids(theirs.into_iter().map(|(_, id)| id).collect())
    );
}
