//! The folders of a person who chooses one, and what it comes to when the app goes on in another.

use std::{
    fs,
    path::{Path, PathBuf},
};

use baton_contract::MoveRequest;
use serde_json::{Map, Value, json};
use tauri::async_runtime::block_on;

use super::{
    super::{move_relay, set_up},
    Answers,
    acts::say,
    app::App,
    scene::{CABIN, DAY_MS, LAPTOP, Part, Scene, settle},
    value,
};
use crate::folders;

/// The cloud drives of this home folder, each with the folder that Baton suggests in it or without.
const DRIVES: [&str; 3] = ["Nextcloud/Baton", "Dropbox/Baton", "Google Drive"];

/// A folder that was empty when it was looked at, and cannot be written when it is moved to.
const ARCHIVE: &str = "Archive/Baton";

/// What a person looks at before they choose.
const LOOKED_AT: [&str; 12] = [
    "Nextcloud/Baton",
    "Dropbox/Baton",
    "Google Drive/Baton",
    "Documents",
    "Documents/Shared",
    "Documents/Shared/Baton",
    "Documents/Team",
    "Documents/Team/Baton",
    "Pictures",
    "Public",
    "stick/Baton",
    ARCHIVE,
];

pub(super) fn answers() -> Answers {
    let scene = Scene::new();
    furnish(&scene);
    let app = App::new(&scene);
    let suggestions = folders::suggestions(scene.home());
    let mut looks = Map::new();
    look(&scene, &app, &LOOKED_AT, &mut looks);
    app.set_up(scene.relay());
    look(&scene, &app, &["Nextcloud/Baton/inside"], &mut looks);
    let current = set_up::inspection(&app.host, path(&scene, "Nextcloud/Baton")).unwrap();
    let answers = [
        ("folder_suggestions", value(&suggestions)),
        ("inspect_folder", json!({"folders": looks, "current": current})),
        ("move_relay", Value::Object(moves(&scene, &app))),
    ];
    answers.map(|(name, answer)| (name, scene.at_home(&answer))).into()
}

fn path(scene: &Scene, folder: &str) -> String {
    scene.home().join(folder).to_string_lossy().into_owned()
}

fn look(scene: &Scene, app: &App, folders: &[&str], looks: &mut Map<String, Value>) {
    for folder in folders {
        let path = path(scene, folder);
        let found = set_up::inspection(&app.host, path.clone()).unwrap();
        looks.insert(path, value(&found));
    }
}

fn furnish(scene: &Scene) {
    let home = |folder: &str| scene.home().join(folder);
    for folder in DRIVES
        .iter()
        .chain(&["Documents/Shared", "Documents/Team/Baton", "Pictures/Baton", ARCHIVE])
    {
        fs::create_dir_all(home(folder)).unwrap();
    }
    for file in [
        "Documents/Shared/plan.odt",
        "Documents/Team/minutes.odt",
        "Pictures/Baton/race.png",
    ] {
        fs::write(home(file), "somebody else's").unwrap();
    }
    fs::create_dir(home("Public")).unwrap();
    only_to_read(&home("Public"));
    scene.ago(2 * DAY_MS);
    used_by(scene, &[&LAPTOP, &CABIN], &home("Dropbox/Baton"));
    used_by(scene, &[&LAPTOP], &home("Documents/Team/Baton"));
    scene.ago(0);
}

fn only_to_read(folder: &Path) {
    let mut permissions = fs::metadata(folder).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(folder, permissions).unwrap();
}

/// Devices that have a relay of their own in this folder.
fn used_by(scene: &Scene, parts: &[&Part], relay: &Path) {
    let data: PathBuf = relay.parent().unwrap().join(".data");
    let mut devices: Vec<_> = parts.iter().map(|part| scene.device_over(part, &data, relay)).collect();
    devices.iter_mut().for_each(|device| say(device, "conversation-2", 6));
    settle(&mut devices.iter_mut().collect::<Vec<_>>());
}

/// What came of moving, by folder. The last one that worked is where the app is then.
fn moves(scene: &Scene, app: &App) -> Map<String, Value> {
    app.engine(|engine| say(engine, "conversation-1", 1_204));
    app.sync().unwrap();
    only_to_read(&scene.home().join(ARCHIVE));
    let go = |folder: &str, join: bool| {
        let path = path(scene, folder);
        block_on(move_relay::go_on_in(&app.host, MoveRequest { path, join }))
    };
    let (unasked, refused) = (go("Dropbox/Baton", false).unwrap_err(), go(ARCHIVE, false).unwrap_err());
    let (joined, alone) = (
        go("Dropbox/Baton", true).unwrap(),
        go("Google Drive/Baton", false).unwrap(),
    );
    let answers = [
        ("joined", value(&joined)),
        ("alone", value(&alone)),
        ("unasked", value(&unasked)),
        ("refused", value(&refused)),
    ];
    answers
        .map(|(name, answer)| (name.to_owned(), answer))
        .into_iter()
        .collect()
}
