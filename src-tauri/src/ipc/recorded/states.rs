//! The states of the app, one after the other, and what the window is told in each.

use std::fs;

use baton_contract::{PauseLength, Snapshot, StartAtLogin};
use baton_engine::{Keep, Retention, store::FILE_NAME};
use baton_sync_loop::LoopState;
use serde_json::{Map, Value, json};
use tauri::async_runtime::block_on;

use super::{
    super::{checkup, diagnostics, leases, reads, settings},
    Answers,
    app::App,
    house::House,
    scene::{CABIN, DAY_MS, LAPTOP, MINUTE_MS, STUDIO, Scene, settle},
    troubles::Troubled,
    value,
};

/// Snapshots by name, and the home folders that they speak of.
#[derive(Default)]
struct Snapshots {
    by_name: Map<String, Value>,
    homes: Vec<String>,
}

impl Snapshots {
    fn keep(&mut self, name: &str, snapshot: &Snapshot) {
        self.by_name.insert(name.to_owned(), value(snapshot));
    }

    /// What is told in this scene has its home folder in it.
    fn is_told_in(&mut self, scene: &Scene) {
        self.homes.push(scene.home().to_string_lossy().into_owned());
    }

    /// An answer with each scene's home folder called like a person's.
    fn at_home(&self, answer: &Value) -> Value {
        let text = answer.to_string();
        let text = self
            .homes
            .iter()
            .fold(text, |text, home| text.replace(home, "/home/ada"));
        serde_json::from_str(&text).unwrap()
    }
}

/// Every answer about devices, leases, syncing and settings.
pub(super) fn answers() -> Answers {
    let mut snapshots = Snapshots::default();
    let mut house = House::at_present();
    snapshots.is_told_in(&house.scene);
    let mut answers = present(&house);
    everyday(&mut snapshots, &mut house);
    let healthy = house.app.engine(|engine| checkup::view(engine.examine(false).unwrap()));
    let chosen = settings(&house.app);
    wrong(&mut snapshots, &mut house);
    let refused = alone(&mut snapshots);
    joining(&mut snapshots);
    let troubled = Troubled::begin();
    snapshots.is_told_in(&troubled.scene);
    snapshots.keep("problems", &troubled.without_folder());
    let (ailing, repaired) = (troubled.damaged(), troubled.repaired());
    let checkups = json!({"healthy": healthy, "ailing": ailing, "repaired": troubled.examined()});
    answers.extend([
        ("snapshot", Value::Object(snapshots.by_name.clone())),
        ("checkpoint", json!({"published": house.published, "refused": refused})),
        ("settings", chosen),
        ("examine", checkups),
        ("repair", value(&repaired)),
    ]);
    let at_home = |(name, answer): (&'static str, Value)| (name, snapshots.at_home(&answer));
    answers.into_iter().map(at_home).collect()
}

/// What is chosen at first, and with conversations left out that are older than a quarter of a year.
fn settings(app: &App) -> Value {
    let view = || block_on(settings::view_of(&app.host, StartAtLogin::Off));
    let first = view();
    let retention = Retention {
        conversations: "90".parse().unwrap(),
    };
    app.engine(move |engine| engine.set_retention(retention).unwrap());
    let trimmed = view();
    app.engine(move |engine| {
        engine
            .set_retention(Retention {
                conversations: Keep::All,
            })
            .unwrap()
    });
    json!({"first": first, "trimmed": trimmed})
}

/// What is asked beside the snapshot.
fn present(house: &House) -> Answers {
    let agents = house
        .app
        .snapshot()
        .leases
        .into_iter()
        .filter(|lease| lease.holder.is_some());
    let previews = agents.map(|lease| (lease.agent_id.clone(), value(&house.app.preview(&lease.agent_id))));
    vec![
        ("release_preview", Value::Object(previews.collect())),
        ("exchanges", value(&reads::exchanges_of(&house.app.host))),
        ("activity", value(&reads::activity_of(&house.app.host))),
        (
            "diagnostics",
            value(&block_on(diagnostics::report(&house.app.host)).unwrap()),
        ),
        ("sync_now", value(&house.synced)),
    ]
}

fn everyday(snapshots: &mut Snapshots, house: &mut House) {
    snapshots.keep("normal", &house.app.snapshot());
    for (name, length) in [
        ("paused-hour", PauseLength::Hour),
        ("paused-tomorrow", PauseLength::Tomorrow),
        ("paused-resumed", PauseLength::Resumed),
    ] {
        house.app.pause(Some(length));
        snapshots.keep(name, &house.app.snapshot());
    }
    house.app.pause(None);
    house.app.round();
    house.app.host.note_tray(false);
    snapshots.keep("no-tray", &house.app.snapshot());
    house.app.host.note_tray(true);
    house.catch_up();
    snapshots.keep("waiting_for_pick_up", &house.app.snapshot());
    house.meet();
    snapshots.keep("up_to_date", &house.app.snapshot());
    // A round is over before anybody could look.
    let syncing = LoopState {
        syncing: true,
        ..LoopState::clone(&house.app.host.state())
    };
    snapshots.keep("syncing", &house.app.snapshot_in(&syncing));
    house.without_folder(|app| {
        app.sync().unwrap_err();
        snapshots.keep("folder_unavailable", &app.snapshot());
    });
    house.app.sync().unwrap();
}

/// A lease runs out during its run, this device stops running agents, and then its data cannot be read any more.
fn wrong(snapshots: &mut Snapshots, house: &mut House) {
    house.scene.later(5 * DAY_MS);
    house.app.round();
    snapshots.keep("needs_you", &house.app.snapshot());
    block_on(leases::execute(&house.app.host, false)).unwrap();
    house.meet();
    snapshots.keep("viewer", &house.app.snapshot());
    let app = &house.app;
    app.host.stop();
    let store = house.scene.root().join(STUDIO.id).join(FILE_NAME);
    fs::write(store, "no database").unwrap();
    app.host.start_if_set_up().unwrap();
    app.wait(|state| state.failure.is_some());
    snapshots.keep("error", &app.snapshot());
}

/// A device before it was set up, alone, and with a checkpoint that nobody can use; answers why there is none.
fn alone(snapshots: &mut Snapshots) -> Value {
    let scene = Scene::new();
    snapshots.is_told_in(&scene);
    let app = App::new(&scene);
    snapshots.keep("first-start", &app.snapshot());
    app.set_up(scene.relay());
    snapshots.keep("empty", &app.snapshot());
    value(&app.publish())
}

/// Two devices vote already.
fn joining(snapshots: &mut Snapshots) {
    let scene = Scene::new();
    snapshots.is_told_in(&scene);
    scene.ago(MINUTE_MS);
    let (mut laptop, mut cabin) = (scene.device(&LAPTOP), scene.device(&CABIN));
    settle(&mut [&mut laptop, &mut cabin]);
    settle(&mut [&mut laptop, &mut cabin]);
    scene.ago(0);
    let app = App::new(&scene);
    app.set_up(scene.relay());
    snapshots.keep("joining", &app.snapshot());
}
