//! The demo's conversations. Their times are kept as "so long ago", so that they never look old.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};

use crate::environment::checkout;

const FIELD: &str = "\"timestamp\":-";

/// A file of `xtask/demo/`, its times counted back from now.
pub fn lines(file: &str) -> Result<String> {
    let path = checkout().join("xtask/demo").join(file);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_millis());
    Ok(text.lines().map(|line| dated(line, now) + "\n").collect())
}

/// The field stands at the end of its line, so that no text of a turn can be taken for it.
fn dated(line: &str, now: u128) -> String {
    let parts = line
        .rsplit_once(FIELD)
        .and_then(|(before, ago)| Some((before, ago.strip_suffix('}')?)));
    match parts.and_then(|(before, ago)| Some((before, ago.parse::<u128>().ok()?))) {
        Some((before, ago)) => format!("{before}\"timestamp\":{}}}", now.saturating_sub(ago)),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::dated;

    #[test]
    fn so_long_ago_becomes_a_date() {
        let said = r#"{"content":"\"timestamp\":-5}","timestamp":-40}"#;
        assert_eq!(dated(said, 100), r#"{"content":"\"timestamp\":-5}","timestamp":60}"#);
        assert_eq!(dated(r#"{"id":"tz"}"#, 100), r#"{"id":"tz"}"#);
    }
}
