use serde_json::Value;

use crate::{
    error::SyncError,
    fold::IntentStatus,
    op::{Scope, Surface},
};

/// The scope of a JSON caller: an organisation under `scope.org` or `org` means shared, else personal.
pub fn parse_scope(params: &Value) -> Scope {
    Scope::from_params(params)
}

/// One of the nine surface names; `registry:<kind>` takes any kind.
pub fn parse_surface(name: &str) -> Result<Surface, SyncError> {
    Surface::from_tag(name).ok_or_else(|| unknown("sync surface", name))
}

/// `pending`, `committed` or `failed`.
pub fn parse_intent_status(name: &str) -> Result<IntentStatus, SyncError> {
    IntentStatus::parse(name).ok_or_else(|| unknown("intent status", name))
}

fn unknown(what: &'static str, text: &str) -> SyncError {
    SyncError::Unknown {
        what,
        text: text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_surface_is_named_in_the_error() {
        assert_eq!(
            parse_surface("memory").unwrap_err().to_string(),
            "unknown sync surface 'memory'"
        );
        assert_eq!(
            parse_intent_status("done").unwrap_err().to_string(),
            "unknown intent status 'done'"
        );
    }
}
