//! The loop over real data: a device whose loop runs, and a peer driven by hand.
#![allow(clippy::unwrap_used, reason = "a test's helpers are tests as well")]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    time::{Duration, Instant},
};

use baton_engine::{DeviceProfile, ErrorKind, Intent, IntentStatus, ProblemKind, Scope, SyncSubsystem};
use baton_sync_loop::{
    ActivityKind, Clocks, FailureKind, LoopConfig, LoopError, LoopEvent, LoopState, Opener, Pause, Reply, Status,
    StatusKind, SyncLoop, Told, start,
};
use tempfile::TempDir;

const LONG: Duration = Duration::from_secs(60);

/// A device with a running loop, a peer, and the folder between them.
struct Pair {
    folder: TempDir,
    peer: SyncSubsystem,
    sync_loop: SyncLoop,
    events: Receiver<LoopEvent>,
}

fn profile(name: &str) -> DeviceProfile {
    DeviceProfile {
        name: name.to_owned(),
        platform: "linux".to_owned(),
        app_version: "0".to_owned(),
    }
}

fn open(folder: &Path, device: &str) -> SyncSubsystem {
    SyncSubsystem::open_with_relay(&folder.join(device), &folder.join("relay")).unwrap()
}

fn start_loop(open: Opener, pause: Option<Pause>, clocks: Clocks) -> (SyncLoop, Receiver<LoopEvent>) {
    let (sender, events) = channel();
    let config = LoopConfig {
        open,
        profile: profile("Desk"),
        pause,
        told: Told::in_memory(),
        silent_days: 14,
        clocks,
    };
    let on_event = Box::new(move |event| drop(sender.send(event)));
    (start(config, on_event).unwrap(), events)
}

impl Pair {
    fn new(paused: bool) -> Self {
        Self::paused(paused.then(|| Pause::until_resumed(0)), Clocks::system())
    }

    fn paused(pause: Option<Pause>, clocks: Clocks) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("relay")).unwrap();
        let mut peer = open(folder.path(), "peer");
        peer.set_device_profile(&profile("MacBook")).unwrap();
        peer.pump().unwrap();
        let own: PathBuf = folder.path().to_owned();
        let (sync_loop, events) = start_loop(Box::new(move || Ok(open(&own, "own"))), pause, clocks);
        Self {
            folder,
            peer,
            sync_loop,
            events,
        }
    }

    /// Waits for a state of which this holds.
    fn wait(&mut self, what: &str, holds: impl Fn(&LoopState) -> bool) {
        let start = Instant::now();
        while !holds(&self.sync_loop.handle().state()) {
            assert!(
                start.elapsed() < LONG,
                "waited in vain for {what}: {:?}",
                self.sync_loop.handle().state()
            );
            let _ = self.events.recv_timeout(Duration::from_millis(50));
        }
    }

    /// Waits until both know that both hold everything.
    fn settle(&mut self) {
        self.wait("the first round", |state| state.last_synced_ms.is_some());
        let start = Instant::now();
        while status(&self.sync_loop) != StatusKind::UpToDate {
            assert!(
                start.elapsed() < LONG,
                "not up to date: {:?}",
                self.sync_loop.handle().state()
            );
            self.peer.pump().unwrap();
            let _ = self.events.recv_timeout(Duration::from_millis(200));
        }
    }
}

fn status(sync_loop: &SyncLoop) -> StatusKind {
    Status::of(&sync_loop.handle().state()).kind()
}

fn say(device: &mut SyncSubsystem, content: &str) {
    device
        .record_turn(Scope::Personal, "talk", "user", content, Vec::new(), None, 1)
        .unwrap();
}

fn answer<T: Send + 'static>(send: impl FnOnce(Reply<T>)) -> Result<T, LoopError> {
    let (reply, answer) = channel();
    send(Box::new(move |outcome| reply.send(outcome).unwrap()));
    answer.recv_timeout(LONG).unwrap()
}

