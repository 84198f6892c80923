//! What a person takes out of a conversation, by the real clipboard.

use baton_tests::desktop::{
    clipboard,
    page::{Page, free_port},
};

use crate::{app::App, desk::Desk, screen::Screen, wait};

/// The app with one conversation, and its transcript open.
struct Reading {
    desk: Desk,
    page: Page,
    _app: App,
}

fn read() -> Reading {
    let desk = Desk::new();
    desk.baton("app").say("the tide is low");
    let inspector = free_port();
    let relay = desk.folder().join("relay");
    let app = App::start_automated(&desk, &["--show", "--relay", relay.to_str().unwrap()], inspector);
    Screen::of(&desk).wait_for_window();
    let page = Page::attach(inspector);
    page.wait_for(
        "location.hash = '#/conversations/id/talk';
         return document.querySelector('article')?.innerText.includes('the tide is low');",
    );
    Reading { desk, page, _app: app }
}

impl Reading {
    /// Chooses a line of the transcript's menu with the mouse.
    fn choose(&self, line: &str) {
        self.page
            .click("return document.querySelector('[aria-label=\"Copy, export, resume\"]');");
        self.page.click(&format!(
            "return [...document.querySelectorAll('.menu li button')].find((one) => one.innerText.startsWith({line:?}));"
        ));
    }
}

#[test]
fn what_is_copied_is_on_the_clipboard_of_the_desktop() {
    let reading = read();
    reading.choose("Copy as Markdown");
    let copied = wait::until("the conversation on the clipboard", || clipboard::text(&reading.desk));
    assert!(copied.contains("the tide is low"), "{copied}");
    reading.choose("Resume here");
    let messages = wait::until("the messages on the clipboard", || {
        clipboard::text(&reading.desk).filter(|text| *text != copied)
    });
    let messages: serde_json::Value = serde_json::from_str(&messages).unwrap();
    assert_eq!(messages[0]["content"], "the tide is low");
}
