//! Without `--json`, every command answers in words.

use baton_tests::Pair;

#[test]
fn help_shows_every_command_and_examples() {
    let pair = Pair::new();
    let help = pair.a.text(&["--help"]);
    let commands = "status append record-turn record-turns record-intent pump checkpoint rebase conversations search \
        transcript resume export records run fence lease watch retire completions";
    for command in commands.split_whitespace() {
        assert!(
            help.contains(&format!("\n  {command} ")),
            "{command} is missing: {help}"
        );
        let own = pair.a.text(&[command, "--help"]);
        assert!(own.contains("Usage: baton"), "{own}");
    }
    assert!(help.contains("Examples:") && help.contains("Exit status"));
}

#[test]
fn every_command_that_records_says_so_in_a_sentence() {
    let Pair { a, .. } = &Pair::new();
    let said = [
        a.text(&["append", "--surface", "skill", "--payload", "{}"]),
        a.text(&["record-turn", "--conversation", "c", "--role", "user", "--content", "x"]),
        a.text(&["lease", "acquire", "a", "--ttl", "60s"]),
        a.text(&["lease", "renew", "a", "--epoch", "1", "--ttl-ms", "60000"]),
        a.text(&[
            "record-intent",
            "--agent",
            "a",
            "--run",
            "r",
            "--epoch",
            "1",
            "--status",
            "pending",
        ]),
        a.text(&["fence", "--agent", "a", "--run", "r", "--epoch", "1"]),
        a.text(&["lease", "release", "a", "--epoch", "1"]),
        a.text(&["lease", "executor", "on"]),
        a.text(&["pump"]),
        a.text(&["checkpoint"]),
        a.text(&["rebase"]),
    ];
    for text in said {
        let sentence = text.trim_end();
        assert!(
            sentence.lines().count() == 1 && sentence.ends_with('.') && !sentence.contains('{'),
            "{text}"
        );
    }
}

#[test]
fn status_shows_the_roster_as_a_table() {
    let pair = Pair::new();
    pair.a.say("c", "x");
    pair.exchange();
    let id = pair.b.json(&["status"])["device_id"].as_str().unwrap().to_owned();
    let status = pair.a.text(&["status"]);
    let row = status.lines().find(|line| line.contains(&id)).unwrap();
    assert!(row.contains("active"), "{status}");
    assert!(
        status.contains("(this one)") && status.contains(pair.a.relay.to_str().unwrap()),
        "{status}"
    );
}

#[test]
fn status_begins_with_the_line_that_the_tray_shows_and_is_no_greener_than_the_facts() {
    let pair = Pair::new();
    let a = &pair.a;
    let kind = || {
        let status = a.json(&["status"])["status"].clone();
        let headline = status["headline"].as_str().unwrap().to_owned();
        assert_eq!(a.text(&["status"]).lines().next(), Some(headline.as_str()));
        status["kind"].as_str().unwrap().to_owned()
    };
    pair.exchange();
    pair.exchange();
    assert_eq!(kind(), "up_to_date");
    a.say("c", "x");
    assert_eq!(kind(), "waiting_for_pick_up");
    std::fs::write(a.root.join("settings.json"), r#"{"pause":{"sinceMs":1}}"#).unwrap();
    assert_eq!(kind(), "paused");
    std::fs::rename(&a.relay, a.relay.with_extension("away")).unwrap();
    assert_eq!(kind(), "folder_unavailable");
}

#[test]
fn a_conversation_is_shown_by_speaker_and_no_escape_sequence_reaches_the_terminal() {
    let Pair { a, .. } = &Pair::new();
    let calls = r#"[{"id":"c1","name":"search","arguments":{"q":"tide"}}]"#;
    a.say("sea", "first line\nsecond \u{1b}[31mline");
    a.json(&[
        "record-turn",
        "--conversation",
        "sea",
        "--role",
        "assistant",
        "--content",
        "",
        "--tool-calls",
        calls,
    ]);
    a.json(&[
        "record-turn",
        "--conversation",
        "sea",
        "--role",
        "tool",
        "--tool-use-id",
        "c1",
        "--content",
        "low",
    ]);
    let text = a.text(&["transcript", "sea"]);
    assert!(!text.contains('\u{1b}'), "{text:?}");
    for piece in [
        "user  today",
        "    first line\n",
        "-> search {\"q\":\"tide\"}  [c1]",
        "tool answering c1",
    ] {
        assert!(text.contains(piece), "'{piece}' is missing: {text}");
    }
    assert!(a.text(&["conversations"]).contains("first line second"));
    assert!(a.text(&["resume", "sea"]).contains("tool_result answering c1"));
}

#[test]
fn where_there_is_nothing_the_answer_says_so() {
    let Pair { a, .. } = &Pair::new();
    assert!(a.text(&["conversations"]).contains("no conversation yet"));
    assert!(a.text(&["transcript", "x"]).contains("nothing in conversation 'x'"));
    assert!(a.text(&["lease", "status"]).contains("No agent"));
    assert!(a.text(&["lease", "status", "planner"]).contains("Nobody holds planner"));
}

#[test]
fn completions_know_every_command_and_touch_no_data() {
    let pair = Pair::new();
    for (shell, sign) in [
        ("bash", "complete -F _baton"),
        ("zsh", "#compdef baton"),
        ("fish", "complete -c baton"),
    ] {
        let script = pair.a.text(&["completions", shell]);
        assert!(script.contains(sign), "{shell}: {script}");
        assert!(
            script.contains("record-turn") && script.contains("take-over"),
            "{shell}"
        );
    }
    assert!(!pair.a.root.join("device-id").exists());
}

#[test]
fn every_command_that_help_shows_has_a_manual_page() {
    let (pair, pages) = (Pair::new(), tempfile::tempdir().unwrap());
    pair.a.text(&["man", pages.path().to_str().unwrap()]);
    for page in [
        "baton",
        "baton-status",
        "baton-run",
        "baton-lease-acquire",
        "baton-completions",
    ] {
        let text = std::fs::read_to_string(pages.path().join(format!("{page}.1"))).unwrap();
        assert!(text.contains(".SH SYNOPSIS"), "{page}: {text}");
    }
    assert!(!pages.path().join("baton-man.1").exists(), "what is hidden has none");
}