fn messages(sync_loop: &SyncLoop) -> Vec<String> {
    sync_loop
        .handle()
        .activity()
        .into_iter()
        .map(|line| line.message)
        .collect()
}

#[test]
fn what_a_peer_publishes_arrives_by_itself_and_the_activity_says_from_whom() {
    let mut pair = Pair::new(false);
    pair.settle();
    say(&mut pair.peer, "one");
    say(&mut pair.peer, "two");
    pair.peer.pump().unwrap();
    pair.wait("two turns", |state| {
        state.overview.as_ref().is_some_and(|overview| overview.turns == 2)
    });
    pair.wait("the end of the round", |state| !state.syncing);
    answer(|reply| pair.sync_loop.handle().sync_now(reply)).unwrap();
    let expected = ["Looked for changes: nothing new", "Received 2 changes from MacBook"];
    assert_eq!(messages(&pair.sync_loop), expected);
    pair.sync_loop.stop();
}

#[test]
fn a_run_that_took_effect_twice_needs_attention_and_is_told_once() {
    let mut pair = Pair::new(false);
    pair.settle();
    let commit = |device: &mut SyncSubsystem, epoch| {
        let intent = Intent::new("planner", "r", epoch, IntentStatus::Committed);
        device.record_intent(Scope::Personal, &intent).unwrap();
    };
    commit(&mut open(pair.folder.path(), "own"), 1);
    commit(&mut pair.peer, 2);
    pair.peer.pump().unwrap();
    pair.wait("the double run", |state| {
        let mut problems = state.overview.iter().flat_map(|overview| &overview.problems);
        problems.any(|problem| problem.kind == ProblemKind::DoubleRun)
    });
    pair.wait("the end of the round", |state| !state.syncing);
    answer(|reply| pair.sync_loop.handle().sync_now(reply)).unwrap();
    assert_eq!(status(&pair.sync_loop), StatusKind::NeedsYou);
    let told = messages(&pair.sync_loop);
    let told = told.iter().filter(|message| message.contains("took effect twice"));
    assert_eq!(told.count(), 1);
    pair.sync_loop.stop();
}

#[test]
fn what_another_process_records_is_sent_by_itself() {
    let mut pair = Pair::new(false);
    pair.settle();
    say(&mut open(pair.folder.path(), "own"), "from the command line");
    pair.wait("the turn", |state| {
        state
            .overview
            .as_ref()
            .is_some_and(|overview| overview.turns == 1 && overview.unpublished == 0)
    });
    assert_eq!(pair.peer.pump().unwrap()["folded"], 1);
    assert!(messages(&pair.sync_loop).contains(&"Sent 1 change".to_owned()));
    pair.sync_loop.stop();
}

#[test]
fn a_round_that_changes_nothing_causes_no_other_round() {
    let mut pair = Pair::new(false);
    pair.settle();
    say(&mut pair.peer, "news");
    pair.peer.pump().unwrap();
    pair.wait("the turn", |state| {
        state.overview.as_ref().is_some_and(|overview| overview.turns == 1)
    });
    pair.settle();
    // The echoes of the last changes end, and then there is silence until the next periodic pass.
    let mut rounds = 0;
    loop {
        match pair.events.recv_timeout(Duration::from_secs(4)) {
            Ok(LoopEvent::State(state)) => rounds += u32::from(state.syncing),
            Ok(LoopEvent::Activity(_) | LoopEvent::Alert(_)) => {}
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => panic!("the loop ended"),
        }
        assert!(rounds < 10, "the loop does not come to rest");
    }
    pair.sync_loop.stop();
}

