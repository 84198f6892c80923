//! What a person is told when a command fails, by its code: each failure is brought about.

use std::fs;

use baton_contract::{IpcError, PauseLength};
use baton_engine::{SyncError, SyncSubsystem, store::FILE_NAME};
use serde_json::{Map, Value};
use tauri::async_runtime::block_on;

use super::{
    super::{Answer, ask, leases},
    Answers,
    acts::{files, say},
    app::App,
    scene::{HOUR_MS, LAPTOP, MINUTE_MS, STUDIO, Scene},
    value,
};

const AGENT: &str = "nightly-report";
const TTL_MS: u64 = 10 * MINUTE_MS;

/// The failures so far, by code.
#[derive(Default)]
struct Failures(Map<String, Value>);

impl Failures {
    fn keep<T>(&mut self, answer: Answer<T>) {
        let Err(failure) = answer else {
            panic!("it did not fail")
        };
        let code = value(&failure.code).as_str().unwrap().to_owned();
        let IpcError { message, hint, .. } = failure;
        let known = self
            .0
            .insert(code, serde_json::json!({"message": message, "hint": hint}));
        assert_eq!(known, None, "two failures with one code");
    }
}

pub(super) fn answers() -> Answers {
    let scene = Scene::new();
    scene.ago(HOUR_MS);
    let mut laptop = scene.device(&LAPTOP);
    laptop.pump().unwrap();
    let app = App::new(&scene);
    let mut failures = Failures::default();
    failures.keep(app.sync());
    app.set_up(scene.relay());
    of_leases(&mut failures, &app, &mut laptop);
    of_folders(&mut failures, &scene, &app);
    failures.keep(of_engine(&app, |engine| engine.conversation("yesterday").map(drop)));
    app.pause(Some(PauseLength::Resumed));
    failures.keep(app.sync());
    app.pause(None);
    of_the_device(&mut failures, &scene, &app);
    vec![("errors", scene.at_home(&Value::Object(failures.0)))]
}

/// What the engine answers, as a command would tell it.
fn of_engine(app: &App, act: impl FnOnce(&mut SyncSubsystem) -> Result<(), SyncError> + Send + 'static) -> Answer<()> {
    block_on(ask(&app.host, |sync_loop, reply| sync_loop.query(act, reply)))
}

fn of_leases(failures: &mut Failures, app: &App, laptop: &mut SyncSubsystem) {
    let acquire = |engine: &mut SyncSubsystem| engine.lease_acquire(AGENT, TTL_MS).map(drop);
    let mut exchange = || {
        for _ in 0..6 {
            laptop.pump().unwrap();
            app.round();
        }
    };
    exchange();
    failures.keep(block_on(leases::preview(&app.host, AGENT)));
    failures.keep(of_engine(app, acquire));
    exchange();
    of_engine(app, acquire).unwrap();
    let epoch = app.snapshot().leases[0].epoch;
    app.engine(move |engine| engine.lease_release(AGENT, epoch).map(drop).unwrap());
    of_engine(app, acquire).unwrap_err();
    exchange();
    failures.keep(of_engine(app, move |engine| {
        engine.lease_take_over(AGENT, epoch).map(drop)
    }));
}

fn of_folders(failures: &mut Failures, scene: &Scene, app: &App) {
    let (here, away) = (scene.relay(), scene.home().join("unmounted"));
    fs::rename(&here, &away).unwrap();
    failures.keep(app.sync());
    fs::rename(&away, &here).unwrap();
    app.sync().unwrap();
    // A file stands where this device's folder belongs.
    let own = own_folder(scene, app);
    fs::remove_dir_all(&own).unwrap();
    fs::write(&own, "").unwrap();
    app.engine(|engine| say(engine, "conversation-1", 1));
    failures.keep(app.sync());
    fs::remove_file(&own).unwrap();
    app.sync().unwrap();
}

/// Where this device writes.
fn own_folder(scene: &Scene, app: &App) -> std::path::PathBuf {
    let found = app.engine(|engine| engine.examine(false).unwrap());
    let mut devices = found.files_by_device.into_iter();
    let own = devices.find(|one| one.name == STUDIO.name).unwrap();
    assert!(!files(&scene.relay().join(&own.directory)).is_empty());
    scene.relay().join(own.directory)
}

/// Its data cannot be read, and then its loop breaks down.
fn of_the_device(failures: &mut Failures, scene: &Scene, app: &App) {
    failures.keep(of_engine(app, |_| panic!("breaks down on purpose")));
    app.host.stop();
    let store = scene.root().join(STUDIO.id).join(FILE_NAME);
    fs::write(store, "no database").unwrap();
    app.host.start_if_set_up().unwrap();
    app.wait(|state| state.failure.is_some());
    failures.keep(app.sync());
}
