//! `baton run`: a job on one device at a time, and at most once per run.

use baton_tests::{Pair, Run, Watch, eventually};
use serde_json::{Value, json};

use crate::guarded::{Guard, LONG, R1, decision, lease, run};

#[test]
fn the_command_finds_agent_run_and_epoch_and_nothing_is_printed_but_what_it_says() {
    let Pair { a, .. } = &Pair::new();
    let said = run(a, &R1, "echo $BATON_AGENT $BATON_RUN_ID $BATON_EPOCH");
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (0, "bot r1 1\n", ""));
    assert_eq!(decision(a, "r1"), "already_committed");
    assert_eq!(lease(a), Value::Null, "the lease was given back");
}

#[test]
fn standard_input_reaches_the_command() {
    let Pair { a, .. } = &Pair::new();
    let said = a.run_with(&[&["run"], &R1[..], &["--", "cat"]].concat(), "from outside");
    assert_eq!((said.code, said.out.as_str()), (0, "from outside"));
}

#[test]
fn the_command_s_exit_status_is_the_run_s_and_a_failure_is_tried_again_only_when_asked_for() {
    let pair = Pair::new();
    assert_eq!(run(&pair.a, &R1, "exit 7").code, 7);
    assert_ne!(decision(&pair.a, "r1"), "already_committed");
    pair.exchange();
    for device in [&pair.a, &pair.b] {
        let refused = run(device, &R1, "echo started");
        assert_eq!(refused.out, "");
        assert!(refused.refusal(3).contains("--again"), "{}", refused.err);
    }
    let again = [&R1[..], &["--again"]].concat();
    let _it_votes = Watch::start(&pair.b);
    assert_eq!(run(&pair.a, &again, "exit 0").code, 0);
    assert!(run(&pair.a, &again, "exit 0").refusal(3).contains("already ran"));
}

#[test]
fn a_slot_has_one_id_on_every_device_and_runs_on_one_of_them() {
    let pair = Pair::new();
    pair.a.json(&["pump"]);
    // So long that no test runs into the next one.
    let slot = ["--agent", "bot", "--every", "36500d"];
    let first = run(&pair.a, &slot, "echo $BATON_RUN_ID");
    assert_eq!((first.code, first.out.as_str()), (0, "1970-01-01T00:00:00Z/36500d\n"));
    pair.exchange();
    let refused = run(&pair.b, &slot, "echo started");
    let reason = refused.refusal(3);
    assert!(
        reason.contains("1970-01-01T00:00:00Z/36500d") && reason.contains("already ran"),
        "{reason}"
    );
    let id = pair.a.json(&["status"])["device_id"].as_str().unwrap().to_owned();
    assert!(!reason.contains(&id), "a device is called by its name: {reason}");
    assert_eq!(refused.out, "");
}

#[test]
fn without_an_id_and_a_schedule_every_call_is_a_run_of_its_own() {
    let Pair { a, .. } = &Pair::new();
    let ids = [(); 2].map(|()| run(a, &["--agent", "bot"], "echo $BATON_RUN_ID").out);
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn a_second_run_of_an_agent_on_one_device_waits_for_the_first_or_is_refused() {
    let pair = Pair::new();
    let first = Guard::start(&pair, &R1, LONG);
    let refused = run(&pair.a, &["--agent", "bot", "--wait", "0s"], "echo started");
    assert!(refused.refusal(3).contains("held by this device"), "{}", refused.err);
    let second = pair.a.command(&["run", "--agent", "bot", "--", "echo", "after"]);
    let second = { second }.spawn().unwrap();
    assert_eq!(first.finish().code, 0);
    let second = Run::of(second);
    assert_eq!(
        (second.code, second.out.as_str(), second.err.as_str()),
        (0, "after\n", "")
    );
}

#[test]
fn the_lease_is_renewed_while_the_command_runs() {
    let pair = Pair::new();
    let guard = Guard::start(&pair, &[&R1[..], &["--ttl", "1s"]].concat(), LONG);
    let expiry = || lease(&pair.a)["expires_at_ms"].as_u64();
    let first = expiry().unwrap();
    eventually("the lease is renewed far beyond its first end", || {
        (expiry()? > first + 1500).then_some(())
    });
    assert_eq!(guard.finish().code, 0);
}

#[test]
fn a_command_that_a_signal_kills_ends_with_128_and_its_number() {
    let Pair { a, .. } = &Pair::new();
    assert_eq!(run(a, &R1, "kill -KILL $$").code, 128 + 9);
}

#[test]
fn a_command_that_does_not_exist_is_a_failed_run_that_gives_the_lease_back() {
    let Pair { a, .. } = &Pair::new();
    let arguments = [&["run"], &R1[..], &["--", "no-such-command-anywhere"]].concat();
    let reason = a.run(&arguments);
    assert!(
        reason.refusal(127).contains("no-such-command-anywhere"),
        "{}",
        reason.err
    );
    assert_eq!(lease(a), Value::Null);
    run(a, &R1, "exit 0").refusal(3);
}

#[test]
fn an_acquire_that_waits_is_granted_once_the_lease_is_free_and_refused_when_time_is_up() {
    let pair = Pair::new();
    let first = Guard::start(&pair, &R1, LONG);
    let wait = |longest: &str| {
        let arguments = ["--json", "lease", "acquire", "bot", "--ttl", "60s", "--wait", longest];
        pair.a.command(&arguments).spawn().unwrap()
    };
    let refused = Run::of(wait("100ms"));
    assert!(refused.refusal(1).contains("held by this device"), "{}", refused.err);
    let waiting = wait("60s");
    assert_eq!(first.finish().code, 0);
    let granted = Run::of(waiting);
    assert_eq!((granted.code, &granted.document()["agent_id"]), (0, &json!("bot")));
}

#[test]
fn a_run_that_two_devices_carried_out_is_shown_by_status_on_both() {
    let pair = Pair::new();
    for (device, epoch) in [(&pair.a, "1"), (&pair.b, "2")] {
        let run = [
            "--agent",
            "bot",
            "--run",
            "r1",
            "--epoch",
            epoch,
            "--status",
            "committed",
        ];
        device.json(&[&["record-intent"], &run[..]].concat());
    }
    pair.exchange();
    for device in [&pair.a, &pair.b] {
        let double = device.json(&["status"])["double_runs"][0].clone();
        assert_eq!((&double["agent_id"], &double["run_id"]), (&json!("bot"), &json!("r1")));
        assert_eq!([&double["one"]["epoch"], &double["other"]["epoch"]], [1, 2]);
        let text = device.text(&["status"]);
        assert!(
            text.contains("took effect twice") && text.contains("RAN TWICE"),
            "{text}"
        );
    }
}
