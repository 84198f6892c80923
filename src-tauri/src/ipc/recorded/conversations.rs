//! What the window is told of what was said.

use std::sync::{Arc, Mutex};

use baton_contract::{
    ConversationPage, ConversationsRequest, ExportFormat, ExportProgress, SearchPage, SearchRequest, TurnPage,
    TurnPart, TurnTextRequest, TurnsFrom, TurnsRequest,
};
use serde_json::{Map, Value, json};
use tauri::{
    async_runtime::block_on,
    ipc::{Channel, InvokeResponseBody},
};

use super::{
    super::{export, reads, search, turn_text},
    Answers,
    app::App,
    scene::Scene,
    talks::talk,
    value,
};

/// The searches that the tests of the page make, and how many pages of each are recorded at most.
const SEARCHES: [&str; 14] = [
    "fencing",
    "fencing role:assistant",
    "build",
    "compressed",
    "lease",
    "role:tool lease",
    "device:\"Cabin mini PC\" role:tool lease",
    "device:\"Cabin mini PC\" lease",
    "role:assistant device:macbook lease",
    "tool:run_command test",
    "role:assistant device:phone report",
    "role:king report",
    "submarine",
    "verified",
];
const PAGES: usize = 2;

/// The conversation that is taken out whole.
const TAKEN_OUT: &str = "flaky-test";

pub(super) fn answers() -> Answers {
    let scene = Scene::new();
    talk(&scene);
    let app = App::new(&scene);
    app.set_up(scene.relay());
    app.engine(|engine| while engine.catch_up_search().unwrap() {});
    let list = conversations(&app);
    let turns: Vec<_> = list
        .conversations
        .iter()
        .map(|one| (one.id.clone(), turns(&app, &one.id)))
        .collect();
    let texts = turns.iter().flat_map(|(id, page)| texts(&app, id, page)).collect();
    let searches = SEARCHES
        .iter()
        .map(|text| ((*text).to_owned(), value(&found(&app, text))));
    let resumed = block_on(turn_text::resume_of(&app.host, TAKEN_OUT.to_owned())).unwrap();
    let answers = vec![
        ("conversations", value(&list)),
        (
            "turns",
            turns
                .iter()
                .map(|(id, page)| (id.clone(), value(page)))
                .collect::<Map<_, _>>()
                .into(),
        ),
        ("turn_text", Value::Object(texts)),
        ("search", searches.collect::<Map<_, _>>().into()),
        ("resume_text", json!({TAKEN_OUT: resumed})),
        ("export_conversation", exported(&scene, &app)),
    ];
    answers
        .into_iter()
        .map(|(name, answer)| (name, scene.at_home(&answer)))
        .collect()
}

fn conversations(app: &App) -> ConversationPage {
    let request = ConversationsRequest { offset: 0, limit: 200 };
    block_on(reads::conversations_of(&app.host, request)).unwrap()
}

/// All of its turns; none of these has more than a page.
fn turns(app: &App, conversation: &str) -> TurnPage {
    let request = TurnsRequest {
        conversation_id: conversation.to_owned(),
        from: TurnsFrom::Start,
        limit: 200,
    };
    let page = block_on(reads::turns_of(&app.host, request)).unwrap();
    assert!(!page.has_newer);
    page
}

/// The whole texts of the turns that the page shows a part of, by the turn's cursor.
fn texts(app: &App, conversation: &str, page: &TurnPage) -> Vec<(String, Value)> {
    let clipped = page.turns.iter().filter(|turn| turn.clipped_chars > 0);
    let whole = |cursor: &str| {
        let request = TurnTextRequest {
            conversation_id: conversation.to_owned(),
            cursor: cursor.to_owned(),
            part: TurnPart::Content,
            offset: 0,
        };
        let text = block_on(turn_text::text_of(&app.host, request)).unwrap();
        assert_eq!(text.next, None);
        value(&text)
    };
    clipped.map(|turn| (turn.cursor.clone(), whole(&turn.cursor))).collect()
}

fn found(app: &App, text: &str) -> Vec<SearchPage> {
    let mut pages: Vec<SearchPage> = Vec::new();
    while pages.len() < PAGES {
        let request = SearchRequest {
            text: text.to_owned(),
            from: pages.last().and_then(|page| page.next.clone()),
            limit: 30,
        };
        pages.push(block_on(search::found(&app.host, request)).unwrap());
        if pages.last().is_none_or(|page| page.next.is_none()) {
            break;
        }
    }
    pages
}

/// What came of writing a conversation to a file in each format, and what was told meanwhile.
fn exported(scene: &Scene, app: &App) -> Value {
    let formats = [
        ("markdown", ExportFormat::Markdown, "md"),
        ("json", ExportFormat::Json, "json"),
        ("jsonl", ExportFormat::Jsonl, "jsonl"),
    ];
    let summary = app.engine(|engine| engine.conversation(TAKEN_OUT).unwrap());
    let write = |format, extension: &str| {
        let told = Arc::new(Mutex::new(Vec::new()));
        let progress = watched(&told);
        let path = scene.home().join(format!("{TAKEN_OUT}.{extension}"));
        let outcome = block_on(export::write(&app.host, &summary, format, &path, &progress)).unwrap();
        json!({"progress": *told.lock().unwrap(), "outcome": outcome})
    };
    let written = formats.map(|(name, format, extension)| (name.to_owned(), write(format, extension)));
    Value::Object(written.into_iter().collect())
}

fn watched(told: &Arc<Mutex<Vec<Value>>>) -> Channel<ExportProgress> {
    let told = Arc::clone(told);
    Channel::new(move |body| {
        let InvokeResponseBody::Json(text) = body else {
            panic!("progress is JSON")
        };
        told.lock().unwrap().push(serde_json::from_str(&text).unwrap());
        Ok(())
    })
}
