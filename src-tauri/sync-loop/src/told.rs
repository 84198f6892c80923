use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

/// Which lasting troubles a person was told of already, so that each is told once and not again after every start; and since
/// when something is there that becomes a trouble if it lasts.
#[derive(Debug, Default)]
pub struct Told {
    file: Option<PathBuf>,
    keys: BTreeSet<String>,
}

impl Told {
    /// Kept as long as the process lives.
    pub fn in_memory() -> Self {
        Self::default()
    }

    /// Kept in a file, one trouble a line. A file that cannot be read counts as empty: at worst something is told again.
    pub fn in_file(file: &Path) -> Self {
        let text = fs::read_to_string(file).unwrap_or_default();
        Self {
            keys: text.lines().map(str::to_owned).collect(),
            file: Some(file.to_owned()),
        }
    }

    pub(crate) fn contains(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    pub(crate) fn insert(&mut self, key: &str) {
        if self.keys.insert(key.to_owned()) {
            self.save();
        }
    }

    /// Since when something is there, in milliseconds since 1970: since it was asked for first.
    pub(crate) fn since(&mut self, name: &str, now_ms: u64) -> u64 {
        let known = self.keys.iter().filter_map(|key| since_of(key, name)).min();
        known.unwrap_or_else(|| {
            self.insert(&format!("{name} {now_ms}"));
            now_ms
        })
    }

    pub(crate) fn retain(&mut self, goes_on: impl Fn(&str) -> bool) {
        let before = self.keys.len();
        self.keys.retain(|key| goes_on(key));
        if self.keys.len() != before {
            self.save();
        }
    }

    fn save(&self) {
        let Some(file) = &self.file else { return };
        let lines: String = self.keys.iter().map(|key| format!("{key}\n")).collect();
        if let Err(error) = replace(file, &lines) {
            tracing::warn!(%error, "what was told is not remembered: it may be told again");
        }
    }
}

/// The time behind a name.
fn since_of(key: &str, name: &str) -> Option<u64> {
    key.strip_prefix(name)?.strip_prefix(' ')?.parse().ok()
}

fn replace(file: &Path, text: &str) -> io::Result<()> {
    let next = file.with_extension("new");
    fs::write(&next, text)?;
    fs::rename(next, file)
}
