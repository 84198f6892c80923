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
/// possible is not.
pub fn explore(scenario: Scenario) -> String {
    let (name, devices) = (scenario.name, scenario.members.len() + scenario.others.len());
    let (bound, began) = (scenario.depth, Instant::now());
    let checker = checker(scenario).spawn_bfs().join();
    assert_eq!(wrong(&checker), None, "{name}");
    checker.assert_properties();
    let (states, depth) = (checker.unique_state_count(), checker.max_depth());
    let steps = if bound == 0 {
        format!("all ({depth})")
    } else {
        format!("{}", bound - 1)
    };
    format!(
        "| {name} | {devices} | {steps} | {states} | {} |\n",
        began.elapsed().as_secs()
    )
}

/// Explores a broken variant: something that must not happen has to be found.
pub fn catch(scenario: Scenario) {
    let checker = checker(scenario).spawn_bfs().join();
    assert!(wrong(&checker).is_some(), "the model does not catch it");
}

/// Explores them all, and writes the table down after each.
pub fn write(name: &str, scenarios: &[Scenario]) {
    let mut table = "| scenario | devices | steps | states | seconds |\n|---|---|---|---|---|\n".to_owned();
    for scenario in scenarios {
        table += &explore(scenario.clone());
        let written = std::fs::write(format!("{}/../{name}", env!("CARGO_TARGET_TMPDIR")), &table);
        assert!(written.is_ok(), "{written:?}");
    }
}
