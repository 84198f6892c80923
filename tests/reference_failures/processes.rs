//! F14, F15 and F17: processes that meet a full disk, are killed, or take over from each other.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use baton_tests::{Device, Fleet, Pair, Run, program, turn_ids};

/// What a file of the data folder may grow to where the disk is said to be full, in blocks of 512 bytes.
const BLOCKS: usize = 600;

/// Records a turn in a process whose files cannot grow beyond a limit: to it, that is a full disk.
fn say_on_a_full_disk(device: &Device, text: &str) -> Run {
    let limit = format!("trap '' XFSZ; ulimit -f {BLOCKS}; exec \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &limit, "sh"]).arg(program("baton"));
    command
        .arg("--root")
        .arg(&device.root)
        .arg("--relay")
        .arg(&device.relay);
    command.args(["record-turns", "-"]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let line = serde_json::json!({"conversation_id": "c", "content": text}).to_string();
    let _ = std::io::Write::write_all(&mut child.stdin.take().unwrap(), line.as_bytes());
    Run::of(child)
}

#[test]
fn f14_a_disk_that_is_full_in_the_middle_of_an_append_is_said_and_loses_nothing_that_was_confirmed() {
    let pair = Pair::new();
    let mut confirmed = Vec::new();
    for n in 0..4 {
        confirmed.push(format!("before {n}"));
        pair.a.say("c", &confirmed[n]);
    }
    let mut refused = 0;
    for n in 0..10 {
        let text = format!("{n} {}", "some words ".repeat(6_000));
        let run = say_on_a_full_disk(&pair.a, &text);
        if run.code == 0 {
            confirmed.push(text);
        } else {
            assert!(run.refusal(1).contains("store: "), "{}", run.err);
            refused += 1;
        }
    }
    assert!(refused > 2, "the disk never was full");
    for n in 0..4 {
        confirmed.push(format!("after {n}"));
        pair.a.say("c", confirmed.last().unwrap());
    }
    assert!(
        pair.a.said("c") == confirmed,
        "confirmed turns are missing, or refused ones there"
    );
    pair.exchange();
    assert!(pair.b.said("c") == confirmed);
}

/// Starts a recorder, and answers the first turn that it confirms, having killed it as soon as it did.
fn confirmed_right_before_the_end(fleet: &Fleet, life: usize) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recorder"));
    command
        .arg(fleet.data("a"))
        .arg(fleet.relay())
        .args(["a", "append", &life.to_string()]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let turn = lines.find_map(|line| line.unwrap().strip_prefix("turn ").map(str::to_owned));
    child.kill().unwrap();
    child.wait().unwrap();
    turn.expect("the recorder ended by itself")
}

#[test]
fn f15_a_turn_is_there_when_its_process_is_killed_as_soon_as_it_was_answered() {
    let fleet = Fleet::new();
    for life in 0..20 {
        let turn = confirmed_right_before_the_end(&fleet, life);
        let held = turn_ids(&mut fleet.device("a"), "c");
        assert_eq!(held.iter().filter(|id| **id == turn).count(), 1, "life {life}");
    }
}

/// Turns, each recorded by a process of its own.
const HAND_OVERS: usize = 200;

#[test]
fn f17_processes_that_take_over_while_the_last_one_still_appends_make_one_whole_chain() {
    let pair = Pair::new();
    let start = |n: usize| pair.a.start_saying("c", &n.to_string());
    let mut old = start(0);
    for n in 1..HAND_OVERS {
        let new = start(n);
        let run = Run::of(old);
        assert_eq!(run.code, 0, "turn {}: {}", n - 1, run.err);
        old = new;
    }
    assert_eq!(Run::of(old).code, 0);
    let status = pair.a.json(&["status"]);
    let device = status["device_id"].as_str().unwrap();
    assert_eq!(status["journal_frontier"][device], HAND_OVERS - 1);
    pair.exchange();
    let mut said: Vec<usize> = pair.b.said("c").iter().map(|text| text.parse().unwrap()).collect();
    said.sort_unstable();
    assert!(said.into_iter().eq(0..HAND_OVERS));
}
