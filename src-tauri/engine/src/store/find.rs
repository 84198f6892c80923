//! Searching the turns. However many turns match, only the newest few hundred are looked at and ranked.

use std::{fmt, str::FromStr};

use rusqlite::{Connection, Row, Rows, params};

use crate::fold::{OpRow, Turn};

use super::{
    Store, StoreError, TurnCursor,
    columns::{Ordered, count},
    journal::{OP, sound_op},
    place::Place,
    query::{Beginning, SearchQuery},
    ranking::{SnippetPart, Texts},
    retention::Horizon,
    search::searchable_text,
};

/// A turn that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The turn.
    pub turn: Turn,
    /// Its place in its conversation.
    pub cursor: TurnCursor,
    /// Title of its conversation; may be empty.
    pub title: String,
    /// When it was said, in milliseconds since 1970: as noted, else when it was recorded.
    pub said_ms: u64,
    /// The part of its text that shows the words.
    pub snippet: Vec<SnippetPart>,
}

/// A page of what was found, best first.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The turns.
    pub hits: Vec<Hit>,
    /// How many there are in all; nobody counts further than a thousand. Turns that a retention just chosen
    /// hides, and that have not left the index yet, may count.
    pub total: u64,
    /// There are more than `total`.
    pub has_uncounted: bool,
    /// Where the next page starts; none after the last.
    pub next: Option<SearchCursor>,
    /// Turns that are not in the index yet.
    pub unsearchable: u64,
}

/// Where a page of a search starts. Opaque to callers, who get it printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchCursor {
    /// What lies above was looked at for earlier pages.
    last: Place,
    /// So many of the best below were on earlier pages.
    skip: usize,
}

impl fmt::Display for SearchCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.last.0, self.skip)
    }
}

impl FromStr for SearchCursor {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (last, skip) = text.split_once('.').unwrap_or((text, ""));
        Ok(Self {
            last: Place(last.parse()?),
            skip: skip.parse()?,
        })
    }
}

/// At most so many turns, the newest of those that match, are ranked. Tests need fewer to see what happens beyond.
const CANDIDATES: usize = if cfg!(test) { 50 } else { 300 };
/// Or as many as have this much text, in bytes.
const CANDIDATE_BYTES: usize = 1 << 20;
/// Matches are counted up to here.
pub(super) const MOST_COUNTED: u64 = if cfg!(test) { 100 } else { 1_000 };

/// A turn's weight halves with each of these spans of time since it was said, down to [`OLD`].
const HALF_LIFE_MS: f64 = 30.0 * 24.0 * 3_600_000.0;
/// What an old turn counts beside one of today that fits as well.
const OLD: f64 = 0.4;

impl Store {
    /// A page of the turns that match a query, in conversations that are shown. The best come first: those that fit well
    /// and are recent. Only the newest of the matches are compared with each other; older ones follow on later pages.
    pub fn find(
        &self,
        horizon: Horizon,
        query: &SearchQuery,
        from: Option<SearchCursor>,
        limit: usize,
        now_ms: u64,
    ) -> Result<Found, StoreError> {
        self.read("search", |conn| {
            let mut search = Search::new(conn, horizon, query, from)?;
            search.gather(limit)?;
            search.page(limit, now_ms)
        })
    }
}

/// A turn that matches.
struct Candidate {
    place: Place,
    turn: Turn,
    cursor: TurnCursor,
    title: String,
}

struct Search<'a> {
    conn: &'a Connection,
    horizon: Horizon,
    query: &'a SearchQuery,
    from: SearchCursor,
    first: Place,
    texts: Texts,
    candidates: Vec<Candidate>,
    /// Every turn from `from` on was looked at.
    complete: bool,
}

impl<'a> Search<'a> {
    fn new(
        conn: &'a Connection,
        horizon: Horizon,
        query: &'a SearchQuery,
        from: Option<SearchCursor>,
    ) -> rusqlite::Result<Self> {
        let (first, last) = query.places();
        let from = from.unwrap_or(SearchCursor { last, skip: 0 });
        Ok(Self {
            conn,
            horizon,
            query,
            from,
            first,
            texts: Texts::new()?,
            candidates: Vec::new(),
            complete: true,
        })
    }

    /// Gathers the newest turns that match. A word that is being typed is looked up roughly first: that is quick where
    /// many words begin like it, and where they do not, the exact way is.
    fn gather(&mut self, limit: usize) -> rusqlite::Result<()> {
        if self.query.is_empty() {
            return Ok(());
        }
        if self.query.is_rough() {
            self.look(Beginning::Rough)?;
            if self.complete || self.fitting()?.len() >= limit.max(CANDIDATES / 10) {
                return Ok(());
            }
            (self.texts, self.candidates, self.complete) = (Texts::new()?, Vec::new(), true);
        }
        self.look(Beginning::Exact)
    }

    fn look(&mut self, beginning: Beginning) -> rusqlite::Result<()> {
        let expression = self.query.expression(self.conn, beginning)?;
        let sql = candidates_sql(expression.is_some());
        let mut statement = self.conn.prepare_cached(&sql)?;
        let shown = Ordered(self.horizon.0);
        let rows = statement.query(params![expression, self.first.0, self.from.last.0, shown])?;
        self.take(rows)
    }

    fn take(&mut self, mut rows: Rows<'_>) -> rusqlite::Result<()> {
        let mut bytes = 0;
        while let Some(row) = rows.next()? {
            if self.candidates.len() == CANDIDATES || bytes > CANDIDATE_BYTES {
                self.complete = false;
                return Ok(());
            }
            let candidate = candidate(row)?;
            let text = searchable_text(&candidate.turn);
            bytes += text.len();
            self.texts.add(self.candidates.len(), &text)?;
            self.candidates.push(candidate);
        }
        Ok(())
    }

