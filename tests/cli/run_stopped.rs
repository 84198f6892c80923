//! A `baton run` that is not let come to its end, and what the next one makes of it.

use std::fs::{self, File};
use std::process::Command;

use baton_tests::{Pair, Run, eventually};
use serde_json::{Value, json};

use crate::guarded::{Guard, LONG, R1, decision, lease, run};

#[test]
fn a_run_that_was_killed_stays_pending_and_the_next_one_says_so_and_does_not_repeat_it() {
    let pair = Pair::new();
    let short = ["--agent", "bot", "--ttl", "1s", "--run-id"];
    let mut guard = Guard::start(&pair, &[&short[..], &["lost"]].concat(), LONG);
    guard.child.kill().unwrap();
    guard.child.wait().unwrap();
    let pending = &pair.a.json(&["lease", "status"])["leases"][0]["pending"];
    assert_eq!(pending[0]["run_id"], "lost");

    let next = run(&pair.a, &[&short[..], &["next"]].concat(), "echo started");
    assert_eq!((next.code, next.out.as_str()), (0, "started\n"));
    assert_eq!(next.err.lines().count(), 1, "{}", next.err);
    for word in [
        "run lost was begun by this device",
        "under epoch 1",
        "may have taken effect",
    ] {
        assert!(next.err.contains(word), "'{word}' is missing: {}", next.err);
    }
    let refused = run(&pair.a, &[&short[..], &["lost"]].concat(), "echo started");
    assert!(refused.refusal(3).contains("--again"), "{}", refused.err);
    let again = run(&pair.a, &[&short[..], &["lost", "--again"]].concat(), "echo started");
    assert_eq!(
        (again.code, again.out.as_str(), again.err.as_str()),
        (0, "started\n", "")
    );
    fs::remove_file(&guard.file).unwrap();
}

#[test]
fn a_run_that_was_killed_is_itself_refused_with_the_reason_in_one_line() {
    let pair = Pair::new();
    let options = [&R1[..], &["--ttl", "1s"]].concat();
    let mut guard = Guard::start(&pair, &options, LONG);
    guard.child.kill().unwrap();
    guard.child.wait().unwrap();
    let refused = run(&pair.a, &options, "echo started");
    let reason = refused.refusal(3);
    assert!(
        reason.contains("never said how it ended") && reason.contains("--again"),
        "{reason}"
    );
    let pending = &pair.a.json(&["lease", "status"])["leases"][0]["pending"];
    assert_eq!(*pending, json!([]), "it is closed");
    fs::remove_file(&guard.file).unwrap();
}

#[test]
fn a_signal_reaches_the_command_and_the_run_counts_as_failed() {
    for signal in ["-INT", "-TERM", "-HUP", "-QUIT"] {
        let pair = Pair::new();
        let name = signal.trim_start_matches('-');
        let script = format!("trap 'echo heard {name}; exit 5' {name}; {LONG}");
        let guard = Guard::start(&pair, &R1, &script);
        guard.signal(signal);
        let run = guard.end();
        assert_eq!((run.code, run.out.trim_end()), (5, &*format!("heard {name}")));
        assert_ne!(decision(&pair.a, "r1"), "already_committed");
        assert_eq!(lease(&pair.a), Value::Null, "the lease was given back");
        crate::guarded::run(&pair.a, &R1, "echo started").refusal(3);
    }
}

#[test]
fn a_command_that_was_told_to_stop_has_not_done_its_job_even_if_it_says_so() {
    let pair = Pair::new();
    let guard = Guard::start(&pair, &R1, &format!("trap 'exit 0' TERM; {LONG}"));
    guard.signal("-TERM");
    assert_eq!(guard.end().code, 128 + 15);
    assert_ne!(decision(&pair.a, "r1"), "already_committed");
}

#[test]
fn a_lease_that_is_taken_over_stops_the_command_and_everything_it_started() {
    let pair = Pair::new();
    let below = format!("sh -c '{LONG}' \"$0\" & wait");
    let guard = Guard::start(&pair, &[&R1[..], &["--ttl", "1s"]].concat(), &below);
    let file = guard.file.clone();
    let epoch = lease(&pair.a)["epoch"].to_string();
    pair.a.json(&["lease", "take-over", "bot", "--epoch", &epoch]);
    let stopped = guard.end();
    assert!(file.exists(), "it was stopped, not let go");
    assert_eq!(stopped.code, 128 + 15);
    assert!(
        stopped.err.lines().count() == 1 && stopped.err.contains("is lost"),
        "{}",
        stopped.err
    );
    // It held the pipe until it ended, or the output would not have been read to its end.
    let refused = run(&pair.a, &R1, "echo started");
    assert!(refused.refusal(3).contains("failed"), "{}", refused.err);
}

#[test]
fn a_command_that_does_not_listen_is_killed_in_the_end() {
    let pair = Pair::new();
    let deaf = format!("trap '' TERM; {LONG}");
    let guard = Guard::start(&pair, &[&R1[..], &["--ttl", "1s"]].concat(), &deaf);
    let epoch = lease(&pair.a)["epoch"].to_string();
    pair.a.json(&["lease", "take-over", "bot", "--epoch", &epoch]);
    assert_eq!(guard.end().code, 128 + 9);
}

#[test]
fn a_command_whose_lease_ends_while_the_drive_hangs_is_stopped() {
    let pair = Pair::new();
    let tidy = format!("trap 'rm \"$0\"; exit 5' TERM; {LONG}");
    let guard = Guard::start(&pair, &[&R1[..], &["--ttl", "1s"]].concat(), &tidy);
    let id = pair.a.json(&["status"])["device_id"].as_str().unwrap().to_owned();
    // Whoever holds this keeps every other process from its round with the relay, as a drive that hangs does.
    let lock = File::options().write(true).open(pair.a.root.join(id).join("pump.lock"));
    let lock = lock.unwrap();
    lock.lock().unwrap();
    eventually("the command is stopped", || (!guard.file.exists()).then_some(()));
    drop(lock);
    let stopped = guard.end();
    assert_eq!(stopped.code, 5);
    assert!(stopped.err.contains("does not answer"), "{}", stopped.err);
    run(&pair.a, &R1, "echo started").refusal(3);
}

#[test]
fn who_is_interrupted_while_waiting_starts_nothing_and_leaves_nothing_behind() {
    let pair = Pair::new();
    let first = Guard::start(&pair, &R1, LONG);
    let file = pair.folder().join("started");
    let touch = [
        "run",
        "--agent",
        "bot",
        "--run-id",
        "r2",
        "--",
        "touch",
        file.to_str().unwrap(),
    ];
    let second = pair.a.command(&touch).spawn().unwrap();
    let number = second.id().to_string();
    eventually("it listens to signals", || {
        let status = fs::read_to_string(format!("/proc/{number}/status")).ok()?;
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"))?;
        let caught = u64::from_str_radix(caught.trim(), 16).ok()?;
        (caught & (1 << (15 - 1)) != 0).then_some(())
    });
    assert!(
        Command::new("kill")
            .args(["-TERM", &number])
            .status()
            .unwrap()
            .success()
    );
    let second = Run::of(second);
    assert_eq!(second.code, 128 + 15, "{second:?}");
    assert_eq!(first.finish().code, 0);
    assert!(!file.exists());
    assert_eq!(pair.a.json(&["lease", "status"])["leases"][0]["pending"], json!([]));
    assert_eq!(run(&pair.a, &["--agent", "bot", "--run-id", "r2"], "exit 0").code, 0);
}
