use std::{
    fs,
    path::{Path, PathBuf},
};

use baton_tests::desktop::{desk::Desk, screen::Screen};
use serde_json::Value;

use crate::wait;

const CHOSEN: [i32; 4] = [140, 90, 900, 620];

fn open(desk: &Desk, tray: &baton_tests::desktop::dbus_menu::Tray) -> (Screen, u32) {
    let screen = Screen::of(desk);
    tray.click("Open Baton");
    let window = screen.wait_for_window();
    (screen, window)
}

/// The file in which the app remembers its window's place.
fn remembered(desk: &Desk) -> PathBuf {
    let config = desk.folder().join(".config");
    let folders = fs::read_dir(config).unwrap().flatten().map(|entry| entry.path());
    let mut files = folders.map(|folder| folder.join(".window-state.json"));
    files.find(|file| file.is_file()).unwrap()
}

fn move_far_away(file: &Path) {
    let mut state: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    state["main"]["x"] = 9_000.into();
    state["main"]["y"] = 9_000.into();
    fs::write(file, state.to_string()).unwrap();
}

#[test]
fn the_window_comes_back_where_it_was_left_and_never_off_the_screen() {
    let desk = Desk::new();
    let mut app = desk.start_app();
    let tray = app.tray(&desk);
    let (screen, window) = open(&desk, &tray);
    screen.put(window, CHOSEN);
    wait::until_true("the window's new place", || screen.bounds(window) == Some(CHOSEN));
    screen.close(window);
    wait::until_true("no window", || screen.window().is_none());
    // The window was destroyed; this is another one.
    let (screen, window) = open(&desk, &tray);
    wait::until_true("the place it was left at", || screen.bounds(window) == Some(CHOSEN));
    tray.click("Quit");
    assert_eq!(app.wait().code(), Some(0));

    move_far_away(&remembered(&desk));
    desk.watcher.as_ref().unwrap().forget();
    let app = desk.start_app();
    let (screen, window) = open(&desk, &app.tray(&desk));
    wait::until_true("the size it had, on the screen", || {
        screen.bounds(window).is_some_and(|[x, y, width, height]| {
            [width, height] == CHOSEN[2..] && (0..1_280).contains(&x) && (0..900).contains(&y)
        })
    });
}
