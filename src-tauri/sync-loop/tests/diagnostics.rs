//! The report of diagnostics, made of data that is full of secrets.
#![allow(clippy::unwrap_used, reason = "a test's helpers are tests as well")]

use std::{fs, path::Path};

use baton_engine::{DeviceProfile, Intent, IntentStatus, Scope, Surface, SyncSubsystem};
use baton_sync_loop::{Failure, FailureKind, LoopState, Subject, diagnostics};
use serde_json::json;

/// What must not get out, each recognisable by itself.
const SECRETS: [&str; 16] = [
    "zq-turn-text",
    "zq-tool-argument",
    "zq-tool-name",
    "zq-knowledge",
    "zq-conversation",
    "zq-agent",
    "zq-run",
    "zq-device-name",
    "zq-other-device",
    "zq-home-of-ada",
    "zq-foreign-file",
    "zq-log-words",
    "zq-failure",
    "zq-setting",
    "zq-platform",
    "zq-organisation",
];

fn profile(name: &str, platform: &str) -> DeviceProfile {
    DeviceProfile {
        name: name.to_owned(),
        platform: platform.to_owned(),
        app_version: "0.1.0".to_owned(),
    }
}

fn record(device: &mut SyncSubsystem) {
    let call = json!({"id": "1", "name": "zq-tool-name", "arguments": {"zq-tool-argument": "zq-tool-argument"}});
    let scope = || Scope::Shared {
        org: "zq-organisation".to_owned(),
    };
    let (conversation, text) = ("zq-conversation", "zq-turn-text");
    device
        .record_turn(scope(), conversation, "assistant", text, vec![call], None, 1)
        .unwrap();
    device
        .append(
            scope(),
            Surface::Knowledge,
            json!({"id": "zq-knowledge", "text": "zq-knowledge"}),
        )
        .unwrap();
    device.lease_acquire("zq-agent", 1).unwrap();
    let intent = Intent::new("zq-agent", "zq-run", 1, IntentStatus::Pending);
    device.record_intent(Scope::Personal, &intent).unwrap();
}

/// Two devices full of secrets, a folder with other people's files, settings and logs.
fn prepare(folder: &Path) {
    let (root, relay) = (folder.join("data"), folder.join("relay"));
    let mut own = SyncSubsystem::open_with_relay(&root, &relay).unwrap();
    own.set_device_profile(&profile("zq-device-name", "linux")).unwrap();
    own.pump().unwrap();
    record(&mut own);
    own.pump().unwrap();
    let mut other = SyncSubsystem::open_with_relay(&folder.join("other"), &relay).unwrap();
    other
        .set_device_profile(&profile("zq-other-device", "zq-platform of Ada"))
        .unwrap();
    other.pump().unwrap();
    own.pump().unwrap();
    fs::write(relay.join("zq-foreign-file.txt"), "x").unwrap();
    let device_dir = fs::read_dir(relay.join("d")).unwrap().next().unwrap().unwrap().path();
    fs::write(device_dir.join("zq-foreign-file (conflicted copy).seg"), "x").unwrap();
    fs::write(root.join("zq-foreign-file"), "x").unwrap();
    let settings = json!({
        "relayPath": relay, "deviceName": "zq-device-name", "silentDays": 9, "logLevel": "zq-setting",
        "notifications": {"stuckLease": false, "zq-setting": "zq-setting"}, "zq-setting": "zq-setting",
        "listQuietRounds": "zq-setting",
    });
    fs::write(root.join("settings.json"), settings.to_string()).unwrap();
    fs::create_dir_all(root.join("logs")).unwrap();
    let log = format!(
        "2026-11-25T17:00:00.123456Z ERROR baton_sync_loop::worker: {0}/worker.rs:118: zq-log-words {0} (os error 28)\n\
         zq-log-words\nzq-log-words 2026-11-25T17:00:01.123456Z ERROR baton_engine: worker.rs:1: zq-log-words\n",
        folder.display()
    );
    fs::write(root.join("logs/baton.2026-11-25.log"), log).unwrap();
}

