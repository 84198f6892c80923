use std::fs;

use crate::{app::App, desk::Desk, screen::Screen, wait};

#[test]
fn a_second_start_shows_the_window_and_closing_it_leaves_the_tray() {
    let desk = Desk::new();
    let mut app = desk.start_app();
    let tray = app.tray(&desk);
    let screen = Screen::of(&desk);
    assert_eq!(screen.window(), None);

    let mut second = desk.start_app();
    assert_eq!(second.wait().code(), Some(0));
    let window = screen.wait_for_window();
    wait::until_true("the window's web process", || web_processes(app.id()) > 0);

    screen.close(window);
    wait::until_true("no window", || screen.window().is_none());
    wait::until_true("no web process", || web_processes(app.id()) == 0);
    assert!(app.is_running());

    tray.click("Open Baton");
    screen.wait_for_window();
    tray.click("Quit");
    assert_eq!(app.wait().code(), Some(0));
}

#[test]
fn a_hidden_second_start_shows_nothing_and_another_root_is_another_app() {
    let desk = Desk::new();
    let mut app = desk.start_app();
    app.tray(&desk);
    let relay = desk.folder().join("relay").to_string_lossy().into_owned();
    let mut second = App::start(&desk, &["--relay", &relay, "--hidden"]);
    assert_eq!(second.wait().code(), Some(0));
    assert_eq!(Screen::of(&desk).window(), None);

    let mut other = App::start_on(&desk, "other", &["--relay", &relay]);
    wait::until_true("the other app's data", || {
        desk.folder().join("other/device-id").is_file()
    });
    assert!(other.is_running() && app.is_running());
}

#[test]
fn quit_ends_with_status_zero() {
    let desk = Desk::new();
    let mut app = desk.start_app();
    app.tray(&desk).click("Quit");
    assert_eq!(app.wait().code(), Some(0));
}

#[test]
fn a_logout_ends_it_like_quit_does() {
    let desk = Desk::new();
    let mut app = desk.start_app();
    app.tray(&desk);
    app.terminate();
    assert_eq!(app.wait().code(), Some(0));
}

/// How many processes of the web view the app has, its descendants counted.
fn web_processes(app: u32) -> usize {
    let processes: Vec<(u32, u32, String)> = fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter_map(|entry| {
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            let (id, rest) = stat.split_once(" (")?;
            let (name, rest) = rest.rsplit_once(") ")?;
            Some((id.parse().ok()?, rest.split(' ').nth(1)?.parse().ok()?, name.to_owned()))
        })
        .collect();
    let parent = |id: u32| {
        processes
            .iter()
            .find(|process| process.0 == id)
            .map(|process| process.1)
    };
    let ours = |id: u32| std::iter::successors(Some(id), |id| parent(*id)).any(|id| id == app);
    processes
        .iter()
        .filter(|(id, _, name)| name.starts_with("WebKitWebProces") && ours(*id))
        .count()
}
