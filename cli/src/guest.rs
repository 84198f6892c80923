//! Text that came from elsewhere, made safe to print on a terminal.

/// One line of a foreign text: line breaks become spaces, control characters (escape sequences start with one) a mark.
pub fn one_line(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(visible)
        .collect();
    lines.join(" ")
}

/// A foreign text of several lines, each indented.
pub fn indented(text: &str, indent: &str) -> String {
    text.lines()
        .map(|line| format!("{indent}{}", visible(line)).trim_end().to_owned() + "\n")
        .collect()
}

/// At most `width` characters of one line; what was cut off is shown by an ellipsis.
pub fn shortened(text: &str, width: usize) -> String {
    let line = one_line(text);
    if line.chars().count() <= width {
        return line;
    }
    let kept: String = line.chars().take(width.saturating_sub(1)).collect();
    kept.trim_end().to_owned() + "…"
}

fn visible(line: &str) -> String {
    let mark = |c: char| {
        if c.is_control() && c != '\t' {
            char::REPLACEMENT_CHARACTER
        } else {
            c
        }
    };
    line.chars().map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_sequence_does_not_reach_the_terminal() {
        assert_eq!(one_line("a\u{1b}[2Jb\r\nc\u{9b}"), "a\u{fffd}[2Jb c\u{fffd}");
    }

    #[test]
    fn a_long_line_is_cut_between_characters() {
        assert_eq!(shortened("naïve 👍🏽 café", 8), "naïve 👍…");
        assert_eq!(shortened("short\nlines", 20), "short lines");
    }

    #[test]
    fn every_line_is_indented_and_none_ends_in_blanks() {
        assert_eq!(indented("a\n\nb ", "  "), "  a\n\n  b\n");
    }
}
