use rusqlite::Connection;

use crate::{fold::Role, op::DeviceId};

use super::{
    journal::{DeviceNo, known_device},
    place::Place,
    search::{device_facet, role_facet, tool_facet},
};

/// What is searched for. Whatever is given must hold; an empty query finds nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchQuery {
    /// Words, and phrases of several words that must stand next to each other.
    pub words: Vec<String>,
    /// Somebody is still typing the last word: from three letters on, it may be the beginning of one.
    pub last_is_begun: bool,
    /// Recorded by one of these; by any device when `None`.
    pub devices: Option<Vec<DeviceId>>,
    /// Spoken by.
    pub role: Option<Role>,
    /// Calls a tool of this name.
    pub tool: Option<String>,
    /// Said at this time or later, in milliseconds since 1970.
    pub after_ms: Option<u64>,
    /// Said before this time.
    pub before_ms: Option<u64>,
}

/// As long as this the index knows beginnings of words by themselves.
const KNOWN_BEGINNING: usize = 3;

/// A word that is being typed, as the index is asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beginning {
    /// Exactly what is wanted. Takes as long as there are words with that beginning.
    Exact,
    /// More than is wanted, and at once: what does not match has to be left out afterwards.
    Rough,
}

impl SearchQuery {
    /// Does it ask for nothing?
    pub fn is_empty(&self) -> bool {
        self.spoken().next().is_none()
            && self.devices.is_none()
            && self.role.is_none()
            && self.tool.is_none()
            && self.after_ms.is_none()
            && self.before_ms.is_none()
    }

    /// Words of which the index knows anything: a dash is none.
    fn spoken(&self) -> impl Iterator<Item = &str> {
        self.words
            .iter()
            .map(String::as_str)
            .filter(|word| word.chars().any(char::is_alphanumeric))
    }

    /// The last word, if it is the beginning of one.
    fn begun(&self) -> Option<&str> {
        let last = self.words.last().filter(|_| self.last_is_begun)?;
        let letters = last.chars().filter(|c| c.is_alphanumeric()).count();
        (letters >= KNOWN_BEGINNING || (letters > 0 && !last.is_ascii())).then_some(last)
    }

    /// Is there a rough way to ask that is any different from the exact one?
    pub(super) fn is_rough(&self) -> bool {
        self.begun()
            .is_some_and(|word| word.chars().count() > KNOWN_BEGINNING && word.chars().all(char::is_alphanumeric))
    }

    /// The words, as FTS5 takes them; none when there are no words. Every word is quoted, so that no character of it has
    /// a special meaning.
    pub(super) fn word_expression(&self, beginning: Beginning) -> Option<String> {
        let begun = self.begun();
        let mut words: Vec<String> = self.spoken().map(quoted).collect();
        if let (Some(word), Some(last)) = (begun, words.last_mut()) {
            if beginning == Beginning::Rough && self.is_rough() {
                *last = quoted(&word.chars().take(KNOWN_BEGINNING).collect::<String>());
            }
            last.push('*');
        }
        (!words.is_empty()).then(|| words.join(" AND "))
    }

    /// Words and filters, but for the time, as FTS5 takes them; none when there are none.
    pub(super) fn expression(&self, conn: &Connection, beginning: Beginning) -> rusqlite::Result<Option<String>> {
        let words = self
            .word_expression(beginning)
            .map(|words| format!("{{text}} : ({words})"));
        let role = self.role.map(|role| facet(role_facet(role)));
        let tool = self.tool.as_deref().map(|tool| facet(&tool_facet(tool)));
        let parts: Vec<_> = [words, self.device_expression(conn)?, role, tool]
            .into_iter()
            .flatten()
            .collect();
        Ok((!parts.is_empty()).then(|| parts.join(" AND ")))
    }

    fn device_expression(&self, conn: &Connection) -> rusqlite::Result<Option<String>> {
        let Some(devices) = &self.devices else {
            return Ok(None);
        };
        let mut numbers = Vec::new();
        for device in devices {
            numbers.extend(known_device(conn, device)?.map(|DeviceNo(no)| facet(&device_facet(no))));
        }
        if numbers.is_empty() {
            // A word that no turn has.
            numbers.push(facet("xdnone"));
        }
        Ok(Some(format!("({})", numbers.join(" OR "))))
    }

    /// The span of places in which to look, the first and the last.
    pub(super) fn places(&self) -> (Place, Place) {
        let last = self.before_ms.map_or(Place::END, |ms| Place(Place::first_of(ms).0 - 1));
        (Place::first_of(self.after_ms.unwrap_or(0)), last)
    }
}

fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace('"', "\"\""))
}

fn facet(word: &str) -> String {
    format!("({{facets}} : \"{word}\")")
}
