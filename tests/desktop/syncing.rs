use crate::{app::App, desk::Desk, wait};

/// Two devices that know each other: the app, synced with "peer".
fn desk_with_peer() -> Desk {
    let desk = Desk::new();
    desk.baton("peer").say_and_pump("hello from the peer");
    desk
}

#[test]
fn a_peers_turn_arrives_and_the_menu_says_with_whom() {
    let desk = desk_with_peer();
    let app = desk.start_app();
    let tray = app.tray(&desk);
    wait::until_true("the peer's turn", || desk.baton("app").has_heard("hello from the peer"));
    desk.baton("peer").run(&["pump"]);
    tray.wait_for_status("Up to date");
    assert!(tray.status().contains(" · with "), "{}", tray.status());
    assert!(tray.icon().contains("tray"), "{}", tray.icon());
}

#[test]
fn sync_now_brings_a_turn_that_another_device_recorded() {
    let desk = desk_with_peer();
    let app = desk.start_app();
    let tray = app.tray(&desk);
    let rounds = come_to_rest(&app);
    tray.click("Sync now");
    wait::until_true("a round without any file event", || app.logged("round done") > rounds);
    desk.baton("peer").say_and_pump("said on the peer");
    tray.click("Sync now");
    wait::until_true("the turn", || desk.baton("app").has_heard("said on the peer"));
    assert_eq!(desk.baton("app").heard(), desk.baton("peer").heard());
}

#[test]
fn a_turn_recorded_by_the_command_line_on_the_apps_own_data_is_sent() {
    let desk = desk_with_peer();
    let _app = desk.start_app();
    wait::until_true("the first round", || desk.baton("app").has_heard("hello from the peer"));
    desk.baton("app").say("recorded while the app runs");
    wait::until_true("the turn on the peer", || {
        desk.baton("peer").run(&["pump"]);
        desk.baton("peer").has_heard("recorded while the app runs")
    });
}

#[test]
fn checkpoint_publishes_one_that_the_other_device_can_start_from() {
    let desk = desk_with_peer();
    let app = desk.start_app();
    let tray = app.tray(&desk);
    wait::until_true("the first round", || desk.baton("app").has_heard("hello from the peer"));
    desk.baton("peer").run(&["pump"]);
    tray.click("Checkpoint");
    let base = wait::until("a base checkpoint of the app", || {
        desk.baton("app").run(&["status"])["base_checkpoint"]
            .as_str()
            .map(str::to_owned)
    });
    wait::until_true("the peer's rebase onto it", || {
        desk.baton("peer").run(&["pump"]);
        desk.baton("peer").run(&["rebase"])["base_checkpoint"] == base.as_str()
    });
}

#[test]
fn without_news_the_app_goes_idle() {
    let desk = desk_with_peer();
    let app = desk.start_app();
    let tray = app.tray(&desk);
    wait::until_true("the first round", || desk.baton("app").has_heard("hello from the peer"));
    desk.baton("peer").run(&["pump"]);
    tray.wait_for_status("Up to date");
    let rounds = come_to_rest(&app);
    assert!(rounds < 12, "{rounds} rounds for one turn");
}

/// Waits until the echoes of the last changes have ended: three seconds without a round. Answers how many there were.
fn come_to_rest(app: &App) -> usize {
    let mut rounds = app.logged("round done");
    wait::until_true("three seconds without a round", || {
        std::thread::sleep(std::time::Duration::from_secs(3));
        rounds == std::mem::replace(&mut rounds, app.logged("round done"))
    });
    rounds
}
