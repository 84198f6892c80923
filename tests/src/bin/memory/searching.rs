//! How long the window waits for the first page of a search over everything.

use std::time::Duration;

use baton_tests::{
    desktop::{
        app::App,
        desk::Desk,
        page::{Page, free_port},
        screen::Screen,
    },
    eventually,
};
use serde_json::json;

use crate::store::Store;

/// Frequent words, rare ones, several, one that is being typed, a phrase, filters, nothing that is there.
const QUERIES: [&str; 9] = [
    "ba",
    "zafi",
    "gobade",
    "ba de fi",
    "zaf",
    "\"ba ba\"",
    "ba role:user",
    "format tool:bash",
    "qqqqqq",
];
/// How often each is asked; the first time finds nothing in memory.
const TIMES: usize = 7;

/// One search, as the window sees it.
pub struct Search {
    /// What was searched.
    pub text: &'static str,
    /// How many hits the first page had.
    pub hits: u64,
    /// The first time.
    pub first: Duration,
    /// The median of all.
    pub median: Duration,
    /// The longest.
    pub longest: Duration,
}

/// Asks the app what its window asks, from inside the window.
pub fn measure(store: &Store) -> Vec<Search> {
    let desk = Desk::new();
    let (root, relay) = (store.root.to_str().unwrap(), store.relay.to_str().unwrap());
    let inspector = free_port();
    let app = App::start_automated_on(&desk, root, &["--show", "--relay", relay], inspector);
    eventually("the first round", || (app.logged("round done") > 0).then_some(()));
    Screen::of(&desk).wait_for_window();
    let page = Page::attach(inspector);
    page.wait_for("return document.querySelector('h1') !== null;");
    QUERIES.map(|text| ask(&page, text)).into()
}

fn ask(page: &Page, text: &'static str) -> Search {
    page.run(&format!(
        "window.searched = null;
         (async () => {{
           const took = []; let hits = 0;
           for (let time = 0; time < {TIMES}; time += 1) {{
             const start = performance.now();
             const request = {{ text: {}, from: null, limit: 50 }};
             const page = await window.__TAURI_INTERNALS__.invoke('search', {{ request }});
             took.push(performance.now() - start);
             hits = page.hits.length;
           }}
           window.searched = {{ took, hits }};
         }})().catch((error) => {{ window.searched = {{ failed: JSON.stringify(error) }}; }});",
        json!(text)
    ));
    let searched = page.wait_for("return window.searched;");
    let took = searched["took"]
        .as_array()
        .unwrap_or_else(|| panic!("{text}: {searched}"));
    let mut took: Vec<_> = took
        .iter()
        .map(|ms| Duration::from_secs_f64(ms.as_f64().unwrap() / 1e3))
        .collect();
    let first = took[0];
    took.sort_unstable();
    Search {
        text,
        hits: searched["hits"].as_u64().unwrap(),
        first,
        median: took[TIMES / 2],
        longest: took[TIMES - 1],
    }
}
