//! Files of this device that are damaged: a clear reason or a stated recovery, and nothing recorded is lost.

use std::fs;

use baton_tests::Pair;

#[test]
fn an_empty_device_id_file_counts_as_absent() {
    let pair = Pair::new();
    fs::create_dir(&pair.a.root).unwrap();
    fs::write(pair.a.root.join("device-id"), "").unwrap();
    let id = pair.a.json(&["status"])["device_id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("device-"));
    assert_eq!(fs::read_to_string(pair.a.root.join("device-id")).unwrap().trim(), id);
}

#[test]
fn a_device_id_file_full_of_garbage_is_refused_by_name_and_left_as_it_is() {
    let pair = Pair::new();
    pair.a.say("c", "safe");
    let file = pair.a.root.join("device-id");
    let sound = fs::read(&file).unwrap();
    for garbage in [
        &b"\xff\xfe\x00\x01"[..],
        b"../../etc",
        b"two\nlines",
        b"a/b",
        &[b'x'; 5000],
    ] {
        fs::write(&file, garbage).unwrap();
        let run = pair.a.run(&["status"]);
        assert!(run.refusal(1).contains("device-id"), "{}", run.err);
        assert_eq!(fs::read(&file).unwrap(), garbage);
    }
    fs::write(&file, sound).unwrap();
    assert_eq!(pair.a.said("c"), ["safe"]);
}

#[test]
fn settings_of_the_app_that_make_no_sense_are_named_and_can_be_done_without() {
    let pair = Pair::new();
    fs::create_dir(&pair.a.root).unwrap();
    fs::write(pair.a.root.join("settings.json"), "{\"relayPath\":").unwrap();
    let mut command = std::process::Command::new(baton_tests::program("baton"));
    let output = command.arg("--root").arg(&pair.a.root).arg("status").output().unwrap();
    let reason = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), reason.lines().count()), (Some(1), 1), "{reason}");
    assert!(
        reason.contains("settings.json") && reason.contains("--relay"),
        "{reason}"
    );
    pair.a.json(&["status"]);
}

#[test]
fn a_store_that_is_no_store_is_refused_and_left_as_it_is() {
    let pair = Pair::new();
    let id = pair.a.json(&["status"])["device_id"].as_str().unwrap().to_owned();
    let store = pair.a.root.join(id).join("baton.db");
    fs::write(&store, "this is not a database, and longer than its header would be").unwrap();
    for log in ["baton.db-wal", "baton.db-shm"] {
        let _ = fs::remove_file(store.with_file_name(log));
    }
    let run = pair.a.run(&["conversations"]);
    assert!(
        run.refusal(1).contains("baton.db") || run.err.contains("store"),
        "{}",
        run.err
    );
    assert!(
        fs::read_to_string(&store).unwrap().starts_with("this is not"),
        "the evidence is gone"
    );
}
