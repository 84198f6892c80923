use crate::{desk::Desk, wait};

#[test]
fn paused_nothing_arrives_until_resumed() {
    let desk = Desk::new();
    desk.baton("peer").say_and_pump("before");
    let app = desk.start_app();
    let tray = app.tray(&desk);
    wait::until_true("the first turn", || desk.baton("app").has_heard("before"));
    tray.click("Pause syncing");
    tray.wait_for_status("Paused");

    desk.baton("peer").say_and_pump("while paused");
    desk.baton("app").say("mine, while paused");
    // The app notices its own turn and says that it is not sent: it looked, and did not pump.
    tray.wait_for_status("Paused · 1 change not sent");
    assert_eq!(desk.baton("app").heard(), ["before", "mine, while paused"]);
    assert!(
        tray.lines()
            .iter()
            .any(|line| line.label == "Sync now" && !line.enabled)
    );

    tray.click("Resume");
    wait::until_true("the peer's turn", || desk.baton("app").has_heard("while paused"));
    wait::until_true("the pause item", || {
        tray.lines().iter().any(|line| line.label == "Pause syncing")
    });
}

#[test]
fn a_pause_outlives_a_restart() {
    let desk = Desk::new();
    let mut app = desk.start_app();
    let tray = app.tray(&desk);
    tray.click("Pause syncing");
    tray.wait_for_status("Paused");
    wait::until_true("the saved pause", || {
        let settings = std::fs::read_to_string(desk.folder().join("app/settings.json"));
        settings.is_ok_and(|text| text.contains("\"paused\": true"))
    });
    tray.click("Quit");
    assert_eq!(app.wait().code(), Some(0));

    desk.watcher.as_ref().unwrap().forget();
    let app = desk.start_app();
    app.tray(&desk).wait_for_status("Paused");
}
