//! Recording conversation turns.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{SyncSubsystem, receipt};
use crate::{
    error::SyncError,
    op::{Payload, Scope, Surface},
};

impl SyncSubsystem {
    /// Records one turn. `assistant` carries tool calls; `tool` or `tool_result` answers `tool_use_id`; every other role
    /// is a user turn. `timestamp` is in milliseconds since 1970, 0 when nobody noted it.
    #[expect(
        clippy::too_many_arguments,
        reason = "the fields of a turn, in the order of the contract"
    )]
    pub fn record_turn(
        &mut self,
        scope: Scope,
        conversation_id: &str,
        role: &str,
        content: &str,
        tool_calls: Vec<Value>,
        tool_use_id: Option<&str>,
        timestamp: u64,
    ) -> Result<Value, SyncError> {
        let mut turn = json!({
            "conversation_id": conversation_id, "role": role, "content": content, "timestamp": timestamp,
        });
        match role {
            "assistant" => turn["tool_calls"] = tool_calls.into(),
            "tool" | "tool_result" => turn["tool_use_id"] = tool_use_id.into(),
            _ => {}
        }
        let payload = Payload::new(turn).map_err(|error| SyncError::payload(&error))?;
        self.record(scope, Surface::Conversation, payload)
            .map(|op| receipt(&op))
    }

    /// Records turns, each a JSON object with the fields of a turn, in one durable transaction: all of them or, if one
    /// makes no sense, none. `{recorded, conversations}`, with the ids of the conversations.
    pub fn record_turns(&mut self, scope: Scope, turns: &[Value]) -> Result<Value, SyncError> {
        let payloads = turns.iter().enumerate().map(|(index, turn)| {
            check_turn(turn)
                .and_then(|()| Payload::of(turn).map_err(|error| error.to_string()))
                .map_err(|reason| SyncError::BadTurn { index, reason })
        });
        let payloads = payloads.collect::<Result<Vec<_>, _>>()?;
        let wall_now = self.session.now();
        self.session.store.write("record turns", |write| {
            Ok::<_, SyncError>(write.append_all(&scope, &Surface::Conversation, payloads, wall_now)?)
        })?;
        let id = |turn| {
            Value::get(turn, "conversation_id")
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let conversations: BTreeSet<_> = turns.iter().map(id).collect();
        Ok(json!({"recorded": turns.len(), "conversations": conversations}))
    }
}

/// A turn that a caller hands in is checked more strictly than one that is read: a typing error must not be kept for ever.
fn check_turn(turn: &Value) -> Result<(), String> {
    let turn = turn.as_object().ok_or("a turn is a JSON object")?;
    for name in ["conversation_id", "role", "content", "tool_use_id"] {
        check_field(turn, name, "text", Value::is_string)?;
    }
    check_field(turn, "timestamp", "a number of milliseconds", Value::is_number)?;
    check_field(turn, "tool_calls", "a list", Value::is_array)?;
    let said = turn.contains_key("content") || turn.contains_key("text") || turn.contains_key("tool_calls");
    said.then_some(())
        .ok_or_else(|| "a turn needs content or tool_calls".to_owned())
}

fn check_field(turn: &Map<String, Value>, name: &str, kind: &str, fits: fn(&Value) -> bool) -> Result<(), String> {
    match turn.get(name) {
        Some(value) if !value.is_null() && !fits(value) => Err(format!("'{name}' must be {kind}")),
        _ => Ok(()),
    }
}
