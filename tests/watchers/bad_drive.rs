//! A drive at its worst between two watching devices.

use baton_tests::{Drive, Watch, eventually};

use crate::scene::{BATCH, Scene, is_ours};

/// Turns in all.
const TURNS: usize = 300;

/// Both devices record while the drive does its worst; in the middle, one of the watchers is killed and started again.
fn live(scene: &mut Scene, watches: &mut [Watch]) {
    for n in 0..TURNS / BATCH {
        scene.say(n % 2);
        if n == TURNS / BATCH / 2 {
            watches[0].kill();
            scene.say(0);
            watches[0] = Watch::start(&scene.devices[0]);
        }
    }
}

#[test]
fn two_watchers_over_a_drive_at_its_worst_end_equal_with_every_turn_once_and_a_clean_folder() {
    let mut scene = Scene::new();
    let drive = Drive::between(&scene.devices[0].relay, &scene.devices[1].relay, 7);
    let mut watches: Vec<_> = scene.devices.iter().map(Watch::start).collect();
    live(&mut scene, &mut watches);
    eventually("the drive did its worst", || {
        (drive.mischief() > 100 && !drive.brought_back().is_empty()).then_some(())
    });
    drive.calm_down();
    eventually("both devices hold every turn", || scene.are_equal().then_some(()));
    eventually("both folders hold the same", || {
        (scene.files(0) == scene.files(1)).then_some(())
    });
    check_folder(&scene, &drive);
}

/// Nothing is there but what the drive made and what the format names; nothing that was deleted stays.
fn check_folder(scene: &Scene, drive: &Drive) {
    let made = drive.made();
    assert!(!made.is_empty(), "the drive was kind");
    eventually("what was deleted is deleted again", || {
        scene.files(0).is_disjoint(&drive.brought_back()).then_some(())
    });
    let files = scene.files(0);
    let left: Vec<_> = files.difference(&made).filter(|path| !is_ours(path)).collect();
    assert!(left.is_empty(), "Baton left {left:?}");
    let ours = files.difference(&made).count();
    assert!(ours < 60, "{ours} files after {} turns", scene.confirmed.len());
}
