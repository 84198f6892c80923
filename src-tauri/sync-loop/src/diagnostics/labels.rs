use std::{fs, path::Path};

/// Names that say nothing, and tell one from another.
pub(super) struct Labels {
    /// Mixed into every label, so that a short name cannot be guessed and tried. It is this device's own id.
    salt: String,
}

impl Labels {
    pub(super) fn of(root: &Path) -> Self {
        Self {
            salt: fs::read_to_string(root.join("device-id")).unwrap_or_default(),
        }
    }

    /// A device's label is the beginning of its directory's name in the relay, a hash of its random id.
    pub(super) fn device(&self, id: &baton_engine::DeviceId) -> String {
        let dir = baton_engine::relay::dir_name(id);
        format!("device-{dir:.8}")
    }

    pub(super) fn agent(&self, id: &str) -> String {
        self.label("agent", id)
    }

    pub(super) fn conversation(&self, id: &str) -> String {
        self.label("conversation", id)
    }

    fn label(&self, kind: &str, id: &str) -> String {
        let hash = blake3::hash(format!("{}\u{1f}{kind}\u{1f}{id}", self.salt).as_bytes()).to_hex();
        format!("{kind}-{}", hash.get(..8).unwrap_or(&hash))
    }
}

/// Is this a short word of few kinds of characters, such as a version or a desktop's name?
pub(super) fn is_word(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-+:".contains(c);
    (1..=24).contains(&text.len()) && text.chars().all(plain)
}

/// How long ago, in whole minutes.
pub(super) fn minutes_ago(then_ms: Option<u64>, now_ms: u64) -> String {
    then_ms.map_or_else(
        || "never".to_owned(),
        |then| format!("{} min ago", now_ms.saturating_sub(then) / 60_000),
    )
}