    fn words(&self) -> Option<String> {
        self.query.word_expression(Beginning::Exact)
    }

    /// The candidates that match to the letter, by number, and how well.
    fn fitting(&self) -> rusqlite::Result<Vec<(usize, f64)>> {
        match self.words() {
            Some(words) => self.texts.relevance(&words, self.query.words.len()),
            None => Ok((0..self.candidates.len()).map(|number| (number, 0.0)).collect()),
        }
    }

    fn page(&self, limit: usize, now_ms: u64) -> rusqlite::Result<Found> {
        let mut ranked: Vec<_> = self.fitting()?;
        let weight = |number: usize, relevance: f64| match self.candidates.get(number) {
            Some(candidate) if relevance > 0.0 => relevance * recency(candidate.turn.said_ms(), now_ms),
            _ => 0.0,
        };
        for (number, relevance) in &mut ranked {
            *relevance = weight(*number, *relevance);
        }
        // Candidates are numbered newest first, which is the order of those that weigh the same.
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let hits = ranked.iter().skip(self.from.skip).take(limit);
        let hits = hits
            .map(|(number, _)| self.hit(*number))
            .collect::<Result<Vec<_>, _>>()?;
        let (total, has_uncounted) = self.count(ranked.len())?;
        Ok(Found {
            next: self.next(ranked.len(), hits.len()),
            hits,
            total,
            has_uncounted,
            unsearchable: unsearchable(self.conn)?,
        })
    }

    fn hit(&self, number: usize) -> rusqlite::Result<Hit> {
        let candidate = &self.candidates[number];
        Ok(Hit {
            cursor: candidate.cursor,
            title: candidate.title.clone(),
            said_ms: candidate.turn.said_ms(),
            snippet: self.texts.snippet(number, self.words().as_deref())?,
            turn: candidate.turn.clone(),
        })
    }

    fn next(&self, ranked: usize, shown: usize) -> Option<SearchCursor> {
        let seen = self.from.skip + shown;
        if seen < ranked {
            return Some(SearchCursor {
                skip: seen,
                ..self.from
            });
        }
        let oldest = self.candidates.last().filter(|_| !self.complete)?;
        Some(SearchCursor {
            last: Place(oldest.place.0 - 1),
            skip: 0,
        })
    }

    /// How many match, and whether there are more.
    fn count(&self, ranked: usize) -> rusqlite::Result<(u64, bool)> {
        let (_, last) = self.query.places();
        if self.complete && self.from.last == last {
            return Ok((ranked as u64, false));
        }
        // A word that is being typed is only counted where the index knows its beginning.
        if self.query.is_rough() {
            return Ok((ranked as u64, true));
        }
        let expression = self.query.expression(self.conn, Beginning::Exact)?;
        let counted = matches(self.conn, expression.as_deref(), (self.first, last))?;
        Ok((counted.min(MOST_COUNTED), counted > MOST_COUNTED))
    }
}

fn candidates_sql(has_expression: bool) -> String {
    let (from, place) = if has_expression {
        (
            "turn_text CROSS JOIN turn_text_place p ON p.place = turn_text.rowid",
            "turn_text.rowid",
        )
    } else {
        ("turn_text_place p", "p.place")
    };
    let matching = if has_expression {
        "turn_text MATCH ?1"
    } else {
        "?1 IS NULL"
    };
    format!(
        "SELECT {OP}, o.id, p.place, p.op, c.title FROM {from}
         CROSS JOIN conversation c ON c.no = p.conversation
         CROSS JOIN op o ON o.row = p.op CROSS JOIN device d ON d.no = o.device
         WHERE {matching} AND {place} BETWEEN ?2 AND ?3 AND c.last_wall >= ?4 ORDER BY {place} DESC"
    )
}

fn candidate(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    let at: OpRow = row.get(10)?;
    Ok(Candidate {
        turn: Turn::of(&sound_op(row, 8)?),
        place: Place(row.get(9)?),
        cursor: TurnCursor::at(at),
        title: row.get::<_, Option<String>>(11)?.unwrap_or_default(),
    })
}

/// How many turns match, counted to one more than [`MOST_COUNTED`].
fn matches(conn: &Connection, expression: Option<&str>, (first, last): (Place, Place)) -> rusqlite::Result<u64> {
    let found = match expression {
        Some(_) => "turn_text WHERE turn_text MATCH ?1 AND rowid BETWEEN ?2 AND ?3",
        None => "turn_text_place WHERE ?1 IS NULL AND place BETWEEN ?2 AND ?3",
    };
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM {found} LIMIT {})",
        MOST_COUNTED + 1
    );
    conn.prepare_cached(&sql)?
        .query_row(params![expression, first.0, last.0], |row| count(row, 0))
}

fn unsearchable(conn: &Connection) -> rusqlite::Result<u64> {
    let sql = "SELECT turns - searchable_turns FROM state";
    conn.prepare_cached(sql)?.query_row([], |row| count(row, 0))
}

/// From 1 for what is said now down to [`OLD`].
#[expect(clippy::cast_precision_loss, reason = "a weight need not be exact")]
fn recency(said_ms: u64, now_ms: u64) -> f64 {
    let age = now_ms.saturating_sub(said_ms) as f64;
    OLD + (1.0 - OLD) * (-age / HALF_LIFE_MS).exp2()
}

#[cfg(test)]
#[path = "find_tests.rs"]
mod tests;
