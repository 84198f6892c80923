use crate::{app::App, bus_services::Notifications, dbus_menu::Tray, desk::Desk, screen::Screen, wait};

/// Has the app look at everything, and waits until it did.
fn look(app: &App, tray: &Tray) {
    let looked = app.logged("Looked for changes");
    tray.click("Sync now");
    wait::until_true("the app's look", || app.logged("Looked for changes") > looked);
}

fn has_line(tray: &Tray, label: &str) -> bool {
    tray.lines().iter().any(|line| line.label == label)
}

#[test]
fn a_stuck_lease_is_a_line_in_the_menu_that_opens_the_window() {
    let desk = Desk::new();
    let mut app = desk.start_app();
    let tray = app.tray(&desk);
    let baton = desk.baton("app");
    baton.run(&["lease", "acquire", "mail", "--ttl-ms", "1"]);
    let run = ["--run", "r1", "--epoch", "1", "--status", "pending"];
    baton.run(&[&["record-intent", "--agent", "mail"], &run[..]].concat());
    tray.wait_for_status("Lease of mail ran out");
    let screen = Screen::of(&desk);
    assert_eq!(screen.window(), None);
    tray.click("Stuck lease of mail…");
    screen.wait_for_window();
    // A second time, with the window there.
    tray.click("Stuck lease of mail…");

    baton.run(&["lease", "release", "mail", "--epoch", "1"]);
    look(&app, &tray);
    wait::until_true("a menu without the line", || !has_line(&tray, "Stuck lease of mail…"));
    tray.click("Quit");
    assert_eq!(app.wait().code(), Some(0));
}

#[test]
fn a_lost_lease_is_a_notification_that_opens_the_window_and_a_released_one_is_none() {
    let desk = Desk::new();
    let notifications = Notifications::start(&desk);
    let app = desk.start_app();
    let tray = app.tray(&desk);
    let baton = desk.baton("app");
    for agent in ["mail", "report"] {
        baton.run(&["lease", "acquire", agent, "--ttl-ms", "600000"]);
    }
    look(&app, &tray);
    baton.run(&["lease", "release", "report", "--epoch", "1"]);
    baton.run(&["lease", "take-over", "mail", "--epoch", "1"]);
    look(&app, &tray);
    let (title, words) = notifications.first();
    assert_eq!(title, "This device lost the lease of mail");
    assert!(words.contains("epoch 1 is refused"), "{words}");
    assert_eq!(notifications.count(), 1);
    let screen = Screen::of(&desk);
    assert_eq!(screen.window(), None);
    // Whoever showed it may not listen yet.
    wait::until("the window", || {
        notifications.click_first();
        screen.window()
    });
}
