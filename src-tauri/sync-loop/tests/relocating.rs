//! Going on in another relay folder: nothing is lost on the way, and a folder that does not work changes nothing.
#![allow(clippy::unwrap_used, reason = "a test's helpers are tests as well")]

use std::{
    fs,
    path::Path,
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::channel,
    },
    thread,
    time::Duration,
};

use baton_engine::{DeviceProfile, Scope, SyncSubsystem};
use baton_sync_loop::{Clocks, LoopConfig, LoopError, Opener, Pause, Reply, SyncLoop, Told, start};

const LONG: Duration = Duration::from_secs(60);

fn open(folder: &Path, device: &str, relay: &str) -> SyncSubsystem {
    SyncSubsystem::open_with_relay(&folder.join(device), &folder.join(relay)).unwrap()
}

fn opener(folder: &Path, relay: &str) -> Opener {
    let (root, relay) = (folder.join("own"), folder.join(relay));
    Box::new(move || SyncSubsystem::open_with_relay(&root, &relay))
}

fn start_loop(folder: &Path, paused: bool) -> SyncLoop {
    let config = LoopConfig {
        open: opener(folder, "old"),
        profile: DeviceProfile {
            name: "Desk".to_owned(),
            platform: "linux".to_owned(),
            app_version: "0".to_owned(),
        },
        pause: paused.then(|| Pause::until_resumed(0)),
        told: Told::in_memory(),
        silent_days: 14,
        clocks: Clocks::system(),
    };
    start(config, Box::new(|_| {})).unwrap()
}

fn say(device: &mut SyncSubsystem, content: &str) {
    let said = device.record_turn(Scope::Personal, "talk", "user", content, Vec::new(), None, 1);
    said.unwrap();
}

fn heard(device: &mut SyncSubsystem) -> Vec<String> {
    device.pump().unwrap();
    let turns = device.transcript("talk").unwrap();
    let texts = turns.as_array().unwrap().iter();
    let mut texts: Vec<_> = texts.map(|turn| turn["content"].as_str().unwrap().to_owned()).collect();
    texts.sort();
    texts
}

fn answer<T: Send + 'static>(send: impl FnOnce(Reply<T>)) -> Result<T, LoopError> {
    let (reply, answer) = channel();
    send(Box::new(move |outcome| reply.send(outcome).unwrap()));
    answer.recv_timeout(LONG).unwrap()
}

/// Records turns, as another process on the same data, until told to stop; answers their texts.
fn record_until(done: &AtomicBool, folder: &Path) -> Vec<String> {
    let mut other = open(folder, "own", "old");
    let mut said = Vec::new();
    while !done.load(Ordering::Acquire) || said.is_empty() {
        said.push(format!("during {:03}", said.len()));
        say(&mut other, &said[said.len() - 1]);
    }
    said
}

#[test]
fn what_was_recorded_before_during_and_after_arrives_in_the_new_folder() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    // Somebody who stays in the old folder: what came from there goes along.
    let mut stays = open(folder, "stays", "old");
    say(&mut stays, "from the old folder");
    stays.pump().unwrap();
    let mut own = open(folder, "own", "old");
    say(&mut own, "before");
    own.pump().unwrap();
    stays.pump().unwrap();
    let sync_loop = start_loop(folder, false);
    let handle = sync_loop.handle();
    // The log starts at a checkpoint: what lies before it has to go along as well.
    answer(|reply| handle.checkpoint(reply)).unwrap();

    let done = AtomicBool::new(false);
    let during = thread::scope(|scope| {
        let recording = scope.spawn(|| record_until(&done, folder));
        let moved = answer(|reply| handle.relocate(opener(folder, "new"), reply));
        done.store(true, Ordering::Release);
        moved.unwrap();
        recording.join().unwrap()
    });
    say(&mut own, "after");
    answer(|reply| handle.sync_now(reply)).unwrap();

    let mut wanted = during;
    wanted.extend(["before", "after", "from the old folder"].map(str::to_owned));
    wanted.sort();
    let mut joins = open(folder, "joins", "new");
    joins.pump().unwrap();
    answer(|reply| handle.sync_now(reply)).unwrap();
    assert_eq!(heard(&mut joins), wanted);
    // The old folder is left as it was, with the farewell in it.
    assert!(heard(&mut stays).contains(&"before".to_owned()));
    assert!(handle.state().failure.is_none());
    sync_loop.stop();
}

#[test]
fn a_folder_that_does_not_work_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let sync_loop = start_loop(folder, false);
    let handle = sync_loop.handle();
    answer(|reply| handle.sync_now(reply)).unwrap();
    fs::create_dir(folder.join("foreign")).unwrap();
    fs::write(folder.join("foreign/holiday.jpg"), "x").unwrap();

    let refused = answer(|reply| handle.relocate(opener(folder, "foreign"), reply));
    assert!(matches!(refused, Err(LoopError::Failed(_))), "{refused:?}");
    assert_eq!(fs::read_dir(folder.join("foreign")).unwrap().count(), 1);

    assert!(handle.state().failure.is_none(), "{:?}", handle.state().failure);
    let mut own = open(folder, "own", "old");
    say(&mut own, "after");
    answer(|reply| handle.sync_now(reply)).unwrap();
    assert_eq!(heard(&mut open(folder, "peer", "old")), ["after"]);
    sync_loop.stop();
}

#[test]
fn a_paused_loop_stays_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let sync_loop = start_loop(folder, true);
    let refused = answer(|reply| sync_loop.handle().relocate(opener(folder, "new"), reply));
    assert_eq!(refused, Err(LoopError::Paused));
    assert!(!folder.join("new").exists());
    sync_loop.stop();
}
