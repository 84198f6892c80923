//! What three devices noted besides conversations.

use baton_engine::{Intent, IntentStatus, Scope, SyncSubsystem, parse_surface};
use serde_json::{Value, json};

use super::scene::{CABIN, DAY_MS, HOUR_MS, LAPTOP, STUDIO, Scene, settle};

/// How many facts one device measured: more than two pages of the list.
const MEASURED: u64 = 210;

const FACTS: [(&str, &str); 5] = [
    (
        "trip-lisbon",
        "The night train leaves Hendaye at 18:35; the sleeper is cheaper on Tuesdays.",
    ),
    (
        "garden-pump",
        "The pump needs a 13 A fuse, and the spare ones are in the blue box.",
    ),
    (
        "teammate-birthdays",
        "Rosa: 3 March. Idris: 19 July. Wen: the last Sunday of November.",
    ),
    ("عنوان-المكتب", "المكتب في الطابق الثالث، والمدخل من جهة الحديقة."),
    (
        "printer",
        "It only prints after the tray was opened once <script>alert(1)</script>.",
    ),
];

const HOSTILE: &str = "<img src=x onerror=alert(1)> [a link](javascript:alert(1)) \u{202e}gnp.exe";

/// The agents that are declared, and how often each was declared anew.
const AGENTS: [(&str, u64); 3] = [("planner", 2), ("inbox-triage", 4), ("מתכנן-נסיעות", 3)];

fn note(device: &mut SyncSubsystem, surface: &str, payload: Value) {
    note_in(device, Scope::Personal, surface, payload);
}

fn note_in(device: &mut SyncSubsystem, scope: Scope, surface: &str, payload: Value) {
    device.append(scope, parse_surface(surface).unwrap(), payload).unwrap();
}

fn run(device: &mut SyncSubsystem, agent: &str, run: &str, epoch: u64, status: IntentStatus) {
    let recorded = device.record_intent(Scope::Personal, &Intent::new(agent, run, epoch, status));
    assert_eq!(recorded.unwrap()["recorded"], true);
}

fn declare(device: &mut SyncSubsystem, id: &str, version: u64) {
    let agent = json!({"id": id, "model": "large", "temperature": 0.2, "limit": {"turns": 40}, "version": version});
    note(device, "declagent", agent);
}

/// Studio desktop, which has everything; the two others wrote some of it. A checkpoint took the place of the oldest.
pub(super) fn noted(scene: &Scene) -> SyncSubsystem {
    scene.ago(80 * DAY_MS);
    let (mut own, mut laptop, mut cabin) = (scene.device(&STUDIO), scene.device(&LAPTOP), scene.device(&CABIN));
    note(&mut own, "skill", json!({"steps": ["look", "ask", "act"]}));
    begin(scene, &mut laptop);
    settle(&mut [&mut own, &mut laptop, &mut cabin]);
    own.checkpoint().unwrap();
    own.rebase().unwrap();
    measure(scene, &mut cabin);
    agents(scene, &mut own, &mut laptop);
    runs(scene, &mut laptop, &mut cabin);
    settle(&mut [&mut laptop, &mut cabin, &mut own]);
    finish(scene, &mut own);
    own
}

fn begin(scene: &Scene, laptop: &mut SyncSubsystem) {
    scene.ago(40 * DAY_MS);
    AGENTS.iter().for_each(|(id, _)| declare(laptop, id, 1));
}

fn measure(scene: &Scene, cabin: &mut SyncSubsystem) {
    for at in 0..MEASURED {
        scene.ago(9 * DAY_MS - at * HOUR_MS / 2);
        let text = format!("Measured {} ms at step {at}.", at * 17);
        note(cabin, "knowledge", json!({"id": format!("note-{at:04}"), "text": text}));
    }
}

/// Each of them was declared anew, the last time on this device.
fn agents(scene: &Scene, own: &mut SyncSubsystem, laptop: &mut SyncSubsystem) {
    for (id, versions) in AGENTS {
        for version in 2..=versions {
            scene.ago((2 + 9 * (versions - version)) * DAY_MS);
            declare(if version == versions { own } else { laptop }, id, version);
        }
    }
}

fn runs(scene: &Scene, laptop: &mut SyncSubsystem, cabin: &mut SyncSubsystem) {
    scene.ago(7 * DAY_MS);
    // Neither knows of the other's.
    run(cabin, "nightly-report", "run-2026-11-18", 86, IntentStatus::Committed);
    run(laptop, "nightly-report", "run-2026-11-18", 87, IntentStatus::Committed);
    scene.ago(6 * DAY_MS);
    run(laptop, "nightly-report", "run-2026-11-19", 88, IntentStatus::Failed);
    scene.ago(9 * HOUR_MS);
    run(laptop, "inbox-triage", "mail-2026-11-24", 213, IntentStatus::Pending);
}

fn finish(scene: &Scene, own: &mut SyncSubsystem) {
    for (at, (id, text)) in FACTS.iter().enumerate() {
        scene.ago((5 - at as u64) * DAY_MS);
        note(
            own,
            "knowledge",
            json!({"id": id, "text": text, "tags": &["home", "travel"][at % 3..]}),
        );
    }
    note_in(
        own,
        Scope::Shared {
            org: "Lighthouse Ltd".to_owned(),
        },
        "skill",
        skill(),
    );
    let step = |at: u64| json!({"step": at, "tool": "read_file", "ok": !at.is_multiple_of(7)});
    let steps: Vec<_> = (0..700).map(step).collect();
    note(own, "trajectory", json!({"id": "move-house", "steps": steps}));
    note(
        own,
        "registry:tools",
        json!({"id": "web-search", "on": true, "key": "9007199254740993"}),
    );
    note(own, "registry:prompts", json!({"id": "house-style", "text": HOSTILE}));
    note(
        own,
        "run",
        json!({"id": "run-2026-11-18", "took_ms": 48_000, "lines": 512}),
    );
    run(own, "inbox-triage", "mail-2026-11-24", 213, IntentStatus::Committed);
    run(own, "inbox-triage", "mail-2026-11-25", 214, IntentStatus::Pending);
    for at in 0..40_u64 {
        scene.ago((40 - at) * HOUR_MS);
        let to = if at.is_multiple_of(3) { "large" } else { "small" };
        note(
            own,
            "routing",
            json!({"to": to, "ms": 120 + at, "why": "fits the budget"}),
        );
    }
    scene.ago(0);
}

fn skill() -> Value {
    json!({
        "id": "tidy-invoices",
        "about": "Names each invoice after its sender and month, and asks before it moves one.",
        "steps": [
            {"tool": "list_files", "arguments": {"folder": "Downloads", "pattern": "*.pdf"}},
            {"tool": "read_file", "arguments": {"pages": [1, 2]}},
            {"tool": "rename", "arguments": {"to": "{month} {sender}.pdf", "ask": true}},
        ],
    })
}
