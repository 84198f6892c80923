use crate::{app::App, desk::Desk, processes, screen::Screen, wait};

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
    wait::until_true("the window's web process", || processes::pages(app.id()) > 0);

    screen.close(window);
    wait::until_true("no window", || screen.window().is_none());
    wait::until_true("no web process", || processes::pages(app.id()) == 0);
    assert!(app.is_running());

    tray.click("Open Baton");
    screen.wait_for_window();
    tray.click("Quit");
    assert_eq!(app.wait().code(), Some(0));
}

#[test]
fn a_window_that_is_closed_as_soon_as_it_is_there_comes_back_each_time() {
    let desk = Desk::new();
    let app = desk.start_app();
    let (tray, screen) = (app.tray(&desk), Screen::of(&desk));
    for _ in 0..8 {
        tray.click("Open Baton");
        screen.close(screen.wait_for_window());
        wait::until_true("no window", || screen.window().is_none());
    }
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
