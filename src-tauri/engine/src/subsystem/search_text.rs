//! What a person types to search: words, "a phrase", and filters such as `device:laptop role:user tool:bash
//! after:2026-11-01 before:2026-12-01`. A value with spaces is quoted: `device:"Cabin mini PC"`.

use serde::Serialize;

use crate::{fold::Role, op::DeviceId, session::RosterEntry, store::SearchQuery};

/// What a filter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FilterKind {
    /// Which device recorded it.
    Device,
    /// Who speaks.
    Role,
    /// Which tool is called.
    Tool,
    /// Said on this day or later.
    After,
    /// Said before this day.
    Before,
}

/// A filter among the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FilterWord {
    /// What it is about.
    pub kind: FilterKind,
    /// What is wanted.
    pub value: String,
    /// As it was typed.
    pub typed: String,
    /// Why it was not used; none if it was.
    pub problem: Option<String>,
}

/// When a local day such as `2026-11-01` begins, in milliseconds since 1970; none for what is no day.
pub type DayStart<'a> = &'a dyn Fn(&str) -> Option<u64>;

/// What was typed, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SearchText {
    pub(super) query: SearchQuery,
    pub(super) filters: Vec<FilterWord>,
}

impl SearchText {
    pub(super) fn read(text: &str, roster: &[RosterEntry], day: DayStart<'_>) -> Self {
        let mut read = Self {
            query: SearchQuery::default(),
            filters: Vec::new(),
        };
        for piece in pieces(text) {
            if let Some((kind, value)) = filter(&piece) {
                read.take(kind, &value, &piece.typed, roster, day);
                read.query.last_is_begun = false;
            } else {
                read.query.words.push(piece.meant);
                read.query.last_is_begun = piece.is_begun;
            }
        }
        read
    }

    fn take(&mut self, kind: FilterKind, value: &str, typed: &str, roster: &[RosterEntry], day: DayStart<'_>) {
        let problem = self.apply(kind, value, roster, day).err();
        self.filters.push(FilterWord {
            kind,
            value: value.to_owned(),
            typed: typed.to_owned(),
            problem,
        });
    }

    /// Two devices mean either of them; of everything else, the last one counts.
    fn apply(
        &mut self,
        kind: FilterKind,
        value: &str,
        roster: &[RosterEntry],
        day: DayStart<'_>,
    ) -> Result<(), String> {
        let query = &mut self.query;
        match kind {
            FilterKind::Device => {
                let named = devices(value, roster)?;
                query.devices.get_or_insert_default().extend(named);
            }
            FilterKind::Role => query.role = Some(role(value)?),
            FilterKind::Tool => query.tool = Some(value.to_owned()),
            FilterKind::After => query.after_ms = Some(begin(value, day)?),
            FilterKind::Before => query.before_ms = Some(begin(value, day)?),
        }
        Ok(())
    }
}

fn devices(value: &str, roster: &[RosterEntry]) -> Result<Vec<DeviceId>, String> {
    let wanted = value.to_lowercase();
    let is_called = |entry: &&RosterEntry| entry.name.to_lowercase() == wanted || entry.device_id.as_str() == value;
    let has_in_name = |entry: &&RosterEntry| entry.name.to_lowercase().contains(&wanted);
    let mut named: Vec<_> = roster.iter().filter(is_called).collect();
    if named.is_empty() {
        named = roster.iter().filter(has_in_name).collect();
    }
    if named.is_empty() {
        let names: Vec<_> = roster.iter().map(|entry| entry.name.as_str()).collect();
        return Err(format!(
            "No device is called '{value}'. There are: {}.",
            names.join(", ")
        ));
    }
    Ok(named.into_iter().map(|entry| entry.device_id.clone()).collect())
}

fn role(value: &str) -> Result<Role, String> {
    match value.to_lowercase().as_str() {
        "user" => Ok(Role::User),
        "assistant" | "agent" => Ok(Role::Assistant),
        "tool" | "tool_result" | "result" => Ok(Role::Tool),
        _ => Err(format!("There is no role '{value}': it is user, assistant or tool.")),
    }
}

fn begin(value: &str, day: DayStart<'_>) -> Result<u64, String> {
    day(value).ok_or_else(|| format!("'{value}' is no day: write it as 2026-11-01."))
}

