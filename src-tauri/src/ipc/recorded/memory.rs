//! What the Memory view is told of everything besides conversations.

use baton_contract::{
    RecordHistoryPage, RecordHistoryRequest, RecordPage, RecordTextRequest, RecordView, RecordsRequest,
};
use baton_engine::SyncSubsystem;
use baton_sync_loop::LoopState;
use serde_json::{Map, Value};

use super::{super::record_view as view, Answers, known, notes::noted, scene::Scene, value};

/// Every page of a surface.
fn pages(engine: &mut SyncSubsystem, surface: &str, state: &LoopState) -> Vec<RecordPage> {
    let mut pages: Vec<RecordPage> = Vec::new();
    loop {
        let request = RecordsRequest {
            surface: surface.to_owned(),
            starts_with: String::new(),
            contains: String::new(),
            after: pages.last().and_then(|page| page.next.clone()),
            limit: 200,
        };
        let page = engine.record_page(&view::query(request).unwrap()).unwrap();
        pages.push(view::page(page, state));
        if pages.last().is_none_or(|page| page.next.is_none()) {
            return pages;
        }
    }
}

fn history(engine: &mut SyncSubsystem, surface: &str, record: &RecordView, state: &LoopState) -> RecordHistoryPage {
    let request = RecordHistoryRequest {
        surface: surface.to_owned(),
        agent: record.agent.clone(),
        key: record.key.clone(),
        before: None,
        limit: 50,
    };
    let (name, before, limit) = view::history_query(request).unwrap();
    view::history(engine.record_history(&name, before.as_ref(), limit).unwrap(), state)
}

/// A value in the pieces that the window is sent.
fn text(engine: &mut SyncSubsystem, place: &str) -> Vec<Value> {
    let (mut pieces, mut start) = (Vec::new(), 0);
    loop {
        let request = RecordTextRequest {
            place: place.to_owned(),
            start,
        };
        let (place, from) = view::text_query(&request).unwrap();
        let piece = engine
            .record_text(place, from, baton_contract::MAX_RECORD_CHARS)
            .unwrap()
            .unwrap();
        let piece = view::text(piece);
        start = piece.end;
        let is_last = piece.end == piece.total;
        pieces.push(value(&piece));
        if is_last {
            return pieces;
        }
    }
}

pub(super) fn answers() -> Answers {
    let scene = Scene::new();
    let engine = &mut noted(&scene);
    let state = &known(engine);
    let surfaces: Vec<_> = engine
        .record_surfaces()
        .unwrap()
        .into_iter()
        .map(view::surface)
        .collect();
    let (mut lists, mut histories, mut texts) = (Map::new(), Map::new(), Map::new());
    for one in &surfaces {
        let pages = pages(engine, &one.surface, state);
        for record in pages.iter().flat_map(|page| &page.records) {
            texts.insert(record.place.clone(), Value::Array(text(engine, &record.place)));
            if one.surface == "routing" {
                continue;
            }
            let past = history(engine, &one.surface, record, state);
            for entry in &past.entries {
                let place = &entry.record.place;
                texts.insert(place.clone(), Value::Array(text(engine, place)));
            }
            // The others' holds nothing but themselves.
            if past.entries.len() > 1 {
                let name = format!("{} {} {}", one.surface, record.agent, record.key);
                histories.insert(name, value(&past));
            }
        }
        lists.insert(one.surface.clone(), value(&pages));
    }
    vec![
        ("record_surfaces", value(&surfaces)),
        ("records", Value::Object(lists)),
        ("record_history", Value::Object(histories)),
        ("record_text", Value::Object(texts)),
    ]
}
