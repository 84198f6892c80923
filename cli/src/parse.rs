//! Values of options: what they may be, and what to say when they are not.

use std::time::Duration;

use baton_engine::{Days, IntentStatus, Keep, Scope, Surface, parse_intent_status, parse_surface};
use serde_json::Value;

/// The nine surfaces as a person may name them.
const SURFACES: &str =
    "routing, declagent, conversation, knowledge, skill, trajectory, run, intent, registry:KIND (any kind)";

/// A surface by its name.
pub fn surface(text: &str) -> Result<Surface, String> {
    let surface = parse_surface(text).map_err(|_| format!("unknown surface; there are {SURFACES}"))?;
    match &surface {
        Surface::Registry { kind } if kind.trim().is_empty() => {
            Err("a registry has a kind, as in registry:tools".into())
        }
        _ => Ok(surface),
    }
}

/// An intent's status by its name.
pub fn status(text: &str) -> Result<IntentStatus, String> {
    parse_intent_status(text).map_err(|_| "there are pending, committed and failed".to_owned())
}

/// A name that says something.
pub fn name(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        Err("it must not be empty".into())
    } else {
        Ok(text.to_owned())
    }
}

/// A time span in milliseconds.
pub fn duration(text: &str) -> Result<u64, String> {
    let span = text.parse().ok().filter(|span| *span > 0);
    span.ok_or_else(|| "it must be a whole number of milliseconds, at least 1".to_owned())
}

/// A time span as a person writes it.
pub fn span(text: &str) -> Result<Duration, String> {
    let millis = |span: &Duration| u64::try_from(span.as_millis()).is_ok();
    let span = humantime::parse_duration(text.trim()).ok().filter(millis);
    span.ok_or_else(|| "it must be a time span such as 90s, 10m or 1h30m".to_owned())
}

/// A time span in which something can happen; in milliseconds.
pub fn span_ms(text: &str) -> Result<u64, String> {
    let span = span(text).ok().map(|span| span.as_millis()).filter(|span| *span > 0);
    let span = span.and_then(|span| u64::try_from(span).ok());
    span.ok_or_else(|| "it must be a time span such as 90s, 10m or 1h30m, and not zero".to_owned())
}

/// For how long a run holds its lease: long enough to be renewed.
pub fn run_ttl(text: &str) -> Result<u64, String> {
    let span = span_ms(text)?;
    if span < 1000 {
        return Err("it must be at least 1s: the lease is renewed three times within it".to_owned());
    }
    Ok(span)
}

/// The length of a schedule's slots.
pub fn slot(text: &str) -> Result<Duration, String> {
    let span = span(text)
        .ok()
        .filter(|span| !span.is_zero() && span.subsec_nanos() == 0);
    span.ok_or_else(|| "it must be a time span of whole seconds, such as 15m, 1h or 1d".to_owned())
}

/// How long something is shown: for ever, or for some days.
pub fn keep(text: &str) -> Result<Keep, String> {
    text.parse()
        .map_err(|_| format!("it must be 'all' or a whole number of days, from 1 to {}", Days::MOST))
}

/// The scope: an organisation's when one is named, else personal.
pub fn scope(org: Option<String>) -> Scope {
    org.map_or(Scope::Personal, |org| Scope::Shared { org })
}

/// A JSON text; says where it stops making sense.
pub fn json(text: &str) -> Result<Value, String> {
    if text.trim().is_empty() {
        return Err("not JSON: it is empty".into());
    }
    serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))
}

/// Where a JSON value is.
#[derive(Debug, Clone)]
pub enum JsonOrInput {
    /// On the command line.
    Json(Value),
    /// On standard input.
    Input,
}

/// A JSON text, or `-` for standard input.
pub fn json_or_input(text: &str) -> Result<JsonOrInput, String> {
    if text == "-" {
        Ok(JsonOrInput::Input)
    } else {
        json(text).map(JsonOrInput::Json)
    }
}

/// The tool calls of an assistant's turn.
pub fn tool_calls(text: &str) -> Result<ToolCalls, String> {
    let Value::Array(calls) = json(text)? else {
        return Err(r#"it must be a list, as in '[{"id":"c1","name":"search","arguments":{"q":"tide"}}]'"#.into());
    };
    for (number, call) in (1..).zip(&calls) {
        tool_call(call).map_err(|reason| format!("call {number} {reason}"))?;
    }
    Ok(ToolCalls(calls))
}

/// Tool calls that the engine will not drop as malformed.
#[derive(Debug, Clone, Default)]
pub struct ToolCalls(pub Vec<Value>);

fn tool_call(call: &Value) -> Result<(), &'static str> {
    let Value::Object(fields) = call else {
        return Err("is not an object");
    };
    if fields.get("name").and_then(Value::as_str).is_none_or(str::is_empty) {
        return Err("has no name");
    }
    if !fields.get("arguments").is_some_and(Value::is_object) {
        return Err("has no arguments; they are an object, {} when there are none");
    }
    match fields.get("id") {
        None | Some(Value::Null | Value::String(_)) => Ok(()),
        Some(_) => Err("has an id that is no string"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_surface_is_answered_with_the_nine() {
        let reason = surface("memory").unwrap_err();
        assert_eq!(reason.matches(", ").count() + 1, 9);
        assert!(surface("registry:tools").is_ok());
        assert!(surface("registry:").is_err());
    }

    #[test]
    fn spans_are_read_as_people_write_them() {
        assert_eq!(span("1h30m").unwrap(), Duration::from_secs(5400));
        assert_eq!(span("0s").unwrap(), Duration::ZERO);
        assert_eq!(span_ms("60s").unwrap(), 60_000);
        for bad in ["", "soon", "60", "-1s", "1 fortnight"] {
            assert!(span(bad).unwrap_err().contains("90s"), "{bad}");
        }
        assert!(span_ms("0s").is_err() && run_ttl("900ms").is_err() && slot("1500ms").is_err() && slot("0s").is_err());
    }

    #[test]
    fn wrong_json_says_where() {
        assert!(json("{\"a\": ]").unwrap_err().contains("line 1 column 7"));
    }

    #[test]
    fn a_malformed_tool_call_is_named_by_its_number() {
        let good = r#"{"name":"a","arguments":{}}"#;
        assert_eq!(tool_calls(&format!("[{good}]")).unwrap().0.len(), 1);
        for bad in [r#"{"arguments":{}}"#, r#"{"name":"a","arguments":"{}"}"#, "7"] {
            assert!(
                tool_calls(&format!("[{good},{bad}]"))
                    .unwrap_err()
                    .starts_with("call 2 ")
            );
        }
        assert!(tool_calls("{}").unwrap_err().contains("list"));
    }
}
