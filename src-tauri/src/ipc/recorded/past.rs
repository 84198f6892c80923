//! What happened before the app of this scene was started.

use std::{fs, path::PathBuf};

use baton_engine::{Intent, IntentStatus, Scope, SyncSubsystem};

use super::{
    acts::{acquire, begin_run, files, say},
    scene::{CABIN, DAY_MS, HOUR_MS, LAPTOP, STUDIO, Scene, THINKPAD, settle},
};

/// A device that nobody waits for any more.
pub(super) fn given_away(scene: &Scene) {
    scene.ago(100 * DAY_MS);
    let (mut own, mut thinkpad) = (scene.device(&STUDIO), scene.device(&THINKPAD));
    settle(&mut [&mut own, &mut thinkpad]);
    scene.ago(97 * DAY_MS);
    say(&mut thinkpad, "conversation-9", 801);
    settle(&mut [&mut thinkpad, &mut own]);
    scene.ago(90 * DAY_MS);
    own.retire(THINKPAD.id).unwrap();
    own.pump().unwrap();
}

pub(super) fn joined(scene: &Scene) -> (SyncSubsystem, SyncSubsystem, SyncSubsystem) {
    scene.ago(30 * DAY_MS);
    let (mut own, mut laptop, mut cabin) = (scene.device(&STUDIO), scene.device(&LAPTOP), scene.device(&CABIN));
    settle(&mut [&mut own, &mut laptop, &mut cabin]);
    settle(&mut [&mut own, &mut laptop, &mut cabin]);
    scene.ago(5 * DAY_MS);
    say(&mut own, "conversation-1", 1_911);
    // Epochs that another register gave long ago.
    let old = Intent::new("code-review", "run-2026-10-01", 1_024, IntentStatus::Committed);
    laptop.record_intent(Scope::Personal, &old).unwrap();
    settle(&mut [&mut own, &mut laptop, &mut cabin]);
    scene.ago(4 * DAY_MS);
    acquire("code-review", HOUR_MS, &mut [&mut cabin, &mut own, &mut laptop]);
    let epoch = acquire("invoice-sorter", DAY_MS, &mut [&mut cabin, &mut own, &mut laptop]);
    scene.ago(4 * DAY_MS - HOUR_MS);
    cabin.lease_release("invoice-sorter", epoch).unwrap();
    settle(&mut [&mut cabin, &mut own, &mut laptop]);
    (own, laptop, cabin)
}

/// What was heard of the device in the cabin, three days ago: it had begun two runs, and its last file did not arrive.
pub(super) fn last_heard(
    scene: &Scene,
    own: &mut SyncSubsystem,
    laptop: &mut SyncSubsystem,
    cabin: &mut SyncSubsystem,
) -> Vec<(PathBuf, PathBuf)> {
    scene.ago(3 * DAY_MS + HOUR_MS);
    acquire("nightly-report", 7 * DAY_MS, &mut [cabin, own, laptop]);
    begin_run(cabin, "nightly-report", "run-2026-11-19-nightly");
    begin_run(cabin, "nightly-report", "run-2026-11-19-mail");
    settle(&mut [cabin, own, laptop]);
    scene.ago(3 * DAY_MS);
    let before = files(&scene.relay());
    say(cabin, "conversation-4", 7);
    cabin.pump().unwrap();
    let segments = files(&scene.relay())
        .difference(&before)
        .filter(|path| path.extension().is_some_and(|it| it == "seg"))
        .cloned()
        .collect::<Vec<_>>();
    let away = |path: PathBuf| {
        let aside = scene.home().join("on-its-way");
        fs::rename(&path, &aside).unwrap();
        (path, aside)
    };
    let missing: Vec<_> = segments.into_iter().map(away).collect();
    assert_eq!(missing.len(), 1);
    settle(&mut [own, laptop]);
    missing
}
