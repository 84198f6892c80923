//! What the app says about itself.

use std::collections::BTreeSet;

use baton_contract::{PackageView, PackagesRequest};
use serde_json::{Map, Value};
use tauri::async_runtime::block_on;

use super::{super::about, Answers, value};

/// The packages whose licences are recorded; those of others are as long and as many.
const READ: [&str; 3] = ["adler2", "aho-corasick", "svelte"];

pub(super) fn answers() -> Answers {
    let packages = packages();
    vec![
        ("about", value(&block_on(about::about()).unwrap())),
        ("package_licence", Value::Object(licences(&packages))),
        ("packages", packages.iter().map(value).collect()),
    ]
}

/// All of them, page by page.
fn packages() -> Vec<PackageView> {
    let mut all: Vec<PackageView> = Vec::new();
    loop {
        let request = PackagesRequest {
            search: String::new(),
            offset: u32::try_from(all.len()).unwrap(),
            limit: 200,
        };
        let page = block_on(about::packages(request)).unwrap();
        if page.packages.is_empty() {
            assert_eq!(all.len(), page.total as usize);
            return all;
        }
        all.extend(page.packages);
    }
}

fn licences(packages: &[PackageView]) -> Map<String, Value> {
    let read = packages.iter().filter(|package| READ.contains(&&*package.name));
    let texts: BTreeSet<_> = read.flat_map(|package| package.texts.clone()).collect();
    let text = |number: u32| {
        (
            number.to_string(),
            value(&block_on(about::package_licence(number)).unwrap()),
        )
    };
    texts.into_iter().map(text).collect()
}
