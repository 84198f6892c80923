//! From the first start to a second device that is in step, in the real window.

use std::fs;

use baton_tests::desktop::page::{Page, free_port};

use crate::{app::App, baton::Baton, desk::Desk, screen::Screen, wait};

/// Waits until a button of this name can be pressed, and presses it.
fn press(page: &Page, name: &str) {
    page.wait_for(&format!(
        "const button = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === {name:?});
         if (!button || button.disabled) return false;
         button.click();
         return true;"
    ));
}

/// Waits until the page shows this.
fn wait_for_text(page: &Page, text: &str) {
    page.wait_for(&format!("return document.body.innerText.includes({text:?});"));
}

#[test]
fn the_first_run_ends_with_the_second_device_arriving_and_a_conversation_opens_from_the_tray() {
    let desk = Desk::new();
    fs::create_dir(desk.folder().join("Nextcloud")).unwrap();
    let inspector = free_port();
    let app = App::start_automated(&desk, &[], inspector);
    let tray = app.tray(&desk);
    tray.wait_for_status("Choose a folder");
    Screen::of(&desk).wait_for_window();
    let page = Page::attach(inspector);
    press(&page, "Next");
    page.wait_for("const found = document.querySelector('.suggestion input'); found?.click(); return found !== null;");
    wait_for_text(&page, "A new folder");
    press(&page, "Use this folder");
    press(&page, "Skip");
    wait_for_text(&page, "You're set");
    wait_for_text(&page, "appears here as soon as it has joined");

    let relay = desk.folder().join("Nextcloud/Baton");
    let peer = Baton::new(&desk.folder().join("peer"), &relay);
    peer.say_and_pump("hello from the peer");
    wait_for_text(&page, "Connected");
    let own = Baton::new(&desk.folder().join("app"), &relay);
    wait::until_true("the peer's turn", || own.has_heard("hello from the peer"));
    peer.run(&["pump"]);
    tray.wait_for_status("Up to date");

    press(&page, "Open Baton");
    wait_for_text(&page, "Every device that uses your relay folder");
    wait::until_true("the recent conversation", || {
        tray.labels_in("Recent conversations") == ["hello from the peer"]
    });
    tray.click_in("Recent conversations", "hello from the peer");
    page.wait_for("return location.hash === '#/conversations/id/talk';");
}
