//! `baton search`.

use baton_tests::Pair;
use serde_json::Value;

fn recorded() -> Pair {
    let pair = Pair::new();
    pair.a.say("trip", "Book the night train to Vienna");
    pair.a.say("sea", "When is the tide low?");
    let calls = r#"[{"id":"c1","name":"timetable","arguments":{"from":"Vienna"}}]"#;
    let turn = [
        "record-turn",
        "--conversation",
        "trip",
        "--role",
        "assistant",
        "--content",
        "Let me look",
    ];
    pair.b.json(&[&turn[..], &["--tool-calls", calls]].concat());
    pair.exchange();
    pair
}

fn conversations(answer: &Value) -> Vec<&str> {
    let hits = answer["hits"].as_array().unwrap();
    hits.iter()
        .map(|hit| hit["conversation_id"].as_str().unwrap())
        .collect()
}

#[test]
fn a_search_finds_turns_of_every_device_and_marks_the_words() {
    let pair = recorded();
    let answer = pair.a.json(&["search", "vienna"]);
    assert_eq!(conversations(&answer), ["trip", "trip"]);
    assert_eq!((&answer["total"], &answer["unsearchable"]), (&2.into(), &0.into()));
    let marked = answer["hits"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|hit| hit["snippet"].as_array().unwrap());
    let marked: Vec<_> = marked
        .filter(|part| part["match"] == true)
        .map(|part| &part["text"])
        .collect();
    assert_eq!(marked, ["Vienna", "Vienna"]);
    let words = pair.a.text(&["search", "tid"]);
    assert!(
        words.contains("sea") && words.contains("[tide]") && words.contains("1 turn."),
        "{words}"
    );
    assert!(pair.a.text(&["search", "submarine"]).contains("Nothing matches."));
}

#[test]
fn options_and_filters_among_the_words_mean_the_same() {
    let pair = recorded();
    let by_option = pair.a.json(&[
        "search",
        "vienna",
        "--tool",
        "timetable",
        "--role",
        "assistant",
        "--after",
        "2020-01-01",
    ]);
    let by_words = pair
        .a
        .json(&["search", "tool:timetable role:assistant after:2020-01-01 vienna"]);
    assert_eq!(by_option["hits"], by_words["hits"]);
    assert_eq!(by_option["hits"].as_array().unwrap().len(), 1);
    assert_eq!(pair.a.json(&["search", "--before", "2020-01-01", "vienna"])["total"], 0);
}

#[test]
fn a_filter_that_makes_no_sense_is_wrong_usage_and_says_what_there_is() {
    let pair = recorded();
    for (args, told) in [
        (["--role", "king", "x"], "user, assistant or tool"),
        (["--after", "yesterday", "x"], "2026-11-01"),
        (["--device", "phone", "x"], "No device is called 'phone'"),
    ] {
        let run = pair.a.run(&[&["search"], &args[..]].concat());
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.err.contains(told), "{run:?}");
    }
    assert_eq!(pair.a.run(&["search"]).code, 2);
}
