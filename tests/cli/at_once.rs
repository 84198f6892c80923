//! Several processes on one device's data, and the one that stays: `watch`.

use std::io::Read;
use std::process::{Child, Command, ExitStatus};

use baton_tests::{Pair, Run, Watch, eventually};

#[cfg(unix)]
fn end(watch: &mut Watch, name: &str) -> ExitStatus {
    let kill = Command::new("kill").args([name, &watch.id().to_string()]).status();
    assert!(kill.unwrap().success());
    eventually("baton watch ends", || watch.ended())
}

#[test]
fn pumping_from_several_processes_at_once_sends_everything_once() {
    let pair = Pair::new();
    let lines: String = (0..300)
        .map(|number| format!("{{\"content\":\"{number}\"}}\n"))
        .collect();
    assert_eq!(pair.a.run_with(&["record-turns", "-"], lines).code, 0);
    let pumps: Vec<Child> = (0..6)
        .map(|_| pair.a.command(&["--json", "pump"]).spawn().unwrap())
        .collect();
    let runs: Vec<Run> = pumps.into_iter().map(Run::of).collect();
    let pushed = runs
        .iter()
        .map(|run| run.document()["pushed"].as_u64().unwrap())
        .sum::<u64>();
    assert!(runs.iter().all(|run| run.code == 0), "{runs:?}");
    assert_eq!(pushed, 300);
    pair.b.json(&["pump"]);
    let said = pair.b.said("");
    assert!(
        said.iter()
            .enumerate()
            .all(|(number, text)| *text == number.to_string()),
        "{said:?}"
    );
    assert_eq!(said.len(), 300);
}

#[test]
fn recording_from_several_processes_at_once_makes_one_chain() {
    let pair = Pair::new();
    pair.a.json(&["status"]);
    let say = |number: usize| pair.a.start_saying("c", &format!("voice {number}"));
    let voices: Vec<Child> = (0..12).map(say).collect();
    for run in voices.into_iter().map(Run::of) {
        assert_eq!(run.code, 0, "{}", run.err);
    }
    pair.exchange();
    let mut said = pair.b.said("c");
    said.sort();
    said.dedup();
    assert_eq!(said.len(), 12);
}

#[test]
fn processes_that_meet_on_a_new_device_agree_on_its_id() {
    agree_on_the_id(&Pair::new());
}

#[test]
fn processes_that_meet_on_a_blank_device_id_agree_on_the_new_one() {
    for _ in 0..5 {
        let pair = Pair::new();
        std::fs::create_dir(&pair.a.root).unwrap();
        std::fs::write(pair.a.root.join("device-id"), "\n").unwrap();
        agree_on_the_id(&pair);
    }
}

fn agree_on_the_id(pair: &Pair) {
    let starts: Vec<Child> = (0..6)
        .map(|_| pair.a.command(&["--json", "status"]).spawn().unwrap())
        .collect();
    let mut ids: Vec<String> = starts
        .into_iter()
        .map(Run::of)
        .map(|run| run.document()["device_id"].to_string())
        .collect();
    ids.dedup();
    assert_eq!(ids.len(), 1, "{ids:?}");
}

#[cfg(unix)]
#[test]
fn watching_takes_in_what_another_device_hands_out_and_ends_well_when_interrupted() {
    for signal in ["-INT", "-TERM"] {
        let pair = Pair::new();
        let mut watch = Watch::start(&pair.b);
        pair.a.say("c", "over there");
        pair.a.json(&["pump"]);
        eventually("the turn arrives", || {
            (pair.b.said("c") == ["over there"]).then_some(())
        });
        assert_eq!(end(&mut watch, signal).code(), Some(0));
        let said = watch.said();
        assert!(said.contains("Received 1 change"), "{said}");
    }
}

#[test]
fn the_command_line_works_while_watch_runs_on_the_same_data_and_what_it_records_is_handed_out() {
    let pair = Pair::new();
    // Whoever runs no agents has no vote: the lease is granted here as soon as the other device, if it came first, has
    // handed the vote on.
    pair.a.json(&["lease", "executor", "off"]);
    pair.b.json(&["status"]);
    let _watch = Watch::start(&pair.b);
    pair.b.say("c", "from beside the watch");
    eventually("the turn is handed out", || {
        pair.a.json(&["pump"]);
        (pair.a.said("c") == ["from beside the watch"]).then_some(())
    });
    let epoch = eventually("the lease is granted", || {
        pair.exchange();
        let asked = pair
            .b
            .run(&["--json", "lease", "acquire", "planner", "--ttl-ms", "60000"]);
        (asked.code == 0).then(|| asked.document()["epoch"].clone())
    });
    assert!(epoch.as_u64().is_some_and(|epoch| epoch > 0), "{epoch}");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let pair = Pair::new();
    let long = "word ".repeat(200_000);
    let lines: String = (0..4).map(|_| format!("{{\"content\":\"{long}\"}}\n")).collect();
    assert_eq!(pair.a.run_with(&["record-turns", "-"], lines).code, 0);
    let mut child = pair.a.command(&["transcript", ""]).spawn().unwrap();
    child.stdout.as_mut().unwrap().read_exact(&mut [0; 10]).unwrap();
    drop(child.stdout.take());
    let run = Run::of(child);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}
