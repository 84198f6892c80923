//! From a raw transcript to a message list that a model provider accepts.

use std::collections::HashSet;

use serde::Serialize;

use super::{Role, ToolCall, Turn};

/// One message of a resumed conversation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum Message {
    /// The person.
    User {
        /// The text.
        content: String,
    },
    /// The agent.
    Assistant {
        /// The text.
        content: String,
        /// Its calls, each of which a result follows.
        tool_calls: Vec<ToolCall>,
    },
    /// A tool's answer.
    ToolResult {
        /// The call it answers.
        tool_use_id: String,
        /// The answer.
        content: String,
    },
}

/// Repairs a transcript: neighbours of one role are joined, results without a call and calls without a result dropped.
///
/// A tool exchange is an assistant message with calls and the results right after it. Results are matched to calls by
/// id; a call without an id can only be matched by position, so it takes a result that names no known call.
pub fn resume_messages(turns: impl IntoIterator<Item = Turn>) -> Vec<Message> {
    let mut messages = Vec::new();
    for turn in turns {
        push(&mut messages, turn);
    }
    drop_unmatched(messages)
}

fn push(messages: &mut Vec<Message>, turn: Turn) {
    match (turn.role, messages.last_mut()) {
        (Role::Tool, Some(last)) if opens_exchange(last) => messages.push(Message::ToolResult {
            tool_use_id: turn.tool_use_id.unwrap_or_default(),
            content: turn.content,
        }),
        (Role::Tool, _) => {}
        (Role::User, Some(Message::User { content })) => join(content, &turn.content),
        (Role::User, _) => messages.push(Message::User { content: turn.content }),
        (Role::Assistant, Some(Message::Assistant { content, tool_calls })) => {
            join(content, &turn.content);
            tool_calls.extend(turn.tool_calls);
        }
        (Role::Assistant, _) => messages.push(Message::Assistant {
            content: turn.content,
            tool_calls: turn.tool_calls,
        }),
    }
}

fn opens_exchange(message: &Message) -> bool {
    match message {
        Message::Assistant { tool_calls, .. } => !tool_calls.is_empty(),
        Message::ToolResult { .. } => true,
        Message::User { .. } => false,
    }
}

fn join(content: &mut String, more: &str) {
    if !content.is_empty() && !more.is_empty() {
        content.push_str("\n\n");
    }
    content.push_str(more);
}

fn drop_unmatched(messages: Vec<Message>) -> Vec<Message> {
    let mut repaired = Vec::with_capacity(messages.len());
    let mut rest = messages.into_iter().peekable();
    while let Some(message) = rest.next() {
        let mut results = Vec::new();
        while let Some(result) = rest.next_if(|next| matches!(next, Message::ToolResult { .. })) {
            results.push(result);
        }
        let (message, results) = match_exchange(message, results);
        append(&mut repaired, message);
        repaired.extend(results);
    }
    repaired
}

/// Keeps the calls that a result answers and the results that answer a call.
fn match_exchange(message: Message, results: Vec<Message>) -> (Message, Vec<Message>) {
    let Message::Assistant { content, tool_calls } = message else {
        return (message, results);
    };
    let mut answered = HashSet::new();
    let kept: Vec<_> = results
        .into_iter()
        .filter(|result| claim(&tool_calls, result, &mut answered))
        .collect();
    let answered_calls = tool_calls
        .into_iter()
        .enumerate()
        .filter(|(index, _)| answered.contains(index));
    let tool_calls = answered_calls.map(|(_, call)| call).collect();
    (Message::Assistant { content, tool_calls }, kept)
}

/// Finds the call that `result` answers and marks it: the call of that id, else the next one that has no id.
fn claim(calls: &[ToolCall], result: &Message, answered: &mut HashSet<usize>) -> bool {
    let Message::ToolResult { tool_use_id, .. } = result else {
        return false;
    };
    let named = |call: &ToolCall| call.id.as_deref() == Some(tool_use_id);
    let wanted = |call: &ToolCall| {
        if calls.iter().any(named) {
            named(call)
        } else {
            call.id.is_none()
        }
    };
    let open = (0..calls.len()).find(|index| wanted(&calls[*index]) && !answered.contains(index));
    open.is_some_and(|index| answered.insert(index))
}

/// Appends, joining with a neighbour of the same role: a dropped result may have stood between them.
fn append(messages: &mut Vec<Message>, message: Message) {
    match (messages.last_mut(), message) {
        (Some(Message::User { content }), Message::User { content: more }) => join(content, &more),
        (
            Some(Message::Assistant { content, tool_calls }),
            Message::Assistant {
                content: more,
                tool_calls: calls,
            },
        ) => {
            join(content, &more);
            tool_calls.extend(calls);
        }
        (_, message) => messages.push(message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::{Hlc, OpId};

    fn turn(role: Role, content: &str, calls: &[&str], answers: Option<&str>) -> Turn {
        let call = |id: &&str| ToolCall {
            id: (!id.is_empty()).then(|| (*id).to_owned()),
            name: "shell".into(),
            arguments: serde_json::Map::new(),
        };
        Turn {
            conversation_id: String::new(),
            role,
            content: content.into(),
            tool_calls: calls.iter().map(call).collect(),
            tool_use_id: answers.map(str::to_owned),
            timestamp: 0,
            hlc: Hlc {
                wall_ms: 0,
                counter: 0,
                device_id: "a".into(),
            },
            op_id: OpId([0; 16]),
        }
    }

    fn outline(messages: &[Message]) -> Vec<String> {
        let line = |message: &Message| match message {
            Message::User { content } => format!("user {content}"),
            Message::Assistant { content, tool_calls } => {
                let ids: Vec<_> = tool_calls
                    .iter()
                    .map(|call| call.id.clone().unwrap_or_default())
                    .collect();
                format!("assistant {content} [{}]", ids.join(","))
            }
            Message::ToolResult { tool_use_id, .. } => format!("result {tool_use_id}"),
        };
        messages.iter().map(line).collect()
    }

    #[test]
    fn neighbours_of_one_role_are_joined_with_a_blank_line() {
        let turns = [
            turn(Role::User, "a", &[], None),
            turn(Role::User, "b", &[], None),
            turn(Role::Assistant, "c", &[], None),
        ];
        assert_eq!(outline(&resume_messages(turns)), ["user a\n\nb", "assistant c []"]);
    }

    #[test]
    fn a_result_for_a_call_nobody_made_is_dropped_and_an_unanswered_call_too() {
        let turns = [
            turn(Role::Tool, "", &[], Some("early")),
            turn(Role::Assistant, "x", &["1", "2"], None),
            turn(Role::Tool, "", &[], Some("2")),
            turn(Role::Tool, "", &[], Some("9")),
            turn(Role::Tool, "", &[], Some("2")),
        ];
        assert_eq!(outline(&resume_messages(turns)), ["assistant x [2]", "result 2"]);
    }

    #[test]
    fn a_call_without_an_id_is_answered_by_position() {
        let turns = [
            turn(Role::Assistant, "x", &["", ""], None),
            turn(Role::Tool, "", &[], None),
        ];
        assert_eq!(outline(&resume_messages(turns)), ["assistant x []", "result "]);
    }

    #[test]
    fn assistants_that_a_dropped_result_stood_between_are_joined() {
        let turns = [
            turn(Role::Assistant, "x", &["1"], None),
            turn(Role::Tool, "", &[], Some("9")),
            turn(Role::Assistant, "y", &[], None),
        ];
        assert_eq!(outline(&resume_messages(turns)), ["assistant x\n\ny []"]);
    }
}