fn report(folder: &Path) -> String {
    let state = LoopState {
        failure: Some(Failure {
            kind: FailureKind::Defect,
            message: format!("zq-failure {}", folder.display()),
        }),
        stuck_agents: vec!["zq-agent".to_owned()],
        ..LoopState::default()
    };
    diagnostics(&Subject {
        program: "baton 0.1.0",
        root: &folder.join("data"),
        relay: Some(&folder.join("relay")),
        state: Some(&state),
        now_ms: 1_800_000_000_000,
    })
}

#[test]
fn no_secret_is_in_the_report_and_what_helps_is() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("zq-home-of-ada");
    prepare(&folder);
    let report = report(&folder);
    for secret in SECRETS {
        assert!(!report.contains(secret), "{secret} is in:\n{report}");
    }
    assert!(!report.contains(&*folder.to_string_lossy()), "{report}");
    for word in [
        "baton 0.1.0",
        std::env::consts::OS,
        "turns: 1, conversations: 1",
        "silentDays: 9",
        "notifications: 1 of 2 switched off",
        "logLevel: unknown",
        "failure of the last round: Defect",
        "stuck leases: 1",
        "last epoch 1, 1 runs pending",
        "(this one)",
        "unknown 0.1.0",
        ".tip ",
        "(foreign) 1 bytes",
        "data/pump.lock 0 bytes",
        "Ok FilesProven",
        "ERROR baton_sync_loop::worker worker.rs:118 (os error 28)",
    ] {
        assert!(report.contains(word), "{word} is missing in:\n{report}");
    }
}

#[test]
fn labels_are_the_same_in_every_report_and_tell_devices_apart() {
    let dir = tempfile::tempdir().unwrap();
    prepare(dir.path());
    let labels = |kind: &str| {
        let report = report(dir.path());
        let words = report.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let mut labels: Vec<_> = words.filter(|word| word.starts_with(kind)).map(str::to_owned).collect();
        labels.sort();
        labels.dedup();
        labels
    };
    assert_eq!(labels("device-"), labels("device-"));
    assert_eq!(
        labels("device-").len(),
        2 + 1,
        "two devices and the file device-id: {:?}",
        labels("device-")
    );
    assert_eq!(labels("conversation-").len(), 1);
    assert_eq!(labels("agent-").len(), 1);
}

#[test]
fn where_there_is_nothing_or_all_is_damaged_the_report_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let subject = |root, relay| Subject {
        program: "baton",
        root,
        relay,
        state: None,
        now_ms: 0,
    };
    let missing = dir.path().join("missing");
    let empty = diagnostics(&subject(&missing, None));
    assert!(
        empty.contains("it has no data yet") && empty.contains("none was chosen"),
        "{empty}"
    );
    assert!(!missing.exists());

    let lost = dir.path().join("lost");
    fs::create_dir(&lost).unwrap();
    fs::write(lost.join("device-id"), "device-0").unwrap();
    assert!(diagnostics(&subject(&lost, None)).contains("it has no data yet"));
    assert!(!lost.join("device-0").exists());
    fs::write(lost.join("device-id"), "no/id").unwrap();
    assert!(diagnostics(&subject(&lost, None)).contains("not read: "));

    prepare(dir.path());
    let root = dir.path().join("data");
    let device = fs::read_to_string(root.join("device-id")).unwrap();
    fs::write(root.join(device.trim()).join("baton.db"), "zq-turn-text".repeat(1000)).unwrap();
    fs::write(root.join("settings.json"), "zq-setting").unwrap();
    let damaged = diagnostics(&subject(&root, Some(&dir.path().join("nowhere"))));
    assert!(damaged.contains("not read: Store"), "{damaged}");
    assert!(damaged.contains("not understood: 10 bytes"), "{damaged}");
    assert!(!damaged.contains("zq-"), "{damaged}");
}