#[test]
fn paused_nothing_is_exchanged_and_resuming_catches_up() {
    let mut pair = Pair::new(true);
    say(&mut pair.peer, "unheard");
    pair.peer.pump().unwrap();
    let handle = pair.sync_loop.handle().clone();
    assert_eq!(answer(|reply| handle.sync_now(reply)), Err(LoopError::Paused));
    assert_eq!(answer(|reply| handle.checkpoint(reply)), Err(LoopError::Paused));
    say(&mut open(pair.folder.path(), "own"), "unsaid");
    pair.wait("the own turn", |state| {
        state
            .overview
            .as_ref()
            .is_some_and(|overview| overview.unpublished == 1)
    });
    assert_eq!(handle.state().overview.as_ref().unwrap().turns, 1);
    assert_eq!(status(&pair.sync_loop), StatusKind::Paused);
    assert_eq!(handle.state().last_synced_ms, None);

    answer(|reply| handle.set_pause(None, reply)).unwrap();
    pair.wait("both turns", |state| {
        state
            .overview
            .as_ref()
            .is_some_and(|overview| overview.turns == 2 && overview.unpublished == 0)
    });
    pair.sync_loop.stop();
}

#[test]
fn a_pause_ends_by_itself_at_its_time_and_one_that_is_over_is_none_after_a_restart() {
    let wall = Arc::new(AtomicU64::new(1_700_000_000_000));
    let read = Arc::clone(&wall);
    let clocks = Clocks {
        wall: Arc::new(move || read.load(Ordering::Relaxed)),
        ..Clocks::system()
    };
    let pause = Pause::for_an_hour(wall.load(Ordering::Relaxed));
    let mut pair = Pair::paused(Some(pause), clocks.clone());
    pair.wait("the data", |state| state.overview.is_some());
    assert_eq!(pair.sync_loop.handle().state().pause, Some(pause));
    wall.fetch_add(60 * 60 * 1000, Ordering::Relaxed);
    // The next look at the clocks would come within ten seconds.
    pair.sync_loop.handle().nudge();
    pair.wait("a round by itself", |state| {
        !state.is_paused() && state.last_synced_ms.is_some()
    });
    assert!(messages(&pair.sync_loop).contains(&"Syncing resumed".to_owned()));
    pair.sync_loop.stop();

    let own = pair.folder.path().to_owned();
    let (restarted, _events) = start_loop(Box::new(move || Ok(open(&own, "own"))), Some(pause), clocks);
    assert!(!restarted.handle().state().is_paused());
    restarted.stop();
}

#[test]
fn a_published_checkpoint_becomes_the_base_of_the_local_log() {
    let mut pair = Pair::new(false);
    say(&mut pair.peer, "covered");
    pair.peer.pump().unwrap();
    pair.wait("the turn", |state| {
        state.overview.as_ref().is_some_and(|overview| overview.turns == 1)
    });
    pair.settle();
    let report = answer(|reply| pair.sync_loop.handle().checkpoint(reply)).unwrap();
    let hash = report.name.expect(&report.reason);
    let base = pair
        .sync_loop
        .handle()
        .state()
        .overview
        .as_ref()
        .unwrap()
        .base_checkpoint
        .clone();
    assert!(base.unwrap().ends_with(&hash));
    assert!(messages(&pair.sync_loop).contains(&"Checkpoint published".to_owned()));
    pair.sync_loop.stop();
}

#[test]
fn a_vanished_folder_is_one_line_of_trouble_and_heals_by_itself() {
    let mut pair = Pair::new(false);
    pair.settle();
    let (relay, away) = (pair.folder.path().join("relay"), pair.folder.path().join("away"));
    fs::rename(&relay, &away).unwrap();
    let handle = pair.sync_loop.handle().clone();
    for _ in 0..3 {
        let refused = answer(|reply| handle.sync_now(reply)).unwrap_err();
        let LoopError::Failed(failure) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(
            failure.kind,
            FailureKind::Engine(ErrorKind::FolderUnavailable),
            "{failure}"
        );
    }
    assert_eq!(status(&pair.sync_loop), StatusKind::FolderUnavailable);
    let lines = handle.activity();
    assert_eq!(
        (lines[0].kind, lines[0].times >= 3),
        (ActivityKind::Error, true),
        "{lines:?}"
    );
    assert_eq!(lines.iter().filter(|line| line.kind == ActivityKind::Error).count(), 1);

    fs::rename(&away, &relay).unwrap();
    pair.wait("health", |state| state.failure.is_none());
    pair.wait("the end of the round", |state| !state.syncing);
    pair.settle();
    assert!(messages(&pair.sync_loop).contains(&"Syncing works again".to_owned()));
    pair.sync_loop.stop();
}

