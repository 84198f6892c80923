//! Where the data lies, by option and by default.

use std::fs;
use std::process::Command;

use baton_tests::{Device, Pair, Run, program};

#[test]
fn without_a_root_the_data_is_in_the_platforms_data_folder() {
    let pair = Pair::new();
    let mut command = Command::new(program("baton"));
    command
        .arg("status")
        .env("HOME", pair.folder())
        .env("XDG_DATA_HOME", pair.folder().join("data"));
    assert!(command.output().unwrap().status.success());
    if cfg!(target_os = "linux") {
        assert!(pair.folder().join("data/baton/device-id").is_file());
    }
}

#[test]
fn without_a_relay_the_folder_chosen_in_the_app_is_used_and_else_the_one_in_the_root() {
    let pair = Pair::new();
    let pump = |root: &str| {
        let mut command = Command::new(program("baton"));
        command.arg("--root").arg(pair.folder().join(root)).arg("pump");
        assert!(command.output().unwrap().status.success());
    };
    pump("alone");
    assert!(pair.folder().join("alone/relay/README.txt").is_file());
    fs::create_dir(&pair.a.root).unwrap();
    fs::create_dir(pair.folder().join("drive")).unwrap();
    let settings = serde_json::json!({"relayPath": pair.folder().join("drive"), "deviceName": "Desk"});
    fs::write(pair.a.root.join("settings.json"), settings.to_string()).unwrap();
    pump("a");
    assert!(pair.folder().join("drive/README.txt").is_file());
    assert!(!pair.a.root.join("relay").exists());
}

#[test]
fn the_name_given_in_the_app_is_what_the_others_see() {
    let pair = Pair::new();
    fs::create_dir(&pair.a.root).unwrap();
    fs::write(pair.a.root.join("settings.json"), r#"{"deviceName":"Desk"}"#).unwrap();
    pair.exchange();
    let status = pair.b.text(&["status"]);
    assert!(status.contains("Desk"), "{status}");
}

#[test]
fn options_may_stand_before_or_after_the_command() {
    let pair = Pair::new();
    let mut command = Command::new(program("baton"));
    command
        .arg("status")
        .arg("--json")
        .arg("--root")
        .arg(&pair.a.root)
        .arg("--relay")
        .arg(&pair.a.relay);
    let output = command.output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().starts_with('{'));
}

#[test]
fn a_relay_that_is_a_file_stops_the_exchange_but_not_the_recording() {
    let pair = Pair::new();
    let relay = pair.file("relay", "not a folder");
    pair.a.say("c", "safe");
    let reason = pair.a.run(&["pump"]);
    assert!(reason.refusal(1).contains(&relay), "{}", reason.err);
    fs::remove_file(relay).unwrap();
    pair.exchange();
    assert_eq!(pair.b.said("c"), ["safe"]);
}

/// A link to itself cannot be read by anybody, the administrator included.
#[cfg(unix)]
#[test]
fn a_relay_that_cannot_be_read_stops_the_exchange_but_not_the_recording() {
    let pair = Pair::new();
    std::os::unix::fs::symlink(&pair.a.relay, &pair.a.relay).unwrap();
    pair.a.say("c", "safe");
    pair.a.run(&["pump"]).refusal(1);
    fs::remove_file(&pair.a.relay).unwrap();
    pair.exchange();
    assert_eq!(pair.b.said("c"), ["safe"]);
}

#[test]
fn a_folder_that_holds_other_things_is_not_used_as_a_relay() {
    let pair = Pair::new();
    fs::create_dir(&pair.a.relay).unwrap();
    fs::write(pair.a.relay.join("holiday.jpg"), "a picture").unwrap();
    pair.a.say("c", "safe");
    let run = pair.a.run(&["pump"]);
    assert!(run.refusal(1).contains("holiday.jpg"), "{}", run.err);
    assert_eq!(fs::read_dir(&pair.a.relay).unwrap().count(), 1, "something was written");
}

#[test]
fn a_root_that_is_a_file_is_refused() {
    let pair = Pair::new();
    pair.file("a", "not a folder");
    pair.a.run(&["status"]).refusal(1);
}

#[test]
fn a_second_device_may_use_the_first_ones_default_relay() {
    let pair = Pair::new();
    let b = Device {
        relay: pair.a.root.join("relay"),
        ..pair.b.clone()
    };
    let a = Device {
        relay: pair.a.root.join("relay"),
        ..pair.a.clone()
    };
    a.say("c", "x");
    a.json(&["pump"]);
    let Run { code, err, .. } = b.run(&["pump"]);
    assert_eq!((code, b.said("c")), (0, vec!["x".to_owned()]), "{err}");
}

#[test]
fn a_relay_in_a_folder_that_does_not_exist_is_refused_and_nothing_is_made() {
    let pair = Pair::new();
    let unmounted = Device {
        relay: pair.folder().join("mnt/drive/Baton"),
        ..pair.a.clone()
    };
    for command in ["pump", "checkpoint"] {
        let run = unmounted.run(&[command]);
        let reason = run.refusal(1);
        assert!(reason.contains("unavailable") && reason.contains("mounted"), "{reason}");
    }
    assert!(!pair.folder().join("mnt").exists());
    fs::create_dir_all(pair.folder().join("mnt/drive")).unwrap();
    unmounted.json(&["pump"]);
    assert!(unmounted.relay.join("README.txt").is_file());
}
