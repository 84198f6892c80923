//! Answers of a real engine to the window's questions, recorded for the page's fake host. Record them again with
//! `TZ=UTC BATON_RECORD_ANSWERS=1 cargo test -p baton-desktop recorded`. A view that is fed by them adds its answers here.

mod about;
mod acts;
mod app;
mod conversations;
mod failures;
mod folders;
mod house;
mod memory;
mod notes;
mod past;
mod scene;
mod states;
mod talks;
mod troubles;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use baton_engine::SyncSubsystem;
use baton_sync_loop::LoopState;
use serde::Serialize;
use serde_json::Value;

/// Recorded answers, by the name of their file.
type Answers = Vec<(&'static str, Value)>;

/// What the app knows of a device that it just opened.
fn known(engine: &mut SyncSubsystem) -> LoopState {
    LoopState {
        overview: Some(engine.overview().unwrap()),
        ..LoopState::default()
    }
}

fn value(answer: &impl Serialize) -> Value {
    serde_json::to_value(answer).unwrap()
}

fn file(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/fake/recorded");
    folder.join(format!("{name}.json"))
}

/// What there is in a value, whatever the texts and numbers are: the path of every field, and the kind of what it holds.
fn shape(value: &Value, path: &str, kinds: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, field)| shape(field, &format!("{path}.{name}"), kinds)),
        Value::Array(values) => values.iter().for_each(|one| shape(one, &format!("{path}[]"), kinds)),
        Value::Null => _ = kinds.insert(format!("{path} null")),
        Value::Bool(_) => _ = kinds.insert(format!("{path} bool")),
        Value::Number(_) => _ = kinds.insert(format!("{path} number")),
        Value::String(_) => _ = kinds.insert(format!("{path} string")),
    }
}

fn shape_of(value: &Value) -> BTreeSet<String> {
    let mut kinds = BTreeSet::new();
    shape(value, "", &mut kinds);
    kinds
}

/// Compares the answers with the recorded ones, or records them.
fn check(answers: Answers) {
    for (name, answer) in answers {
        let path = file(name);
        if std::env::var_os("BATON_RECORD_ANSWERS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, format!("{answer:#}\n")).unwrap();
        }
        let recorded: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let again = "record them again: TZ=UTC BATON_RECORD_ANSWERS=1 cargo test -p baton-desktop recorded";
        assert_eq!(shape_of(&recorded), shape_of(&answer), "{name}: {again}");
    }
}

#[test]
fn the_recorded_conversations_have_the_shape_of_what_the_app_answers() {
    check(conversations::answers());
}

#[test]
fn the_recorded_memory_has_the_shape_of_what_the_app_answers() {
    check(memory::answers());
}

#[test]
fn the_recorded_states_have_the_shape_of_what_the_app_answers() {
    check(states::answers());
}

#[test]
fn the_recorded_folders_have_the_shape_of_what_the_app_answers() {
    check(folders::answers());
}

#[test]
fn the_recorded_failures_have_the_shape_of_what_the_app_answers() {
    check(failures::answers());
}

#[test]
fn what_was_recorded_about_the_app_has_the_shape_of_what_it_answers() {
    check(about::answers());
}
