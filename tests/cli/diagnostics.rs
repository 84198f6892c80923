//! `diagnostics`: the report, printed, written, and made of data that is damaged.

use std::fs;

use baton_tests::{Pair, files_ending, snapshot};

#[test]
fn the_report_is_printed_or_written_and_says_nothing_that_was_recorded() {
    let pair = Pair::new();
    pair.a.say("a-private-matter", "a private word");
    pair.exchange();
    let report = pair.a.text(&["diagnostics"]);
    assert!(report.contains("turns: 1, conversations: 1"), "{report}");
    assert!(!report.contains("private"), "{report}");
    assert!(!report.contains(&*pair.folder().to_string_lossy()), "{report}");

    let file = pair.folder().join("report.txt");
    let said = pair.a.text(&["diagnostics", "--output", file.to_str().unwrap()]);
    assert!(said.contains("Read it before you hand it on."), "{said}");
    assert!(fs::read_to_string(&file).unwrap().starts_with("Baton diagnostics\n"));
    assert!(pair.a.json(&["diagnostics"])["report"].is_string());

    let nowhere = pair.folder().join("nowhere/report.txt");
    let refused = pair.a.run(&["diagnostics", "--output", nowhere.to_str().unwrap()]);
    assert!(refused.refusal(1).contains("cannot write"), "{}", refused.err);
}

#[test]
fn a_device_whose_store_is_damaged_still_gets_a_report() {
    let pair = Pair::new();
    pair.a.say("c", "hello");
    let store = files_ending(&pair.a.root, "baton.db").remove(0);
    fs::write(store, "no database").unwrap();
    let before = snapshot(&pair.a.root);
    let report = pair.a.text(&["diagnostics"]);
    assert!(report.contains("not read: Store"), "{report}");
    assert_eq!(snapshot(&pair.a.root), before);
}
