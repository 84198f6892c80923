use std::fs;

use crate::{app::App, dbus_menu::Tray, desk::Desk, wait};

#[test]
fn paused_nothing_arrives_until_resumed() {
    let desk = Desk::new();
    desk.baton("peer").say_and_pump("before");
    let app = desk.start_app();
    let tray = app.tray(&desk);
    wait::until_true("the first turn", || desk.baton("app").has_heard("before"));
    tray.click_in("Pause syncing", "For 1 hour");
    tray.wait_for_status("Paused until ");

    desk.baton("peer").say_and_pump("while paused");
    desk.baton("app").say("mine, while paused");
    // The app notices its own turn and says that it is not sent: it looked, and did not pump.
    wait::until_true("the unsent change", || tray.status().ends_with(" · 1 change not sent"));
    assert_eq!(desk.baton("app").heard(), ["before", "mine, while paused"]);
    assert!(
        tray.lines()
            .iter()
            .any(|line| line.label == "Sync now" && !line.enabled)
    );

    tray.click("Resume syncing");
    wait::until_true("the peer's turn", || desk.baton("app").has_heard("while paused"));
    wait::until_true("a menu without that line", || {
        !tray.lines().iter().any(|line| line.label == "Resume syncing")
    });
}

#[test]
fn a_pause_outlives_a_restart_and_ends_while_the_app_is_off() {
    let desk = Desk::new();
    let mut app = desk.start_app();
    let tray = app.tray(&desk);
    tray.click_in("Pause syncing", "Until tomorrow");
    tray.wait_for_status("Paused until ");
    let settings = desk.folder().join("app/settings.json");
    let kept = || -> serde_json::Value {
        serde_json::from_slice(&fs::read(&settings).unwrap_or_default()).unwrap_or_default()
    };
    wait::until_true("the saved pause", || kept()["pause"]["untilMs"].is_u64());
    quit(&tray, &mut app);

    desk.watcher.as_ref().unwrap().forget();
    let mut app = desk.start_app();
    let tray = app.tray(&desk);
    tray.wait_for_status("Paused until ");
    quit(&tray, &mut app);

    let mut over = kept();
    over["pause"]["untilMs"] = 1.into();
    fs::write(&settings, over.to_string()).unwrap();
    desk.watcher.as_ref().unwrap().forget();
    let app = desk.start_app();
    app.tray(&desk).wait_for_status("Up to date");
    wait::until_true("a forgotten pause", || kept()["pause"].is_null());
}

fn quit(tray: &Tray, app: &mut App) {
    tray.click("Quit");
    assert_eq!(app.wait().code(), Some(0));
}
