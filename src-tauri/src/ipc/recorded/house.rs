//! Four devices of one person, over a hundred days: one was given away, one lies in a cabin and is not heard of, a laptop is
//! carried around, and the app runs on the desktop.

use std::{fs, path::PathBuf};

use baton_contract::{CheckpointOutcome, PauseLength, SyncOutcome};
use baton_engine::SyncSubsystem;

use super::{
    acts::{begin_run, end_run, say},
    app::App,
    past::{given_away, joined, last_heard},
    scene::{DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, Scene},
};

/// What a lease lasts that is not asked for in the window.
const TTL_MS: u64 = 10 * MINUTE_MS;

/// The devices, at the moment when the answers are asked for.
pub(super) struct House {
    pub(super) scene: Scene,
    pub(super) app: App,
    pub(super) laptop: SyncSubsystem,
    pub(super) cabin: SyncSubsystem,
    /// What came of asking for a checkpoint.
    pub(super) published: Option<CheckpointOutcome>,
    /// What came of asking for a round.
    pub(super) synced: Option<SyncOutcome>,
    /// Where the file belongs that did not arrive, and where it is.
    pub(super) missing: Vec<(PathBuf, PathBuf)>,
}

impl House {
    pub(super) fn at_present() -> Self {
        let scene = Scene::new();
        given_away(&scene);
        let (mut own, mut laptop, mut cabin) = joined(&scene);
        let missing = last_heard(&scene, &mut own, &mut laptop, &mut cabin);
        drop(own);
        scene.ago(26 * HOUR_MS);
        let app = App::new(&scene);
        app.set_up(scene.relay());
        let mut house = Self {
            scene,
            app,
            laptop,
            cabin,
            published: None,
            synced: None,
            missing,
        };
        house.yesterday();
        house.today();
        house.just_now();
        house
    }

    /// The app and the laptop have rounds in turn.
    pub(super) fn exchange(&mut self) {
        for _ in 0..4 {
            self.laptop.pump().unwrap();
            self.app.round();
        }
    }

    fn granted_to_laptop(&mut self, agent: &str, ttl_ms: u64) -> u64 {
        for _ in 0..8 {
            if let Ok(lease) = self.laptop.lease_acquire(agent, ttl_ms) {
                self.exchange();
                return lease["epoch"].as_u64().unwrap();
            }
            self.exchange();
        }
        panic!("{agent} was never granted")
    }

    fn yesterday(&mut self) {
        self.app.pause(Some(PauseLength::Hour));
        self.scene.ago(25 * HOUR_MS + 20 * MINUTE_MS);
        self.app.pause(None);
        self.scene.ago(DAY_MS);
        // Another agent on this device: not one that the window asks for.
        let ask = |engine: &mut SyncSubsystem| engine.lease_acquire("code-review", 20 * HOUR_MS).is_ok();
        while !self.app.engine(ask) {
            self.exchange();
        }
        self.exchange();
        self.scene.ago(9 * HOUR_MS);
        let epoch = self.epoch("code-review");
        self.laptop.lease_take_over("code-review", epoch).unwrap();
        self.exchange();
        self.scene.ago(7 * HOUR_MS);
        self.granted_to_laptop("inbox-triage", 6 * HOUR_MS);
    }

    fn epoch(&mut self, agent: &str) -> u64 {
        let lease = self
            .laptop
            .leases()
            .unwrap()
            .into_iter()
            .find(|entry| entry.agent_id == agent);
        lease.unwrap().lease.unwrap().epoch.get()
    }

    fn today(&mut self) {
        self.scene.ago(5 * HOUR_MS);
        let epoch = self.granted_to_laptop("code-review", 2 * HOUR_MS);
        self.scene.ago(4 * HOUR_MS);
        self.laptop.lease_release("code-review", epoch).unwrap();
        self.exchange();
        self.scene.ago(2 * HOUR_MS);
        let epoch = self.epoch("inbox-triage");
        self.laptop.lease_release("inbox-triage", epoch).unwrap();
        self.exchange();
        self.app.request("inbox-triage").unwrap();
        self.exchange();
        self.scene.ago(76 * MINUTE_MS);
        say(&mut self.laptop, "conversation-2", 1_204);
        self.exchange();
        self.scene.ago(75 * MINUTE_MS);
        self.published = Some(self.app.publish());
        self.scene.ago(32 * MINUTE_MS);
        self.without_folder(|app| drop(app.sync().unwrap_err()));
        self.scene.ago(31 * MINUTE_MS);
        say(&mut self.laptop, "conversation-2", 12);
        self.laptop.pump().unwrap();
        self.app.engine(|engine| say(engine, "conversation-2", 3));
        self.synced = Some(self.app.sync().unwrap());
        for minutes in (4..16).rev() {
            self.scene.ago(minutes * MINUTE_MS);
            say(&mut self.laptop, "conversation-3", minutes % 4 + 1);
            self.laptop.pump().unwrap();
            self.app.round();
        }
    }

    /// Does something while the folder is out of reach.
    pub(super) fn without_folder(&self, act: impl FnOnce(&App)) {
        let (here, away) = (self.scene.relay(), self.scene.home().join("unmounted"));
        fs::rename(&here, &away).unwrap();
        act(&self.app);
        fs::rename(&away, &here).unwrap();
    }

    fn just_now(&mut self) {
        self.scene.ago(3 * MINUTE_MS);
        self.granted_to_laptop("meeting-prep", TTL_MS);
        begin_run(&mut self.laptop, "meeting-prep", "run-2026-11-22-standup");
        self.scene.ago(2 * MINUTE_MS);
        self.granted_to_laptop("changelog-writer", TTL_MS);
        begin_run(&mut self.laptop, "changelog-writer", "run-2026-11-22-changelog");
        self.laptop.lease_request("inbox-triage", TTL_MS).unwrap();
        // A run is under way, so it is not handed over yet.
        self.app
            .engine(|engine| begin_run(engine, "inbox-triage", "run-2026-11-22-inbox"));
        self.exchange();
        self.scene.ago(MINUTE_MS);
        self.app.request("meeting-prep").unwrap();
        self.exchange();
        self.scene.ago(40 * SECOND_MS);
        self.app.request("invoice-sorter").unwrap();
        self.app.engine(|engine| say(engine, "conversation-1", 2));
        self.app.round();
        self.scene.ago(0);
        self.app.round();
    }
}

/// What happens after the present.
impl House {
    /// The file arrives at last, and the runs of this device and of the laptop end.
    pub(super) fn catch_up(&mut self) {
        for (belongs, aside) in self.missing.drain(..) {
            fs::rename(aside, belongs).unwrap();
        }
        self.app.engine(|engine| end_run(engine, "inbox-triage"));
        self.app.round();
    }

    /// Everybody has everything.
    pub(super) fn meet(&mut self) {
        for agent in ["meeting-prep", "changelog-writer"] {
            end_run(&mut self.laptop, agent);
        }
        for _ in 0..6 {
            self.cabin.pump().unwrap();
            self.exchange();
        }
    }
}
