//! Searching everything that was said, with the keys, in the real window.

use baton_tests::desktop::page::{Page, free_port};

use crate::{app::App, desk::Desk, screen::Screen, wait};

/// Types into the search field as the page notices it.
fn search(page: &Page, text: &str) {
    page.wait_for(&format!(
        "const field = document.querySelector('input[type=search]');
         if (!field) return false;
         field.value = {text:?};
         field.dispatchEvent(new Event('input', {{ bubbles: true }}));
         return true;"
    ));
}

#[test]
fn what_another_device_said_is_found_as_it_is_typed_and_opens_at_its_turn() {
    let desk = Desk::new();
    let peer = desk.baton("peer");
    for text in ["the tide is low", "the harbour closes at nine", "bring a lantern"] {
        peer.say(text);
    }
    peer.run(&["pump"]);
    let (inspector, relay) = (free_port(), desk.folder().join("relay"));
    let _app = App::start_automated(&desk, &["--show", "--relay", relay.to_str().unwrap()], inspector);
    wait::until_true("the peer's turns", || desk.baton("app").has_heard("bring a lantern"));
    Screen::of(&desk).wait_for_window();
    let page = Page::attach(inspector);
    page.click("return document.querySelector('nav a[href=\"#/conversations\"]');");
    search(&page, "harb");
    page.wait_for(
        "return [...document.querySelectorAll('[data-row] mark')].map((one) => one.innerText).join() === 'harbour';",
    );
    page.wait_for("return document.body.innerText.includes('1 turn found');");
    page.click("return document.querySelector('[data-row]');");
    page.wait_for(
        "const turns = [...document.querySelectorAll('article')];
         return location.hash.startsWith('#/conversations/') && turns.some((turn) => turn.innerText.includes('closes at nine'));",
    );
    search(&page, "zeppelin");
    page.wait_for("return document.body.innerText.includes('Nothing matches');");
}
