//! The settings view in the real app: what a person changes there reaches the other device, the session and the disk.

use std::fs;

use baton_tests::desktop::page::{Page, free_port};
use serde_json::Value;

use crate::{app::App, desk::Desk, screen::Screen, wait};

/// Types into the field that this label names, and presses the button of this name.
fn fill(page: &Page, label: &str, text: &str) {
    page.wait_for(&format!(
        "const label = [...document.querySelectorAll('label')].find((one) => one.textContent.trim() === {label:?});
         const field = label && document.getElementById(label.htmlFor);
         if (!field) return false;
         field.value = {text:?};
         field.dispatchEvent(new Event('input', {{ bubbles: true }}));
         return true;"
    ));
}

fn press(page: &Page, name: &str) {
    page.wait_for(&format!(
        "const button = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === {name:?});
         if (!button || button.disabled) return false;
         button.click();
         return true;"
    ));
}

fn open_settings(desk: &Desk, inspector: u16) -> Page {
    Screen::of(desk).wait_for_window();
    let page = Page::attach(inspector);
    page.wait_for("location.hash = '#/settings'; return document.querySelector('h1')?.textContent === 'Settings';");
    page
}

#[test]
fn a_new_name_reaches_the_other_device_and_login_starts_without_a_window() {
    let desk = Desk::new();
    desk.baton("peer").say_and_pump("hello");
    let inspector = free_port();
    let app = App::start_automated(
        &desk,
        &["--relay", desk.folder().join("relay").to_str().unwrap(), "--show"],
        inspector,
    );
    let page = open_settings(&desk, inspector);

    fill(&page, "Name", "Ada's new desk");
    press(&page, "Rename");
    page.wait_for("return document.querySelector('.device')?.textContent === \"Ada's new desk\";");
    let peer = desk.baton("peer");
    wait::until_true("the new name on the other device", || {
        peer.run(&["pump"]);
        let status = peer.run(&["status"]);
        let roster = status["roster"].as_array().unwrap();
        roster.iter().any(|device| device["name"] == "Ada's new desk")
    });

    page.wait_for(
        "const start = [...document.querySelectorAll('[role=switch]')].find((one) =>
           one.closest('label').textContent.includes('Start when I log in'));
         if (!start || start.disabled) return false;
         start.click();
         return true;",
    );
    let autostart = desk.folder().join(".config/autostart");
    let entry = wait::until("the entry of the login session", || {
        let mut entries = fs::read_dir(&autostart).ok()?.flatten();
        fs::read_to_string(entries.next()?.path())
            .ok()
            .filter(|text| text.contains("Exec="))
    });
    assert!(entry.contains("baton-desktop --hidden --root \""), "{entry}");
    assert!(app.logged("This device is called Ada's new desk") > 0);
    let logs = fs::read_dir(desk.folder().join("app/logs")).unwrap().count();
    assert_eq!(logs, 1);
}

#[test]
fn a_moved_relay_folder_is_where_everything_goes_from_then_on() {
    let desk = Desk::new();
    let (old, new) = (desk.folder().join("relay"), desk.folder().join("new relay"));
    fs::create_dir(&old).unwrap();
    let root = desk.folder().join("app");
    fs::create_dir_all(&root).unwrap();
    fs::write(
        root.join("settings.json"),
        serde_json::json!({"relayPath": old}).to_string(),
    )
    .unwrap();
    desk.baton("app").say("before the move");
    let inspector = free_port();
    let mut app = App::start_automated(&desk, &["--show"], inspector);
    let page = open_settings(&desk, inspector);

    press(&page, "Move…");
    fill(&page, "Folder path", new.to_str().unwrap());
    page.wait_for("return document.querySelector('dialog [data-kind]')?.dataset.kind === 'missing';");
    press(&page, "Move");
    page.wait_for("return document.querySelector('.outcome') !== null && document.querySelector('dialog') === null;");
    let kept: Value = serde_json::from_slice(&fs::read(root.join("settings.json")).unwrap()).unwrap();
    assert_eq!(kept["relayPath"], new.to_str().unwrap());

    desk.baton("app").say("after the move");
    let joins = baton_tests::desktop::baton::Baton::new(&desk.folder().join("joins"), &new);
    wait::until_true("both turns on a device that uses the new folder", || {
        joins.run(&["pump"]);
        joins.run(&["conversations"]) != serde_json::json!([]) && joins.heard().len() == 2
    });
    assert_eq!(joins.heard(), ["before the move", "after the move"]);
    assert!(old.join("d").is_dir());
    app.tray(&desk).click("Quit");
    assert_eq!(app.wait().code(), Some(0));
}
