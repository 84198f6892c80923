//! Which of the found turns fit best, and where in them the words are.
//!
//! The texts of the few turns found go into a small full-text table in memory, which is asked the same again. So SQLite
//! alone decides what a word is, in the large index as in what a person is shown.

use rusqlite::{Connection, params};

use serde::Serialize;

/// A piece of a turn's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SnippetPart {
    /// The piece.
    pub text: String,
    /// Is it one of the words that were searched for?
    #[serde(rename = "match")]
    pub is_match: bool,
}

/// Characters that no text in the table has: they are put around matches.
const BEGIN: char = '\u{1}';
const END: char = '\u{2}';

/// Shown of a turn, in characters.
const SNIPPET_CHARS: usize = 220;
/// Shown before the first match.
const CHARS_BEFORE: usize = 50;

/// The texts that were found.
pub(super) struct Texts {
    conn: Connection,
}

impl Texts {
    pub(super) fn new() -> rusqlite::Result<Self> {
        let conn = Connection::open_in_memory()?;
        conn.execute_batch(
            "CREATE VIRTUAL TABLE found USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2'); BEGIN;",
        )?;
        Ok(Self { conn })
    }

    pub(super) fn add(&self, number: usize, text: &str) -> rusqlite::Result<()> {
        let sql = "INSERT INTO found (rowid, text) VALUES (?1, ?2)";
        self.conn
            .prepare_cached(sql)?
            .execute(params![signed(number), text.replace([BEGIN, END], " ")])
            .map(drop)
    }

    /// How well each text fits that has the words, by number: the BM25 of its words, from 0 to 1. The rarity of words is
    /// no part of it: all of these texts have all the words.
    pub(super) fn relevance(&self, words: &str, count: usize) -> rusqlite::Result<Vec<(usize, f64)>> {
        /// FTS5's weight of a word that every text has.
        const EVERYWHERE: f64 = 1e-6;
        /// More than this a single word cannot add: k1 + 1, with the k1 of FTS5.
        const MOST: f64 = 2.2;
        let mut statement = self
            .conn
            .prepare("SELECT rowid, -bm25(found) FROM found WHERE found MATCH ?1")?;
        #[expect(clippy::cast_precision_loss, reason = "a handful of words")]
        let scale = EVERYWHERE * MOST * count.max(1) as f64;
        statement
            .query_map([words], |row| {
                let number: i64 = row.get(0)?;
                Ok((usize::try_from(number).unwrap_or(0), row.get::<_, f64>(1)? / scale))
            })?
            .collect()
    }

    /// The part of a text that shows the words; its beginning when there are none.
    pub(super) fn snippet(&self, number: usize, words: Option<&str>) -> rusqlite::Result<Vec<SnippetPart>> {
        let sql = match words {
            Some(_) => "SELECT highlight(found, 0, ?3, ?4) FROM found WHERE found MATCH ?2 AND rowid = ?1",
            None => "SELECT text FROM found WHERE rowid = ?1 AND ?2 IS NULL AND ?3 <> ?4",
        };
        let marks = (BEGIN.to_string(), END.to_string());
        let text: String = self
            .conn
            .prepare_cached(sql)?
            .query_row(params![signed(number), words, marks.0, marks.1], |row| row.get(0))?;
        Ok(cut(&text))
    }
}

fn signed(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Cuts a marked text down to what is around its first match.
fn cut(marked: &str) -> Vec<SnippetPart> {
    let first = marked.find(BEGIN).unwrap_or(0);
    let start = begin_of_snippet(marked, first);
    let mut parts = Parts::default();
    if start > 0 {
        parts.push('…');
    }
    let mut left = SNIPPET_CHARS;
    for c in marked[start..].chars() {
        match c {
            BEGIN | END => parts.switch(c == BEGIN),
            _ if left == 0 => {
                parts.switch(false);
                parts.push('…');
                break;
            }
            _ => left -= usize::from(parts.push(if c.is_whitespace() || c.is_control() { ' ' } else { c })),
        }
    }
    parts.switch(false);
    parts.done
}

/// A few words before the first match, at the beginning of a word where one is near.
fn begin_of_snippet(text: &str, first: usize) -> usize {
    let back = text[..first].char_indices().rev().take(CHARS_BEFORE);
    let Some((start, _)) = back.last() else {
        return first;
    };
    let cut_off = text[..start].chars().next_back().is_some_and(|c| !c.is_whitespace());
    let word = text[start..first].find(char::is_whitespace).filter(|_| cut_off);
    word.map_or(start, |gap| start + gap)
}

/// Pieces under construction; white space in a row is one space.
#[derive(Default)]
struct Parts {
    done: Vec<SnippetPart>,
    open: String,
    is_match: bool,
    after_space: bool,
}

impl Parts {
    /// Answers whether the character counts.
    fn push(&mut self, c: char) -> bool {
        let again = c == ' ' && self.after_space;
        if !again {
            self.open.push(c);
        }
        self.after_space = c == ' ';
        !again
    }

    fn switch(&mut self, is_match: bool) {
        if !self.open.is_empty() {
            self.done.push(SnippetPart {
                text: std::mem::take(&mut self.open),
                is_match: self.is_match,
            });
        }
        self.is_match = is_match;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snippet(text: &str, words: &str) -> String {
        let texts = Texts::new().unwrap();
        texts.add(3, text).unwrap();
        let parts = texts.snippet(3, Some(words)).unwrap();
        parts
            .iter()
            .map(|part| {
                if part.is_match {
                    format!("[{}]", part.text)
                } else {
                    part.text.clone()
                }
            })
            .collect()
    }

    #[test]
    fn matches_are_marked_whatever_their_case_and_accents() {
        assert_eq!(
            snippet("Ein Café, zwei cafes.\n\n  CAFÉ!", "\"cafe\""),
            "Ein [Café], zwei cafes. [CAFÉ]!"
        );
    }

    #[test]
    fn a_long_text_is_cut_around_the_first_match_between_words() {
        let text = format!("{} needle {}", "hay ".repeat(500), "straw ".repeat(500));
        let shown = snippet(&text, "\"needle\"");
        assert!(
            shown.starts_with("… hay hay") && shown.contains("[needle] straw") && shown.ends_with('…'),
            "{shown}"
        );
        assert!(shown.chars().count() < SNIPPET_CHARS + 10);
    }

    #[test]
    fn marks_in_the_text_itself_are_no_marks() {
        assert_eq!(snippet("a \u{1}needle\u{2} b", "\"b\""), "a needle [b]");
    }

    #[test]
    fn a_text_that_says_a_word_more_often_fits_better_and_none_fits_more_than_wholly() {
        let texts = Texts::new().unwrap();
        texts.add(0, "tide tide tide tide").unwrap();
        texts
            .add(1, "tide and a good many words about the sea and other things")
            .unwrap();
        texts.add(2, "train").unwrap();
        let found = texts.relevance("\"tide\"", 1).unwrap();
        assert_eq!(found.len(), 2);
        assert!(
            found[0].1 > found[1].1 && found[0].1 <= 1.0 && found[1].1 > 0.0,
            "{found:?}"
        );
    }
}
