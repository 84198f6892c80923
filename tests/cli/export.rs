//! `baton export`.

use baton_tests::Pair;
use serde_json::Value;

fn talked(turns: usize) -> Pair {
    let pair = Pair::new();
    let lines: String = (0..turns)
        .map(|n| format!("{{\"conversation_id\":\"trip\",\"role\":\"user\",\"content\":\"turn {n}\"}}\n"))
        .collect();
    assert_eq!(pair.a.run_with(&["record-turns", "-"], lines).code, 0);
    pair
}

#[test]
fn every_format_holds_every_turn_in_order_over_several_pages() {
    let Pair { a, .. } = &talked(450);
    let transcript = a.json(&["transcript", "trip"]);
    let list: Value = serde_json::from_str(&a.text(&["export", "trip", "--format", "json"])).unwrap();
    assert_eq!(list, transcript);
    let lines = a.text(&["export", "trip", "--format", "jsonl"]);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(Value::from(lines), transcript);
    let markdown = a.text(&["export", "trip", "--format", "md"]);
    assert!(markdown.starts_with("# turn 0\n\n## User\n"), "{markdown:.200}");
    assert_eq!(markdown.matches("\n## User\n").count(), 450);
}

#[test]
fn a_file_is_written_where_wanted_and_what_was_exported_can_be_recorded_elsewhere() {
    let Pair { a, b, .. } = &talked(3);
    let file = a.root.join("trip.jsonl");
    let path = file.to_str().unwrap();
    let answer = a.json(&["export", "trip", "--format", "jsonl", "--output", path]);
    assert_eq!(answer["turns"], 3);
    assert_eq!(b.json(&["record-turns", path])["recorded"], 3);
    assert_eq!(b.said("trip"), ["turn 0", "turn 1", "turn 2"]);
}

#[test]
fn what_does_not_exist_or_cannot_be_written_is_refused() {
    let Pair { a, .. } = &talked(1);
    let unknown = a.run(&["export", "x", "--format", "md"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (1, ""));
    assert!(unknown.err.contains("unknown conversation 'x'"), "{}", unknown.err);
    let kept = a.root.join("notes.md");
    std::fs::write(&kept, "mine").unwrap();
    let onto = a.run(&["export", "x", "--format", "md", "--output", kept.to_str().unwrap()]);
    assert_eq!(
        (onto.code, std::fs::read_to_string(&kept).unwrap().as_str()),
        (1, "mine")
    );
    let nowhere = a.run(&["export", "trip", "--format", "md", "--output", "/nowhere/at/all.md"]);
    assert_eq!(nowhere.code, 1);
    assert!(
        nowhere.err.contains("cannot write /nowhere/at/all.md"),
        "{}",
        nowhere.err
    );
}
