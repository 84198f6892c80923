//! What the panel shows in each state: the line of the menu, and the picture, pixel by pixel.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use baton_tests::desktop::dbus_menu::{Picture, Tray};

use crate::{app::App, bus_services::Portal, desk::Desk, wait};

/// The picture of a state for a panel.
fn drawn(panel: &str, state: &str) -> Option<Picture> {
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../icons/tray");
    Picture::read(&pictures.join(panel).join(format!("{state}.png")))
}

/// Waits until the panel has the picture of this state.
fn wait_for_picture(tray: &Tray, panel: &str, state: &str) {
    let drawn = drawn(panel, state);
    assert!(drawn.is_some());
    wait::until_true(&format!("the picture of {state}"), || tray.picture() == drawn);
}

fn wait_for(tray: &Tray, line: &str, state: &str) {
    tray.wait_for_status(line);
    wait_for_picture(tray, "on_both", state);
}

/// The ops that the device "peer" has in the relay.
fn segments(desk: &Desk) -> Vec<PathBuf> {
    let devices = fs::read_dir(desk.folder().join("relay/d")).unwrap().flatten();
    let files = devices.flat_map(|device| fs::read_dir(device.path()).unwrap().flatten());
    let paths = files.map(|file| file.path());
    paths
        .filter(|path| path.extension().is_some_and(|end| end == "seg"))
        .collect()
}

#[test]
fn every_state_of_syncing_has_a_line_and_a_picture() {
    let desk = Desk::new();
    let peer = desk.baton("peer");
    peer.say_and_pump("hello");
    let app = desk.start_app();
    let tray = app.tray(&desk);
    wait::until_true("the first turn", || desk.baton("app").has_heard("hello"));
    peer.run(&["pump"]);
    wait_for(&tray, "Up to date", "up_to_date");
    let has_line = |end: &str| {
        tray.lines()
            .iter()
            .any(|line| line.label.ends_with(end) && line.enabled)
    };
    wait::until_true("the peer's line", || {
        tray.lines()
            .iter()
            .any(|line| line.label.contains(": has everything, "))
    });

    desk.baton("app").say("mine");
    wait_for(&tray, "1 change not picked up yet by", "waiting_for_pick_up");
    wait::until_true("the peer's line", || has_line(": is missing 1 change"));
    peer.run(&["pump"]);
    wait_for(&tray, "Up to date", "up_to_date");

    tray.click_in("Pause syncing", "For 1 hour");
    wait_for(&tray, "Paused until ", "paused");
    let before = segments(&desk);
    // Too large to ride in a tip: the tip comes, what it speaks of does not.
    let large = "on its way ".repeat(300);
    peer.say_and_pump(&large);
    let (file, held_back) = (
        segments(&desk).into_iter().find(|file| !before.contains(file)).unwrap(),
        desk.folder().join("held-back"),
    );
    fs::rename(&file, &held_back).unwrap();
    tray.click("Resume syncing");
    wait_for(&tray, "Waiting for 1 change from", "waiting_for_files");
    fs::rename(&held_back, &file).unwrap();
    wait::until_true("the turn", || desk.baton("app").has_heard(&large));
    peer.run(&["pump"]);
    wait_for(&tray, "Up to date", "up_to_date");

    // Another process is in the middle of a round.
    let own = fs::read_to_string(desk.folder().join("app/device-id")).unwrap();
    let lock = File::options()
        .write(true)
        .open(desk.folder().join("app").join(own.trim()).join("pump.lock"));
    let lock = lock.unwrap();
    lock.lock().unwrap();
    tray.click("Sync now");
    wait_for(&tray, "Syncing…", "syncing");
    lock.unlock().unwrap();
    wait_for(&tray, "Up to date", "up_to_date");

    let (relay, unmounted) = (desk.folder().join("relay"), desk.folder().join("unmounted"));
    fs::rename(&relay, &unmounted).unwrap();
    tray.click("Sync now");
    wait_for(&tray, "Folder unavailable", "folder_unavailable");
}

#[test]
fn what_needs_a_person_and_what_fails_have_pictures_of_their_own() {
    let desk = Desk::new();
    let app = App::start(&desk, &["--hidden"]);
    wait_for(&app.tray(&desk), "Choose a folder", "needs_you");
    drop(app);

    desk.watcher.as_ref().unwrap().forget();
    fs::create_dir_all(desk.folder().join("broken/device-id")).unwrap();
    fs::create_dir(desk.folder().join("relay")).unwrap();
    let relay = desk.folder().join("relay").to_string_lossy().into_owned();
    let app = App::start_on(&desk, "broken", &["--relay", &relay, "--hidden"]);
    wait_for(&app.tray(&desk), "Local data cannot be used", "error");
}

#[test]
fn the_picture_follows_the_colours_that_the_desktop_prefers() {
    let desk = Desk::new();
    let portal = Portal::start(&desk, 1);
    let app = App::start(&desk, &["--hidden"]);
    let tray = app.tray(&desk);
    wait_for_picture(&tray, "on_dark", "needs_you");
    // The app may not listen yet.
    wait::until_true("a picture for a light panel", || {
        portal.prefer(2);
        tray.picture() == drawn("on_light", "needs_you")
    });
}
