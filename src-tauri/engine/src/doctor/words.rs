//! Numbers, times and names in sentences.

/// "1 change", "12 changes".
pub(super) fn number(count: u64, thing: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{plural}")
}

/// A span of time in its largest unit: "12 s", "3 min", "5 h", "8 days".
pub(super) fn span(ms: u64) -> String {
    match ms {
        0..1_000 => format!("{ms} ms"),
        1_000..60_000 => format!("{} s", ms / 1_000),
        60_000..3_600_000 => format!("{} min", ms / 60_000),
        3_600_000..172_800_000 => format!("{} h", ms / 3_600_000),
        _ => format!("{} days", ms / 86_400_000),
    }
}

/// "is" for one thing, "are" for several.
pub(super) fn is(count: u64) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// Sentences, each with its full stop.
pub(super) fn sentences(sentences: &[String]) -> String {
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_said_in_its_largest_unit() {
        let said = [5, 12_000, 180_000, 5 * 3_600_000, 8 * 86_400_000].map(span);
        assert_eq!(said, ["5 ms", "12 s", "3 min", "5 h", "8 days"]);
        assert_eq!(number(1, "file"), "1 file");
        assert_eq!(number(0, "file"), "0 files");
    }
}
