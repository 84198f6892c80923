//! Syncthing between two watching devices.

use std::{collections::BTreeSet, path::PathBuf};

use baton_engine::relay::is_litter;
use baton_tests::{Syncthing, Watch, eventually};

use crate::scene::{Scene, is_ours};

/// The files in a device's folder. Syncthing leaves a temporary file where the file it was receiving was deleted.
fn files(scene: &Scene, at: usize) -> BTreeSet<PathBuf> {
    let mut files = scene.files(at);
    files.retain(|path| !is_litter(&path.file_name().unwrap().to_string_lossy()));
    files
}

#[test]
fn two_watchers_joined_by_syncthing_become_equal_and_a_checkpoint_travels() {
    let mut scene = Scene::new();
    let _daemons = Syncthing::pair(&scene.devices[0].relay, &scene.devices[1].relay);
    let _watches: Vec<_> = scene.devices.iter().map(Watch::start).collect();
    for _ in 0..3 {
        (0..2).for_each(|at| scene.say(at));
    }
    eventually("both devices hold every turn", || scene.are_equal().then_some(()));
    let hash = eventually("a checkpoint is published", || {
        let answer = scene.devices[0].json(&["checkpoint"]);
        answer["checkpoint_hash"].as_str().map(str::to_owned)
    });
    eventually("the other device is anchored on it", || {
        (scene.status(1)["base_checkpoint"] == hash.as_str()).then_some(())
    });
    (0..2).for_each(|at| scene.say(at));
    eventually("both hold what came after it", || scene.are_equal().then_some(()));
    eventually("both folders hold the same files of Baton and no others", || {
        let files = files(&scene, 0);
        (files == self::files(&scene, 1) && files.iter().all(|path| is_ours(path))).then_some(())
    });
}
