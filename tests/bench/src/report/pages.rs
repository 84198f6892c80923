//! The figures' place in the documentation.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};

const PAGE: &str = "docs/BENCHMARKS.md";
const PLOT: &str = "docs/growth.svg";
const BEGIN: &str = "<!-- figures: written by `cargo xtask bench --write-docs` -->\n";
const END: &str = "<!-- end of figures -->";

/// Puts tables and plot into the documentation of the checkout at `root`.
pub fn write(root: &Path, tables: &str, plot: Option<&str>) -> Result<()> {
    let page = root.join(PAGE);
    let text = fs::read_to_string(&page).with_context(|| format!("read {}", page.display()))?;
    let text = with_figures(&text, tables).with_context(|| format!("{PAGE} has no place for figures"))?;
    fs::write(&page, text)?;
    if let Some(plot) = plot {
        fs::write(root.join(PLOT), plot)?;
    }
    Ok(())
}

fn with_figures(text: &str, tables: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{tables}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_marks_changes() {
        let text = format!("head\n{BEGIN}old\n{END}\ntail\n");
        let new = with_figures(&text, "new").unwrap();
        assert_eq!(new, format!("head\n{BEGIN}\nnew\n{END}\ntail\n"));
        assert_eq!(with_figures(&new, "new").unwrap(), new);
        assert_eq!(with_figures("no marks", "new"), None);
    }

    #[test]
    fn the_page_has_its_place() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let text = fs::read_to_string(root.join(PAGE)).unwrap();
        assert!(with_figures(&text, "").is_some());
    }
}
