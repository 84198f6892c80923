use std::{borrow::Cow, fmt};

use serde_json::Value;

/// Who sees an op.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// This person's devices.
    #[default]
    Personal,
    /// An organisation.
    Shared {
        /// The organisation's name.
        org: String,
    },
}

impl Scope {
    /// Reads what [`fmt::Display`] prints: `personal` or `shared:<org>`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split_once(':') {
            None if tag == "personal" => Some(Self::Personal),
            Some(("shared", org)) => Some(Self::Shared { org: org.to_owned() }),
            _ => None,
        }
    }

    /// The name it is written by.
    pub fn tag(&self) -> Cow<'static, str> {
        match self {
            Self::Personal => Cow::Borrowed("personal"),
            Self::Shared { org } => Cow::Owned(format!("shared:{org}")),
        }
    }

    /// Reads the scope out of a caller's JSON: an organisation under `scope.org` or `org` means [`Scope::Shared`].
    pub fn from_params(params: &Value) -> Self {
        let nested = params.get("scope").and_then(|scope| scope.get("org"));
        match nested.or_else(|| params.get("org")).and_then(Value::as_str) {
            Some(org) => Self::Shared { org: org.to_owned() },
            None => Self::Personal,
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tag())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_scope_reads_back_its_tag() {
        for scope in [Scope::Personal, Scope::Shared { org: "acme:eu".into() }] {
            assert_eq!(Scope::from_tag(&scope.to_string()), Some(scope));
        }
    }

    #[test]
    fn an_org_anywhere_it_may_stand_means_shared() {
        let acme = Scope::Shared { org: "acme".into() };
        assert_eq!(Scope::from_params(&json!({"scope": {"org": "acme"}})), acme);
        assert_eq!(Scope::from_params(&json!({"org": "acme"})), acme);
        assert_eq!(Scope::from_params(&json!({"scope": "personal"})), Scope::Personal);
        assert_eq!(Scope::from_params(&Value::Null), Scope::Personal);
    }
}
