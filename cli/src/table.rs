//! Aligned columns.

/// Lays rows out in columns under their headings; the last column is not padded.
pub fn table<const N: usize>(headings: [&str; N], rows: &[[String; N]]) -> String {
    let headings = headings.map(str::to_owned);
    let lines: Vec<&[String; N]> = std::iter::once(&headings).chain(rows).collect();
    let width = |column: usize| lines.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    lines.iter().map(|row| line(row.as_slice(), &widths)).collect()
}

/// Lays out facts: a name, and what is the case.
pub fn facts(facts: &[(&str, String)]) -> String {
    let width = facts.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    facts
        .iter()
        .map(|(name, fact)| line(&[(*name).to_owned(), fact.clone()], &[width, 0]))
        .collect()
}

fn line(cells: &[String], widths: &[usize]) -> String {
    let padded = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
    padded.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [["straße".to_owned(), "1".to_owned()], ["x".to_owned(), "22".to_owned()]];
        assert_eq!(table(["WAY", "N"], &rows), "WAY     N\nstraße  1\nx       22\n");
    }
}
