//! Explores, and makes a table of what was explored.

use std::time::Instant;

use stateright::{Checker, CheckerBuilder, Expectation, HasDiscoveries, Model};

use crate::action::Action;
use crate::scenario::Scenario;

fn checker(scenario: Scenario) -> CheckerBuilder<Scenario> {
    let depth = scenario.depth;
    let checker = scenario.checker().finish_when(HasDiscoveries::AnyFailures);
    if depth == 0 {
        checker
    } else {
        checker.target_max_depth(depth)
    }
}

/// The first thing found that must not happen, and how it comes about.
fn wrong(checker: &impl Checker<Scenario>) -> Option<(&'static str, Vec<Action>)> {
    let properties = checker.model().properties();
    let mut always = properties
        .iter()
        .filter(|property| property.expectation == Expectation::Always);
    always.find_map(|property| Some((property.name, checker.discovery(property.name)?.into_actions())))
}

/// Explores everything, and answers with a line of the table. Panics if anything happens that must not, or if what must be
/// possible is not. What is bounded in steps is explored breadth first; what is not, depth first, which needs memory for the
/// digests of what was seen and hardly any for what is still to be seen.
pub fn explore(scenario: Scenario) -> String {
    let began = Instant::now();
    let line = if scenario.depth == 0 {
        conclude(&scenario, &checker(scenario.clone()).spawn_dfs().join())
    } else {
        conclude(&scenario, &checker(scenario.clone()).spawn_bfs().join())
    };
    format!("{line} {} |\n", began.elapsed().as_secs())
}

/// What was found, and how much was explored for it.
fn conclude(scenario: &Scenario, checker: &impl Checker<Scenario>) -> String {
    let Scenario { name, depth, .. } = scenario;
    assert_eq!(wrong(checker), None, "{name}");
    checker.assert_properties();
    let devices = scenario.members.len() + scenario.others.len();
    // The start counts as one, and what was reached at the bound was not looked at.
    let steps = match depth.checked_sub(2) {
        Some(steps) => steps.to_string(),
        None => "all".to_owned(),
    };
    let states = checker.unique_state_count();
    format!("| {name} | {devices} | {} | {steps} | {states} |", scenario.kept)
}

/// Explores a broken variant: something that must not happen has to be found.
pub fn catch(scenario: Scenario) {
    let checker = checker(scenario).spawn_bfs().join();
    assert!(wrong(&checker).is_some(), "the model does not catch it");
}

/// Explores them all, and writes the table down after each.
pub fn write(name: &str, scenarios: &[Scenario]) {
    let mut table =
        "| scenario | devices | versions | steps | states | seconds |\n|---|---|---|---|---|---|\n".to_owned();
    for scenario in scenarios {
        table += &explore(scenario.clone());
        let written = std::fs::write(format!("{}/../{name}", env!("CARGO_TARGET_TMPDIR")), &table);
        assert!(written.is_ok(), "{written:?}");
    }
}
