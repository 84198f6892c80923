//! Whole texts, in pieces that are never large.

use std::sync::Arc;

use baton_contract::{ErrorCode, MAX_COPIED_TURNS, MAX_PIECE_BYTES, ResumeText, TurnPart, TurnText, TurnTextRequest};
use baton_engine::{SyncError, SyncSubsystem, Turn};
use serde_json::Value;
use tauri::State;

use super::{Answer, ask, error, pages};
use crate::host::Host;

type Shared<'a> = State<'a, Arc<Host>>;

#[tauri::command]
pub(super) async fn turn_text(host: Shared<'_>, request: TurnTextRequest) -> Answer<TurnText> {
    text_of(&host, request).await
}

pub(super) async fn text_of(host: &Host, request: TurnTextRequest) -> Answer<TurnText> {
    let cursor = pages::read_cursor(&request.cursor)?;
    let turn = ask(host, |sync_loop, reply| {
        sync_loop.query(move |subsystem| subsystem.turn(&request.conversation_id, cursor), reply);
    });
    let text = whole(turn.await?, &request.part).ok_or_else(no_such_part)?;
    Ok(piece(&text, request.offset))
}

fn no_such_part() -> baton_contract::IpcError {
    error::refused(ErrorCode::BadRequest, "That turn has no such text.", "")
}

fn whole(turn: Turn, part: &TurnPart) -> Option<String> {
    match part {
        TurnPart::Content => Some(turn.content),
        TurnPart::Arguments { call } => {
            let call = turn.tool_calls.get(*call as usize)?;
            serde_json::to_string_pretty(&call.arguments).ok()
        }
    }
}

fn piece(text: &str, offset: u64) -> TurnText {
    let start = text.floor_char_boundary(usize::try_from(offset).unwrap_or(usize::MAX));
    let end = text.floor_char_boundary(start.saturating_add(MAX_PIECE_BYTES));
    TurnText {
        text: text[start..end].to_owned(),
        next: (end < text.len()).then_some(end as u64),
    }
}

#[tauri::command]
pub(super) async fn resume_text(host: Shared<'_>, conversation_id: String) -> Answer<ResumeText> {
    resume_of(&host, conversation_id).await
}

pub(super) async fn resume_of(host: &Host, conversation_id: String) -> Answer<ResumeText> {
    let messages = ask(host, |sync_loop, reply| {
        sync_loop.query(move |subsystem| messages(subsystem, &conversation_id), reply);
    });
    let messages = messages.await?.ok_or_else(too_long)?;
    Ok(ResumeText {
        messages: messages.as_array().map_or(0, Vec::len) as u64,
        json: format!("{messages:#}"),
    })
}

/// The repaired message list; none if the conversation is too long for it.
fn messages(subsystem: &mut SyncSubsystem, conversation_id: &str) -> Result<Option<Value>, SyncError> {
    if subsystem.conversation(conversation_id)?.turns > MAX_COPIED_TURNS {
        return Ok(None);
    }
    subsystem.resume(conversation_id).map(Some)
}

fn too_long() -> baton_contract::IpcError {
    error::refused(
        ErrorCode::BadRequest,
        format!("The conversation has more than {MAX_COPIED_TURNS} turns: too much to copy."),
        "`baton --json resume CONVERSATION` writes the list to a file.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_a_text_are_the_text() {
        let text = "é".repeat(MAX_PIECE_BYTES) + "end";
        let (mut read, mut next, mut pieces) = (String::new(), Some(0), 0);
        while let Some(offset) = next {
            let piece = piece(&text, offset);
            assert!(piece.text.len() <= MAX_PIECE_BYTES);
            read.push_str(&piece.text);
            (next, pieces) = (piece.next, pieces + 1);
        }
        assert_eq!((read, pieces), (text, 3));
    }

    #[test]
    fn beyond_the_end_there_is_nothing() {
        assert_eq!(
            piece("abc", u64::MAX),
            TurnText {
                text: String::new(),
                next: None
            }
        );
    }
}