#[test]
fn a_loop_that_breaks_down_says_so() {
    let (sync_loop, _events) = start_loop(Box::new(|| panic!("a defect")), None, Clocks::system());
    let start = Instant::now();
    while status(&sync_loop) != StatusKind::Error {
        assert!(start.elapsed() < LONG);
        std::thread::sleep(Duration::from_millis(10));
    }
    let failure = sync_loop.handle().state().failure.clone().unwrap();
    assert_eq!(failure.kind, FailureKind::Defect);
    assert_eq!(
        answer(|reply| sync_loop.handle().sync_now(reply)),
        Err(LoopError::Ended)
    );
    sync_loop.stop();
}

#[test]
fn data_that_cannot_be_opened_needs_attention_and_is_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("own");
    fs::create_dir_all(folder.path().join("relay")).unwrap();
    fs::write(&root, "not a folder").unwrap();
    let (own, relay) = (root.clone(), folder.path().join("relay"));
    let (sync_loop, _events) = start_loop(
        Box::new(move || SyncSubsystem::open_with_relay(&own, &relay)),
        None,
        Clocks::system(),
    );
    let start = Instant::now();
    while status(&sync_loop) != StatusKind::Error {
        assert!(start.elapsed() < LONG);
        std::thread::sleep(Duration::from_millis(10));
    }
    let refused = answer(|reply| sync_loop.handle().query(|own| own.overview(), reply));
    assert!(matches!(refused, Err(LoopError::Failed(_))), "{refused:?}");
    fs::remove_file(&root).unwrap();
    while status(&sync_loop) != StatusKind::UpToDate {
        assert!(start.elapsed() < LONG);
        std::thread::sleep(Duration::from_millis(10));
    }
    sync_loop.stop();
}

#[test]
fn a_new_name_is_what_the_other_devices_call_it_after_a_round() {
    let mut pair = Pair::new(false);
    pair.settle();
    answer(|reply| pair.sync_loop.handle().rename("Studio".to_owned(), reply)).unwrap();
    answer(|reply| pair.sync_loop.handle().sync_now(reply)).unwrap();
    pair.peer.pump().unwrap();
    let overview = pair.peer.overview().unwrap();
    let names: Vec<_> = overview.roster.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["MacBook", "Studio"]);
    assert!(messages(&pair.sync_loop).contains(&"This device is called Studio from now on".to_owned()));
    pair.sync_loop.stop();
}

#[test]
fn a_round_without_news_is_a_line_only_when_it_was_asked_for_or_all_are_wanted() {
    let quiet = |pair: &Pair| {
        let lines = pair.sync_loop.handle().activity();
        let quiet = lines.iter().filter(|line| line.message.contains("nothing new"));
        quiet.map(|line| line.times).sum::<u32>()
    };
    let mut pair = Pair::new(false);
    pair.settle();
    pair.sync_loop.handle().nudge();
    answer(|reply| pair.sync_loop.handle().sync_now(reply)).unwrap();
    assert_eq!(quiet(&pair), 1);
    pair.sync_loop.handle().list_quiet_rounds(true);
    answer(|reply| pair.sync_loop.handle().sync_now(reply)).unwrap();
    let before = quiet(&pair);
    assert!(before >= 2, "{before}");
    pair.sync_loop.handle().nudge();
    let start = Instant::now();
    while quiet(&pair) == before {
        assert!(start.elapsed() < LONG, "a round nobody asked for is not listed");
        let _ = pair.events.recv_timeout(Duration::from_millis(50));
    }
    pair.sync_loop.stop();
}
