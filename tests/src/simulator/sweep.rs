use std::{
    collections::BTreeMap,
    fmt,
    ops::Range,
    panic::{AssertUnwindSafe, catch_unwind},
};

use super::{Failure, Knob, Make, Outcome, Schedule, World, shrink};

/// How often each hazard came up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage(BTreeMap<Knob, usize>);

impl Coverage {
    /// It came up.
    pub fn count(&mut self, knob: Knob) {
        self.add(knob, 1);
    }

    /// It came up so many times.
    pub fn add(&mut self, knob: Knob, times: usize) {
        *self.0.entry(knob).or_default() += times;
    }

    /// Together with another.
    pub fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|(knob, times)| self.add(*knob, *times));
    }

    /// How often a hazard came up.
    pub fn of(&self, knob: Knob) -> usize {
        self.0.get(&knob).copied().unwrap_or(0)
    }
}

/// A seed that broke a rule.
#[derive(Debug, Clone)]
pub struct Found {
    /// The seed.
    pub seed: u64,
    /// The rule and how it was broken.
    pub failure: Failure,
    /// The shortest schedule that still breaks it.
    pub shrunk: Schedule,
    /// What happens in that.
    pub trace: Vec<String>,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Schedule {
            devices,
            is_apart,
            clocks,
            steps,
            ..
        } = &self.shrunk;
        writeln!(f, "seed {}: {}", self.seed, self.failure)?;
        writeln!(
            f,
            "shrunk to {} steps, {devices} devices, apart: {is_apart}, clocks: {clocks:?}",
            steps.len()
        )?;
        self.trace.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// Carries out a schedule with engines that `make` starts.
pub fn trial(schedule: &Schedule, make: &Make) -> Outcome {
    let mut world = World::new(schedule, make);
    let played = catch_unwind(AssertUnwindSafe(|| world.play(schedule)));
    let played = played.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(Failure::new("a panic", text.unwrap_or_default()))
    });
    let failure = played.err();
    world.trace.extend(failure.as_ref().map(ToString::to_string));
    Outcome {
        failure,
        trace: world.trace,
        coverage: world.coverage,
    }
}

/// Carries out the schedule of one seed; what it broke comes shrunk.
pub fn run(seed: u64, make: &Make) -> (Coverage, Option<Found>) {
    let schedule = Schedule::of(seed);
    let outcome = trial(&schedule, make);
    let found = outcome.failure.map(|failure| {
        let shrunk = shrink(&schedule, failure.rule, make);
        let trace = trial(&shrunk, make).trace;
        Found {
            seed,
            failure,
            shrunk,
            trace,
        }
    });
    (outcome.coverage, found)
}

/// Carries out many, up to the first that breaks a rule.
pub fn sweep(seeds: Range<u64>, make: &Make) -> (Coverage, Option<Found>) {
    let mut coverage = Coverage::default();
    for seed in seeds {
        let (covered, found) = run(seed, make);
        coverage.merge(&covered);
        if found.is_some() {
            return (coverage, found);
        }
    }
    (coverage, None)
}
