//! A conversation in a file that a person names in the desktop's own dialog.

use std::{fs, path::Path};

use baton_tests::desktop::page::{Page, free_port};
use serde_json::{Value, json};

use crate::{app::App, desk::Desk, file_chooser::FileChooser, screen::Screen};

/// More than one page of what the app reads at once.
const TURNS: usize = 201;

/// Chooses this line of the conversation's menu, and waits until what it started has ended.
fn export(page: &Page, line: &str) {
    page.wait_for(
        "const menu = document.querySelector('[aria-label=\"Copy, export, resume\"]'); menu?.click(); return !!menu;",
    );
    page.wait_for(&format!(
        "const line = [...document.querySelectorAll('.menu li button')].find((one) => one.innerText.trim() === {line:?});
         line?.click();
         return !!line;"
    ));
}

/// Waits until the page says that the file was written.
fn wait_for_notice(page: &Page, file: &Path) {
    let file = file.to_str().unwrap();
    page.wait_for(&format!(
        "const text = document.body.innerText;
         return text.includes('Exported {TURNS} turns.') && text.includes({file:?});"
    ));
}

fn contents(turns: &[Value]) -> Vec<&str> {
    turns.iter().map(|turn| turn["content"].as_str().unwrap()).collect()
}

#[test]
fn a_conversation_is_exported_to_the_file_that_the_save_dialog_names_and_to_none_if_it_is_cancelled() {
    let desk = Desk::new();
    let said: Vec<_> = (0..TURNS).map(|turn| format!("word {turn}")).collect();
    let lines = said
        .iter()
        .map(|text| json!({"conversation_id": "talk", "content": text}).to_string() + "\n");
    let input = desk.folder().join("turns.jsonl");
    fs::write(&input, lines.collect::<String>()).unwrap();
    desk.baton("app").run(&["record-turns", input.to_str().unwrap()]);
    let chooser = FileChooser::start(&desk);
    let relay = desk.folder().join("relay").to_string_lossy().into_owned();
    fs::create_dir(&relay).unwrap();
    let inspector = free_port();
    let _app = App::start_with_portal(&desk, &["--relay", &relay, "--show"], inspector);
    Screen::of(&desk).wait_for_window();
    let page = Page::attach(inspector);
    // Not before the page is there, and not while the driver waits for an answer: going elsewhere may take that along.
    page.wait_for("return document.querySelector('nav') !== null;");
    page.run("setTimeout(() => { location.hash = '#/conversations/id/talk'; });");
    page.wait_for("return document.querySelector('article') !== null;");

    let folder = desk.folder().join("exports");
    fs::create_dir(&folder).unwrap();
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    chooser.answer(None);
    export(&page, "Export as JSON…");
    for (line, name) in [
        ("Export as Markdown…", "talk.md"),
        ("Export as JSON…", "talk.json"),
        ("Export as JSON lines…", "talk.jsonl"),
    ] {
        chooser.answer(Some(&folder.join(name)));
        export(&page, line);
        wait_for_notice(&page, &folder.join(name));
    }
    assert_eq!(
        chooser.proposed(),
        ["word 0.json", "word 0.md", "word 0.json", "word 0.jsonl"]
    );
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3);

    let markdown = read("talk.md");
    assert!(markdown.starts_with("# word 0\n"), "{markdown}");
    assert!(
        said.iter().all(|text| markdown.lines().any(|line| line == text)),
        "{markdown}"
    );
    let turns: Vec<Value> = serde_json::from_str(&read("talk.json")).unwrap();
    assert_eq!(contents(&turns), said);
    let turns: Vec<Value> = read("talk.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(contents(&turns), said);
}
