//! Leases, the ledger of intents, and the fence.

use baton_tests::{Device, Pair, Run};
use serde_json::{Value, json};

use crate::answers::fields;

fn intent(device: &Device, epoch: &str, status: &str) -> Run {
    device.run(&[
        "--json",
        "record-intent",
        "--agent",
        "planner",
        "--run",
        "r1",
        "--epoch",
        epoch,
        "--status",
        status,
    ])
}

fn fence(device: &Device, epoch: &str) -> (i32, Value) {
    let run = device.run(&["--json", "fence", "--agent", "planner", "--run", "r1", "--epoch", epoch]);
    (run.code, run.document())
}

fn acquire(device: &Device) -> Value {
    device.json(&["lease", "acquire", "planner", "--ttl-ms", "60000"])
}

#[test]
fn a_lease_is_acquired_renewed_shown_and_released_and_the_next_epoch_is_higher() {
    let Pair { a, .. } = &Pair::new();
    let lease = acquire(a);
    assert_eq!(
        fields(&lease),
        ["agent_id", "epoch", "expires_at_ms", "grade", "holder"]
    );
    assert_eq!((&lease["agent_id"], &lease["epoch"]), (&json!("planner"), &json!(1)));
    assert_eq!(lease["holder"], a.json(&["status"])["device_id"]);
    let renewed = a.json(&["lease", "renew", "planner", "--epoch", "1", "--ttl-ms", "90000"]);
    assert!(renewed["expires_at_ms"].as_u64() > lease["expires_at_ms"].as_u64());
    let shown = &a.json(&["lease", "status", "planner"])["lease"];
    let told = ["agent_id", "epoch", "grade", "holder"];
    told.iter().for_each(|field| assert_eq!(shown[field], renewed[field]));
    // The end is kept on a clock that nobody sets, and read off the other one each time.
    let ends = |lease: &Value| lease["expires_at_ms"].as_u64().unwrap();
    assert!(ends(shown).abs_diff(ends(&renewed)) < 1_000);
    assert_eq!(
        a.json(&["lease", "release", "planner", "--epoch", "1"]),
        json!({"released": true})
    );
    assert_eq!(a.json(&["lease", "status", "planner"]), json!({"lease": null}));
    assert_eq!(acquire(a)["epoch"], 2);
}

#[test]
fn a_held_lease_is_refused_with_its_holder_and_epoch_in_one_line() {
    let Pair { a, .. } = &Pair::new();
    acquire(a);
    let refused = a.run(&["lease", "acquire", "planner", "--ttl-ms", "60000"]);
    let reason = refused.refusal(1);
    assert!(reason.contains("planner") && reason.contains("epoch 1"), "{reason}");
    assert_eq!(refused.out, "");
}

#[test]
fn renewing_or_releasing_at_another_epoch_is_refused() {
    let Pair { a, .. } = &Pair::new();
    acquire(a);
    a.run(&["lease", "renew", "planner", "--epoch", "7", "--ttl-ms", "1"])
        .refusal(1);
    a.run(&["lease", "release", "planner", "--epoch", "7"]).refusal(1);
    assert_eq!(a.json(&["lease", "status", "planner"])["lease"]["epoch"], 1);
}

#[test]
fn a_take_over_frees_the_lease_only_at_the_epoch_that_was_seen() {
    let Pair { a, .. } = &Pair::new();
    acquire(a);
    a.run(&["lease", "take-over", "planner", "--epoch", "9"]).refusal(1);
    let freed = a.json(&["lease", "take-over", "planner", "--epoch", "1"]);
    assert_eq!(freed["released"], true);
    assert_eq!(a.json(&["lease", "status", "planner"]), json!({"lease": null}));
    a.run(&["lease", "renew", "planner", "--epoch", "1", "--ttl-ms", "1000"])
        .refusal(1);
    assert!(
        acquire(a)["epoch"].as_u64() > freed["epoch"].as_u64(),
        "the epoch of the take-over is used up"
    );
}

#[test]
fn every_lease_is_listed_with_its_pending_runs() {
    let Pair { a, .. } = &Pair::new();
    acquire(a);
    assert_eq!(intent(a, "1", "pending").code, 0);
    let listed = a.json(&["lease", "status"]);
    let planner = &listed["leases"][0];
    assert_eq!(
        fields(planner),
        ["agent_id", "last_epoch", "lease", "pending", "situation"]
    );
    assert_eq!(
        (&planner["lease"]["epoch"], &planner["pending"][0]["run_id"]),
        (&json!(1), &json!("r1"))
    );
}

#[test]
fn the_fence_opens_only_for_the_holder_at_its_epoch_and_only_before_the_commit() {
    let Pair { a, .. } = &Pair::new();
    assert_eq!(fence(a, "1").0, 3, "nobody holds it");
    acquire(a);
    let (code, open) = fence(a, "1");
    assert_eq!(
        (code, &open["may_dispatch"], &open["decision"]["decision"]),
        (0, &json!(true), &json!("proceed"))
    );
    let (code, stale) = fence(a, "7");
    assert_eq!((code, &stale["decision"]["decision"]), (3, &json!("stale_epoch")));
    assert_eq!(open["reason"], Value::Null);
    assert!(stale["reason"].as_str().unwrap().contains("at epoch 1"), "{stale}");
    assert_eq!(intent(a, "1", "committed").code, 0);
    let (code, done) = fence(a, "1");
    assert_eq!((code, &done["may_dispatch"]), (3, &json!(false)));
    assert_eq!(done["decision"]["decision"], "already_committed");
}

#[test]
fn a_run_committed_on_one_device_stops_at_the_fence_of_the_other() {
    let pair = Pair::new();
    acquire(&pair.a);
    assert_eq!(intent(&pair.a, "1", "committed").code, 0);
    pair.exchange();
    let (code, answer) = fence(&pair.b, "1");
    assert_eq!(
        (code, &answer["decision"]["decision"]),
        (3, &json!("already_committed"))
    );
}

#[test]
fn a_committed_run_never_becomes_pending_or_failed_again() {
    let Pair { a, .. } = &Pair::new();
    let first = intent(a, "1", "committed").document();
    assert_eq!(fields(&first), ["op_id", "recorded"]);
    for status in ["pending", "failed"] {
        let again = intent(a, "2", status);
        again.refusal(1);
        assert_eq!(fields(&again.document()), ["reason", "recorded"]);
        assert_eq!(again.document()["recorded"], false);
    }
}

#[test]
fn an_agent_whose_last_epoch_was_used_is_refused_and_stays_unheld() {
    let Pair { a, .. } = &Pair::new();
    let last = u64::MAX.to_string();
    let intent = [
        "record-intent",
        "--agent",
        "g",
        "--run",
        "r",
        "--status",
        "failed",
        "--epoch",
        &last,
    ];
    a.json(&intent);
    let run = a.run(&["lease", "acquire", "g", "--ttl-ms", "1000"]);
    assert!(run.refusal(1).contains("used up its last epoch"), "{}", run.err);
    assert_eq!(a.json(&["lease", "status", "g"])["lease"], Value::Null);
}
