//! The app over the scene's folder, without a window: its loop runs a round only when it is told to.

use std::{
    fs,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use baton_contract::{CheckpointOutcome, PauseLength, ReleasePreview, Snapshot, SyncOutcome};
use baton_engine::SyncSubsystem;
use baton_sync_loop::{Clocks, LoopState};
use tauri::async_runtime::block_on;

use super::{
    super::{Answer, actions, ask, leases, reads},
    scene::{STUDIO, Scene, open},
};
use crate::{
    args::Place,
    host::{Host, News},
    machine::Machine,
};

/// Long enough for any machine.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) struct App {
    pub(super) host: Host,
    news: News,
}

impl App {
    /// An app that nobody set up yet.
    pub(super) fn new(scene: &Scene) -> Self {
        let root = scene.root();
        fs::create_dir_all(&root).unwrap();
        fs::write(root.join("device-id"), STUDIO.id).unwrap();
        let (born, wall) = (Instant::now(), scene.wall());
        let machine = Machine {
            clocks: Clocks {
                wall: scene.wall(),
                // Nothing is ever due but what somebody asks for.
                monotonic: Arc::new(move || born),
            },
            open: Arc::new(move |root, relay| open(STUDIO.id, root, relay, Arc::clone(&wall))),
        };
        let place = Place {
            root,
            relay: None,
            is_default: true,
        };
        let (host, news) = Host::load(place, machine).unwrap();
        Self { host, news }
    }

    /// Chooses the folder; comes back after the first round.
    pub(super) fn set_up(&self, relay: PathBuf) {
        self.host.set_up(relay, STUDIO.name).unwrap();
        self.wait(|state| state.last_synced_ms.is_some());
    }

    /// Waits for the loop to know something.
    pub(super) fn wait(&self, is_so: impl Fn(&LoopState) -> bool) {
        while !is_so(&self.host.state()) {
            self.news.changes.recv_timeout(PATIENCE).unwrap();
        }
    }

    /// A round that nobody asked for.
    pub(super) fn round(&self) {
        self.host.sync_loop().unwrap().nudge();
        self.engine(|_| ());
    }

    pub(super) fn sync(&self) -> Answer<SyncOutcome> {
        block_on(actions::sync(&self.host))
    }

    pub(super) fn publish(&self) -> CheckpointOutcome {
        block_on(actions::publish_checkpoint(&self.host)).unwrap()
    }

    pub(super) fn pause(&self, length: Option<PauseLength>) {
        block_on(actions::pause(&self.host, length)).unwrap();
    }

    pub(super) fn request(&self, agent: &str) -> Answer<()> {
        block_on(leases::request(&self.host, agent.to_owned()))
    }

    pub(super) fn preview(&self, agent: &str) -> ReleasePreview {
        block_on(leases::preview(&self.host, agent)).unwrap()
    }

    /// Does something with the engine, on the loop's thread.
    pub(super) fn engine<T: Send + 'static>(&self, act: impl FnOnce(&mut SyncSubsystem) -> T + Send + 'static) -> T {
        let act = |engine: &mut SyncSubsystem| Ok(act(engine));
        block_on(ask(&self.host, |sync_loop, reply| sync_loop.query(act, reply))).unwrap()
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        self.snapshot_in(&self.host.state())
    }

    /// The snapshot where the loop knows this.
    pub(super) fn snapshot_in(&self, state: &LoopState) -> Snapshot {
        reads::snapshot_of(&self.host, 1, state)
    }
}