/// A piece of what was typed: a word, a phrase, or a filter.
struct Piece {
    typed: String,
    /// Without quotes.
    meant: String,
    /// Where the first quote stood, in bytes.
    quoted_from: Option<usize>,
    /// Nothing ended it: somebody may still be typing.
    is_begun: bool,
}

fn filter(piece: &Piece) -> Option<(FilterKind, String)> {
    let (name, value) = piece.meant.split_once(':')?;
    if piece.quoted_from.is_some_and(|quote| quote <= name.len()) || value.trim().is_empty() {
        return None;
    }
    let kind = match name.to_lowercase().as_str() {
        "device" => FilterKind::Device,
        "role" => FilterKind::Role,
        "tool" => FilterKind::Tool,
        "after" | "since" => FilterKind::After,
        "before" | "until" => FilterKind::Before,
        _ => return None,
    };
    Some((kind, value.to_owned()))
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = end_of_piece(rest);
        let typed = &rest[..end];
        let meant: String = typed.chars().filter(|c| *c != '"').collect();
        if !meant.trim().is_empty() {
            pieces.push(Piece {
                typed: typed.to_owned(),
                meant,
                quoted_from: typed.find('"'),
                is_begun: end == rest.len() && !typed.ends_with('"'),
            });
        }
        rest = rest[end..].trim_start();
    }
    pieces
}

/// White space ends a piece, but not between quotes; a quote that is never closed quotes to the end.
fn end_of_piece(text: &str) -> usize {
    let mut is_quoted = false;
    let end = text.char_indices().find(|(_, c)| {
        is_quoted ^= *c == '"';
        c.is_whitespace() && !is_quoted
    });
    end.map_or(text.len(), |(end, _)| end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::DeviceStatus;

    fn device(id: &str, name: &str) -> RosterEntry {
        RosterEntry {
            device_id: id.into(),
            name: name.into(),
            platform: String::new(),
            app_version: String::new(),
            is_self: false,
            status: DeviceStatus::Active,
            last_seen_ms: None,
            head: None,
            acknowledged: std::collections::BTreeMap::new(),
            behind: 0,
            awaited: 0,
        }
    }

    fn read(text: &str) -> SearchText {
        let roster = [
            device("d1", "Laptop"),
            device("d2", "Cabin mini PC"),
            device("d3", "Old laptop"),
        ];
        SearchText::read(text, &roster, &|day| (day == "2026-11-01").then_some(7))
    }

    #[test]
    fn filters_are_told_from_words_wherever_they_stand() {
        let text = "night device:laptop role:user \"the tide\" tool:bash after:2026-11-01 tra";
        let SearchText { query, filters } = read(text);
        assert_eq!(query.words, ["night", "the tide", "tra"]);
        assert!(query.last_is_begun);
        assert_eq!(
            query.devices,
            Some(vec!["d1".into()]),
            "the name as a whole goes before a part of one"
        );
        assert_eq!((query.role, query.tool.as_deref()), (Some(Role::User), Some("bash")));
        assert_eq!((query.after_ms, query.before_ms), (Some(7), None));
        assert!(filters.iter().all(|filter| filter.problem.is_none()));
        assert_eq!(filters[0].typed, "device:laptop");
    }

    #[test]
    fn a_value_may_be_quoted_and_a_part_of_a_name_will_do() {
        for text in ["device:\"Cabin mini PC\"", "device:cabin", "device:\"cabin m"] {
            assert_eq!(read(text).query.devices, Some(vec!["d2".into()]), "{text}");
        }
        assert_eq!(read("device:laptop device:cabin").query.devices.unwrap().len(), 2);
    }

    #[test]
    fn what_makes_no_sense_is_told_and_left_out() {
        for text in ["device:phone", "role:king", "after:yesterday"] {
            let SearchText { query, filters } = read(text);
            assert!(query.is_empty(), "{text}");
            assert!(filters[0].problem.is_some());
        }
    }

    #[test]
    fn a_colon_alone_makes_no_filter_and_quotes_take_its_meaning() {
        assert_eq!(
            read("http://example.org role: \"role:user\"").query.words,
            ["http://example.org", "role:", "role:user"]
        );
    }

    #[test]
    fn a_word_is_begun_until_something_ends_it() {
        assert!(read("night tra").query.last_is_begun);
        for text in ["tra ", "\"tra\"", "tra role:user", ""] {
            assert!(!read(text).query.last_is_begun, "{text:?}");
        }
    }
}
