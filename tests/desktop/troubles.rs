use std::fs;

use crate::{desk::Desk, wait};

#[test]
fn a_vanished_relay_folder_needs_attention_and_heals_when_it_is_back() {
    let desk = Desk::new();
    desk.baton("peer").say_and_pump("before");
    let app = desk.start_app();
    let tray = app.tray(&desk);
    wait::until_true("the first turn", || desk.baton("app").has_heard("before"));
    desk.baton("peer").run(&["pump"]);
    tray.wait_for_status("Up to date");

    let (relay, unmounted) = (desk.folder().join("relay"), desk.folder().join("unmounted"));
    fs::rename(&relay, &unmounted).unwrap();
    tray.click("Sync now");
    tray.wait_for_status("Folder unavailable");

    fs::rename(&unmounted, &relay).unwrap();
    wait::until_true("the status to be well again", || !tray.status().starts_with("Folder"));
    desk.baton("peer").say_and_pump("after");
    wait::until_true("the turn", || desk.baton("app").has_heard("after"));
}
