//! What goes wrong: a device that was restored from a backup, a clock that is ahead, a folder that is gone, damaged files.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use baton_contract::{CheckupView, Snapshot};

use super::{
    super::checkup,
    acts::{files, say},
    app::App,
    scene::{CABIN, DAY_MS, HOUR_MS, LAPTOP, MINUTE_MS, STUDIO, Scene, THINKPAD, open, settle},
};

/// How many copies a cloud drive made of one file.
const COPIES: usize = 53;

pub(super) struct Troubled {
    pub(super) scene: Scene,
    app: App,
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        if !target.exists() {
            fs::copy(&file, target).unwrap();
        }
    }
}

impl Troubled {
    pub(super) fn begin() -> Self {
        let scene = Scene::new();
        scene.ago(9 * DAY_MS);
        let (mut own, mut laptop) = (scene.device(&STUDIO), scene.device(&LAPTOP));
        settle(&mut [&mut own, &mut laptop]);
        say(&mut own, "conversation-1", 40);
        own.pump().unwrap();
        drop(own);
        restored(&scene);
        scene.ago(2 * HOUR_MS);
        ahead(&scene);
        let app = App::new(&scene);
        app.set_up(scene.relay());
        for turns in [31, 2] {
            app.engine(move |engine| say(engine, "conversation-2", turns));
            app.round();
        }
        Self { scene, app }
    }

    /// What the window is told once the folder is gone as well.
    pub(super) fn without_folder(&self) -> Snapshot {
        self.scene.ago(0);
        let (here, away) = (self.scene.relay(), self.scene.home().join("unmounted"));
        fs::rename(&here, &away).unwrap();
        self.app.sync().unwrap_err();
        let snapshot = self.app.snapshot();
        fs::rename(&away, &here).unwrap();
        self.app.sync().unwrap();
        snapshot
    }

    /// Damages files of this device, and has a cloud drive copy one.
    pub(super) fn damaged(&self) -> CheckupView {
        let own = self.own_files();
        for file in &own[..2] {
            let mut bytes = fs::read(file).unwrap();
            bytes.truncate(bytes.len() / 2);
            fs::write(file, bytes).unwrap();
        }
        let copied = &own[2];
        let (name, ending) = (copied.file_stem().unwrap(), copied.extension().unwrap());
        let (name, ending) = (name.to_string_lossy(), ending.to_string_lossy());
        for at in 1..=COPIES {
            let number = if at == 1 { String::new() } else { format!(" {at}") };
            let copy = format!("{name} (Ada's conflicted copy{number} 2026-11-16).{ending}");
            fs::copy(copied, copied.with_file_name(copy)).unwrap();
        }
        self.examined()
    }

    /// The segments and tips of this device, in order.
    fn own_files(&self) -> Vec<PathBuf> {
        let found = self.app.engine(|engine| engine.examine(false).unwrap());
        let own = found
            .files_by_device
            .into_iter()
            .find(|one| one.name == STUDIO.name)
            .unwrap();
        let files = files(&self.scene.relay().join(own.directory));
        files
            .into_iter()
            .filter(|path| path.extension().is_some_and(|it| it == "seg" || it == "tip"))
            .collect()
    }

    pub(super) fn examined(&self) -> CheckupView {
        self.app.engine(|engine| checkup::view(engine.examine(false).unwrap()))
    }

    pub(super) fn repaired(&self) -> CheckupView {
        self.app.engine(|engine| checkup::view(engine.examine(true).unwrap()))
    }
}

/// A device that went on, and a backup of it that went on as well, where neither saw what the other wrote.
fn restored(scene: &Scene) {
    let mut device = scene.device(&THINKPAD);
    say(&mut device, "conversation-8", 802);
    device.pump().unwrap();
    drop(device);
    let (backup, other_folder) = (scene.home().join("backup"), scene.home().join("other-folder"));
    copy(&scene.home().join("elsewhere"), &backup);
    copy(&scene.relay(), &other_folder);
    scene.ago(8 * DAY_MS);
    let mut device = scene.device(&THINKPAD);
    say(&mut device, "conversation-8", 1);
    device.pump().unwrap();
    scene.ago(8 * DAY_MS - MINUTE_MS);
    let mut old = open(THINKPAD.id, &backup, &other_folder, scene.wall()).unwrap();
    say(&mut old, "conversation-8", 2);
    old.pump().unwrap();
    copy(&other_folder, &scene.relay());
}

/// A device whose clock is three days ahead.
fn ahead(scene: &Scene) {
    let wall = scene.wall();
    drop(scene.device(&CABIN));
    let ahead = Arc::new(move || wall() + 3 * DAY_MS);
    let mut cabin = open(CABIN.id, &scene.home().join("elsewhere"), &scene.relay(), ahead).unwrap();
    say(&mut cabin, "conversation-4", 5);
    cabin.pump().unwrap();
}
