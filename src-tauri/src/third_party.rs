//! The packages that Baton is built from, as `cargo xtask licences` wrote them down.

use baton_contract::PackageView;

const LIST: &str = include_str!("../third-party.txt");

/// The packages, by name.
pub(crate) fn packages() -> impl Iterator<Item = PackageView> {
    let entries = LIST.split("\n@package ").skip(1);
    entries.filter_map(package)
}

/// A text by its number.
pub(crate) fn text(number: u32) -> Option<&'static str> {
    let (_, rest) = LIST.split_once(&format!("\n@text {number}\n"))?;
    let end = rest.find("\n@text ").unwrap_or(rest.len());
    Some(rest[..end].trim_end())
}

fn package(entry: &str) -> Option<PackageView> {
    let mut lines = entry.lines();
    let (name, version) = lines.next()?.split_once(' ')?;
    let licence = lines.next()?.strip_prefix("@licence ")?;
    let texts = lines.next()?.strip_prefix("@texts ")?;
    Some(PackageView {
        name: name.to_owned(),
        version: version.to_owned(),
        licence: licence.to_owned(),
        texts: texts.split(' ').filter_map(|number| number.parse().ok()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_has_a_text_that_is_there() {
        let all: Vec<_> = packages().collect();
        assert_eq!(all.len(), LIST.matches("\n@package ").count());
        assert!(all.iter().any(|package| package.name == "tauri"));
        assert!(all.iter().any(|package| package.name == "svelte"));
        for package in &all {
            assert!(!package.texts.is_empty(), "{}", package.name);
            let told = package
                .texts
                .iter()
                .all(|number| text(*number).is_some_and(|text| text.len() > 40));
            assert!(told, "{}", package.name);
        }
        assert_eq!(text(0), None);
    }
}
