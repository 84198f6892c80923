//! What a person types wrong is answered with status 2 and what would be right, and changes nothing.

use baton_tests::Pair;

#[track_caller]
fn wrong(arguments: &[&str], said: &[&str]) {
    let pair = Pair::new();
    let run = pair.a.run(arguments);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}: {run:?}");
    for word in said {
        assert!(
            run.err.contains(word),
            "{arguments:?} does not say '{word}': {}",
            run.err
        );
    }
    assert!(!pair.a.root.exists(), "{arguments:?} created the device");
}

#[test]
fn a_command_that_does_not_exist_is_wrong_usage() {
    wrong(&["puml"], &["puml", "pump"]);
    wrong(&["lease", "steal", "x"], &["steal"]);
}

#[test]
fn no_command_at_all_is_wrong_usage_and_shows_the_commands() {
    wrong(&[], &["record-turn", "watch"]);
    wrong(&["lease"], &["acquire", "take-over"]);
}

#[test]
fn an_unknown_surface_is_answered_with_the_nine() {
    let nine = [
        "routing",
        "declagent",
        "conversation",
        "knowledge",
        "skill",
        "trajectory",
        "run",
        "intent",
        "registry:",
    ];
    wrong(&["append", "--surface", "memory", "--payload", "{}"], &nine);
    wrong(&["append", "--surface", "registry:", "--payload", "{}"], &["registry"]);
}

#[test]
fn an_unknown_role_is_answered_with_the_allowed_ones() {
    let allowed = ["user", "assistant", "tool", "tool_result"];
    for role in ["system", "User", ""] {
        wrong(
            &["record-turn", "--conversation", "c", "--content", "x", "--role", role],
            &allowed,
        );
    }
}

#[test]
fn wrong_json_says_where_it_stops_making_sense() {
    wrong(
        &["append", "--surface", "skill", "--payload", "{\"a\": }"],
        &["line 1 column 7"],
    );
    wrong(&["append", "--surface", "skill", "--payload", ""], &["JSON"]);
    let turn = [
        "record-turn",
        "--conversation",
        "c",
        "--content",
        "x",
        "--role",
        "assistant",
        "--tool-calls",
    ];
    wrong(&[&turn[..], &["[{]"]].concat(), &["line 1 column 3"]);
    wrong(&[&turn[..], &["{}"]].concat(), &["list"]);
    wrong(&[&turn[..], &[r#"[{"arguments":{}}]"#]].concat(), &["call 1", "name"]);
}

#[test]
fn wrong_json_on_standard_input_says_where_it_stops_making_sense() {
    let run = Pair::new()
        .a
        .run_with(&["append", "--surface", "skill", "--payload", "-"], "{\n\"a\" 1}");
    assert!(run.refusal(2).contains("line 2 column 5"), "{}", run.err);
}

#[test]
fn what_a_role_cannot_carry_is_refused_instead_of_lost() {
    let turn = ["record-turn", "--conversation", "c", "--content", "x", "--role"];
    wrong(
        &[&turn[..], &["user", "--tool-calls", "[]"]].concat(),
        &["--role assistant"],
    );
    wrong(
        &[&turn[..], &["assistant", "--tool-use-id", "c1"]].concat(),
        &["--role tool"],
    );
}

#[test]
fn names_that_say_nothing_are_refused() {
    wrong(
        &["append", "--surface", "skill", "--payload", "{}", "--org", ""],
        &["empty"],
    );
    wrong(
        &["append", "--surface", "skill", "--payload", "{}", "--org", "  "],
        &["empty"],
    );
    wrong(&["lease", "acquire", "", "--ttl-ms", "1"], &["empty"]);
    wrong(&["fence", "--agent", "", "--run", "r", "--epoch", "1"], &["empty"]);
}

#[test]
fn numbers_that_are_none_are_refused() {
    wrong(&["lease", "acquire", "a", "--ttl-ms", "0"], &["0"]);
    wrong(&["lease", "acquire", "a", "--ttl-ms", "soon"], &["soon"]);
    wrong(&["fence", "--agent", "a", "--run", "r", "--epoch", "-1"], &["-1"]);
    let turn = [
        "record-turn",
        "--conversation",
        "c",
        "--content",
        "x",
        "--role",
        "user",
        "--timestamp",
    ];
    wrong(&[&turn[..], &["1.5"]].concat(), &["1.5"]);
    let intent = [
        "record-intent",
        "--agent",
        "a",
        "--run",
        "r",
        "--epoch",
        "1",
        "--status",
    ];
    wrong(&[&intent[..], &["done"]].concat(), &["pending", "committed", "failed"]);
}

#[test]
fn a_run_without_a_command_or_with_two_names_is_refused() {
    wrong(&["run", "--agent", "a"], &["COMMAND"]);
    wrong(&["run", "--agent", "a", "echo", "hi"], &["-- <COMMAND>"]);
    wrong(&["run", "--", "echo"], &["--agent"]);
    let named = ["run", "--agent", "a", "--run-id", "r", "--every", "1h", "--", "true"];
    wrong(&named, &["--run-id", "--every"]);
}

#[test]
fn spans_that_are_none_are_answered_with_how_they_are_written() {
    let run = |option: &str, value: &str| wrong(&["run", "--agent", "a", option, value, "--", "true"], &["such as"]);
    for value in ["soon", "60", ""] {
        run("--wait", value);
        run("--ttl", value);
        run("--every", value);
    }
    run("--every", "1500ms");
    wrong(
        &["run", "--agent", "a", "--ttl", "10ms", "--", "true"],
        &["at least 1s"],
    );
    wrong(&["lease", "acquire", "a", "--ttl", "0s"], &["such as"]);
    wrong(&["lease", "acquire", "a"], &["--ttl"]);
    wrong(
        &["lease", "acquire", "a", "--ttl", "1s", "--ttl-ms", "1000"],
        &["--ttl-ms"],
    );
    wrong(&["lease", "executor", "maybe"], &["on", "off"]);
}

#[test]
fn a_retention_that_is_none_is_answered_with_what_it_may_be() {
    for days in ["0", "-1", "1.5", "ninety", "", "36501"] {
        wrong(&["retention", "--conversations", days], &["'all'", "days", "from 1 to"]);
    }
    wrong(&["retention", "90"], &["90"]);
    wrong(&["retention", "--intents", "7"], &["--intents"]);
}
