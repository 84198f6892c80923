use std::fs;

use crate::{app::App, desk::Desk, screen::Screen, wait};

#[test]
fn without_a_folder_the_window_opens_and_nothing_is_written() {
    let desk = Desk::new();
    let app = App::start(&desk, &[]);
    let tray = app.tray(&desk);
    tray.wait_for_status("Choose a folder");
    Screen::of(&desk).wait_for_window();
    let enabled = |label: &str| tray.lines().iter().any(|line| line.label == label && line.enabled);
    assert!(!enabled("Sync now") && !enabled("Pause syncing") && !enabled("Open relay folder"));
    assert!(enabled("Open Baton") && enabled("Quit"));
    assert!(!desk.folder().join("app/relay").exists());
    assert!(!desk.folder().join("app/device-id").exists());
}

#[test]
fn settings_that_make_no_sense_are_put_aside_and_the_app_starts() {
    let desk = Desk::new();
    let root = desk.folder().join("app");
    fs::create_dir_all(&root).unwrap();
    fs::write(root.join("settings.json"), "{\"relayPath\":").unwrap();
    let app = App::start(&desk, &["--hidden"]);
    app.tray(&desk).wait_for_status("Choose a folder");
    assert_eq!(
        fs::read_to_string(root.join("settings.damaged-1.json")).unwrap(),
        "{\"relayPath\":"
    );
}

#[test]
fn without_a_tray_there_is_a_window_even_when_hidden_and_closing_it_before_set_up_quits() {
    let desk = Desk::without_tray();
    let mut app = App::start(&desk, &["--hidden"]);
    let screen = Screen::of(&desk);
    let window = screen.wait_for_window();
    assert_eq!(app.logged("no tray here"), 1);
    screen.close(window);
    assert_eq!(app.wait().code(), Some(0));
}

#[test]
fn without_a_tray_it_goes_on_syncing_and_a_second_start_brings_the_window_back() {
    let desk = Desk::without_tray();
    let mut app = desk.start_app();
    let screen = Screen::of(&desk);
    screen.close(screen.wait_for_window());
    wait::until_true("no window", || screen.window().is_none());
    desk.baton("peer").say_and_pump("unseen");
    wait::until_true("the turn", || desk.baton("app").has_heard("unseen"));
    assert!(app.is_running());
    assert_eq!(desk.start_app().wait().code(), Some(0));
    screen.wait_for_window();
}
