//! Pages of conversations and turns as the contract's data.

use std::str::FromStr;

use baton_contract::{
    ConversationPage, ConversationView, ErrorCode, MAX_CONTENT_CHARS, ToolCallView, TurnPage, TurnRole, TurnView,
    TurnsFrom,
};
use baton_engine::{ConversationSummary, PageFrom, PagedTurn, Role, ToolCall, TurnCursor};
use baton_sync_loop::LoopState;
use serde_json::Value;

use super::{Answer, error};

/// The most that one page holds.
const LONGEST_PAGE: u32 = 200;

pub(super) fn limit(wished: u32) -> u32 {
    wished.min(LONGEST_PAGE)
}

pub(super) fn conversations(page: baton_engine::ConversationPage) -> ConversationPage {
    ConversationPage {
        conversations: page.conversations.into_iter().map(conversation).collect(),
        total: u32::try_from(page.total).unwrap_or(u32::MAX),
    }
}

fn conversation(summary: ConversationSummary) -> ConversationView {
    ConversationView {
        id: summary.id,
        title: summary.title,
        turns: summary.turns,
        last_activity_ms: summary.last_activity_ms,
    }
}

/// Where a page starts; fails for a cursor that never was one.
pub(super) fn page_from(from: &TurnsFrom) -> Answer<PageFrom> {
    Ok(match from {
        TurnsFrom::Start => PageFrom::Start,
        TurnsFrom::End => PageFrom::End,
        TurnsFrom::Before { cursor } => PageFrom::Before(read_cursor(cursor)?),
        TurnsFrom::After { cursor } => PageFrom::After(read_cursor(cursor)?),
        TurnsFrom::Around { cursor } => PageFrom::Around(read_cursor(cursor)?),
        TurnsFrom::Time { at_ms } => PageFrom::Time(*at_ms),
    })
}

pub(super) fn read_cursor(text: &str) -> Answer<TurnCursor> {
    TurnCursor::from_str(text)
        .map_err(|_| error::refused(ErrorCode::BadRequest, "That is no place in a transcript.", ""))
}

pub(super) fn turns(title: String, page: baton_engine::TurnPage, state: &LoopState) -> TurnPage {
    TurnPage {
        title,
        turns: page.turns.into_iter().map(|paged| turn(paged, state)).collect(),
        has_older: page.has_older,
        has_newer: page.has_newer,
        total: page.total,
        older: page.older,
    }
}

fn turn(paged: PagedTurn, state: &LoopState) -> TurnView {
    let turn = paged.turn;
    let (content, clipped_chars) = clip(turn.content);
    TurnView {
        cursor: paged.cursor.to_string(),
        op_id: turn.op_id.to_string(),
        role: role(turn.role),
        content,
        clipped_chars,
        tool_calls: turn.tool_calls.into_iter().map(tool_call).collect(),
        tool_use_id: turn.tool_use_id,
        at_ms: if turn.timestamp == 0 {
            turn.hlc.wall_ms
        } else {
            turn.timestamp
        },
        recorded_ms: turn.hlc.wall_ms,
        device_name: state.device_name(turn.hlc.device_id.as_str()).to_owned(),
        device_id: turn.hlc.device_id.to_string(),
    }
}

pub(super) fn role(role: Role) -> TurnRole {
    match role {
        Role::User => TurnRole::User,
        Role::Assistant => TurnRole::Assistant,
        Role::Tool => TurnRole::Tool,
    }
}

fn tool_call(call: ToolCall) -> ToolCallView {
    ToolCallView {
        id: call.id,
        name: call.name,
        arguments: clip_texts(Value::Object(call.arguments)),
    }
}

/// The start of a text, and how many characters were left out.
fn clip(mut text: String) -> (String, u64) {
    let Some((end, _)) = text.char_indices().nth(MAX_CONTENT_CHARS) else {
        return (text, 0);
    };
    let left_out = text[end..].chars().count() as u64;
    text.truncate(end);
    (text, left_out)
}

/// The same value with every long text in it cut, and marked as such.
fn clip_texts(value: Value) -> Value {
    match value {
        Value::String(text) => match clip(text) {
            (text, 0) => Value::String(text),
            (text, left_out) => Value::String(format!("{text}… ({left_out} more characters)")),
        },
        Value::Array(values) => values.into_iter().map(clip_texts).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (name, clip_texts(value)))
            .collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters_and_counted() {
        let text = "é".repeat(MAX_CONTENT_CHARS + 3);
        let (clipped, left_out) = clip(text);
        assert_eq!(clipped.chars().count(), MAX_CONTENT_CHARS);
        assert_eq!(left_out, 3);
        assert_eq!(clip("short".to_owned()), ("short".to_owned(), 0));
    }

    #[test]
    fn long_arguments_are_cut_wherever_they_are() {
        let long = "x".repeat(MAX_CONTENT_CHARS + 1);
        let clipped = clip_texts(serde_json::json!({ "a": [long, 1, null] }));
        let text = clipped["a"][0].as_str().unwrap();
        assert!(text.ends_with("… (1 more characters)"));
        assert_eq!(clipped["a"][1], 1);
    }
}
