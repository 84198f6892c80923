//! `doctor`: what is wrong and what to do about it, in words and as a document.

use std::fs;

use baton_tests::{Pair, files_below, files_ending, snapshot};

/// Another bit; length and time of change stay as they were.
fn rot(path: &std::path::Path) {
    let changed = fs::metadata(path).unwrap().modified().unwrap();
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(changed).unwrap();
}

fn pair() -> Pair {
    let pair = Pair::new();
    pair.a.say("c", "hello");
    pair.b.say("c", "world");
    pair.exchange();
    pair
}

#[test]
fn a_healthy_pair_is_told_so_and_nothing_is_written() {
    let pair = pair();
    let before = snapshot(pair.folder());
    let said = pair.a.text(&["doctor"]);
    assert!(said.contains("Healthy: nothing is worse than a note."), "{said}");
    let document = pair.a.json(&["doctor"]);
    assert_eq!(document["healthy"], true);
    assert_eq!(document["files_by_device"].as_array().unwrap().len(), 2);
    let relay = pair.a.relay.to_str().unwrap();
    assert!(pair.a.text(&["doctor", "--folder", relay]).contains("Healthy"));
    assert_eq!(snapshot(pair.folder()), before);
}

#[test]
fn a_rotten_file_is_told_in_one_line_on_standard_error_and_repaired_when_asked() {
    let pair = pair();
    rot(&files_ending(&pair.a.relay, ".tip")[0]);
    let (owner, other) = match pair.a.run(&["doctor", "--json"]).out.contains("damaged_own_files") {
        true => (&pair.a, &pair.b),
        false => (&pair.b, &pair.a),
    };
    let run = owner.run(&["doctor"]);
    assert!(
        run.refusal(1).contains("1 warning: 1 damaged file of this device"),
        "{}",
        run.err
    );
    assert!(run.out.contains("--repair: Takes 1 damaged file"), "{}", run.out);
    let run = other.run(&["--json", "doctor"]);
    run.refusal(1);
    assert_eq!(run.document()["findings"][0]["code"], "damaged_files");
    assert_eq!(run.document()["findings"][0]["severity"], "warning");
    let said = owner.text(&["doctor", "--repair"]);
    assert!(
        said.starts_with("Data") && said.contains("Repaired\n  Took 1 damaged file out"),
        "{said}"
    );
    assert!(said.contains("Healthy"), "{said}");
    assert_eq!(other.json(&["doctor"])["healthy"], true);
    assert!(
        owner
            .text(&["doctor", "--repair"])
            .contains("There was nothing to repair.")
    );
}

#[test]
fn half_staged_files_are_told_before_the_start_that_removes_them() {
    let pair = pair();
    let id = pair.a.json(&["status"])["device_id"].as_str().unwrap().to_owned();
    let left = pair.a.root.join(id).join("staging/.tmpHalf");
    fs::write(&left, "half").unwrap();
    assert!(pair.a.text(&["doctor"]).contains("1 file left half-staged"));
    assert!(left.exists());
    let said = pair.a.text(&["doctor", "--repair"]);
    assert!(
        said.contains("Removed 1 file from this device's own data folder."),
        "{said}"
    );
    assert!(!left.exists());
}

#[test]
fn a_folder_is_looked_at_without_creating_anything_anywhere() {
    let pair = pair();
    let stranger = pair.folder().join("stranger");
    let mut command = std::process::Command::new(baton_tests::program("baton"));
    command.arg("doctor").arg("--folder").arg(&pair.a.relay);
    command
        .env("HOME", &stranger)
        .env("XDG_DATA_HOME", stranger.join("data"));
    assert!(command.output().unwrap().status.success());
    assert!(!stranger.exists());
    let run = pair.a.run(&["doctor", "--folder", stranger.to_str().unwrap()]);
    assert!(run.refusal(1).contains("The relay folder is not there"), "{}", run.err);
    assert!(!stranger.exists());
}

#[test]
fn where_this_device_has_no_data_that_is_said_and_nothing_is_created() {
    let pair = Pair::new();
    let said = pair.a.text(&["doctor"]);
    assert!(said.contains("This device has no data here yet"), "{said}");
    assert!(pair.a.text(&["doctor", "--repair"]).contains("nothing to repair"));
    assert!(files_below(pair.folder()).is_empty() && !pair.a.root.exists() && !pair.a.relay.exists());
}

#[test]
fn a_device_id_that_is_garbage_is_refused_by_name() {
    let pair = pair();
    fs::write(pair.a.root.join("device-id"), "../../etc").unwrap();
    assert!(pair.a.run(&["doctor"]).refusal(1).contains("device-id"));
}

#[test]
fn a_hostile_name_in_the_folder_does_not_reach_the_terminal_as_it_is() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let pair = pair();
    fs::write(pair.a.relay.join("bad\u{1b}[2Jname\n.txt"), "").unwrap();
    let said = pair.a.text(&["doctor"]);
    assert!(said.contains("1 other file") && !said.contains('\u{1b}'), "{said}");
}

#[test]
fn repairing_a_folder_that_is_only_looked_at_is_wrong_usage() {
    let pair = pair();
    let run = pair.a.run(&["doctor", "--folder", "x", "--repair"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
    assert!(run.err.contains("--repair"), "{}", run.err);
}
