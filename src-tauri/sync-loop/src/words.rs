//! Numbers and names in sentences.

/// "1 change", "12 changes".
pub fn changes(count: u64) -> String {
    match count {
        1 => "1 change".to_owned(),
        _ => format!("{count} changes"),
    }
}

/// "MacBook", "MacBook and Desk", "MacBook, Desk and 2 more".
pub fn list_names(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}

/// The first sentence of a text, at most `limit` characters of it.
pub(crate) fn first_sentence(text: &str, limit: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    let sentence = line
        .split_once(". ")
        .map_or(line, |(first, _)| first)
        .trim_end_matches('.');
    let clipped = clip(sentence, limit);
    let mark = if clipped.len() < sentence.len() { "…" } else { "" };
    format!("{}{mark}", clipped.trim_end())
}

/// At most `limit` characters of a text.
pub(crate) fn clip(text: &str, limit: usize) -> &str {
    let end = text.char_indices().nth(limit).map_or(text.len(), |(end, _)| end);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_names_read_like_sentences() {
        assert_eq!(changes(0), "0 changes");
        assert_eq!(changes(1), "1 change");
        assert_eq!(list_names(&["A"]), "A");
        assert_eq!(list_names(&["A", "B"]), "A and B");
        assert_eq!(list_names(&["A", "B", "C", "D"]), "A, B and 2 more");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(first_sentence("One. Two.", 80), "One");
        assert_eq!(first_sentence("äöüäöü", 3), "äöü…");
        assert_eq!(first_sentence("relay: list: gone\nmore", 80), "relay: list: gone");
    }
}
