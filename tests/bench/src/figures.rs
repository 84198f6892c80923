//! What was measured: samples by measure, system and size, and why there is none where there is none.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{machine::limits::Limit, measure::Measure, systems::System};

/// One cell of the tables.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Figure {
    /// In the unit of the measure.
    pub samples: Vec<f64>,
    /// Why there is no sample, or none any more.
    pub lacking: Option<String>,
}

/// The middle of some samples; none if there are none.
pub fn median(samples: &[f64]) -> Option<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = sorted[(sorted.len() - 1) / 2];
    Some(f64::midpoint(lower, upper))
}

/// The mean of some samples; none if there are none.
pub fn mean(samples: &[f64]) -> Option<f64> {
    (!samples.is_empty()).then(|| samples.iter().sum::<f64>() / samples.len() as f64)
}

/// Everything that was measured.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    cells: BTreeMap<(Measure, System, u64), Figure>,
    limits: BTreeMap<(Limit, u64), Vec<f64>>,
}

impl Figures {
    /// Samples of a measure at a size.
    pub fn add(&mut self, (measure, system, turns): (Measure, System, u64), samples: &[f64]) {
        self.cell((measure, system, turns)).samples.extend(samples);
    }

    /// The one sample that counts.
    pub fn replace(&mut self, key: (Measure, System, u64), sample: f64) {
        self.cell(key).samples = vec![sample];
    }

    /// Why there is no figure.
    pub fn lack(&mut self, key: (Measure, System, u64), reason: &str) {
        self.cell(key).lacking = Some(reason.to_owned());
    }

    /// Samples of a limit, taken while systems of a size were measured.
    pub fn add_limit(&mut self, key: (Limit, u64), samples: &[f64]) {
        self.limits.entry(key).or_default().extend(samples);
    }

    fn cell(&mut self, key: (Measure, System, u64)) -> &mut Figure {
        self.cells.entry(key).or_default()
    }

    /// A cell, if anything is known about it.
    pub fn get(&self, measure: Measure, system: System, turns: u64) -> Option<&Figure> {
        self.cells.get(&(measure, system, turns))
    }

    /// What a cell says.
    pub fn value(&self, measure: Measure, system: System, turns: u64) -> Option<f64> {
        measure.value(self.get(measure, system, turns)?)
    }

    /// How many times Baton's figure at `small` that at `large` is, or that of its baseline where it has one.
    pub fn growth(&self, measure: Measure, (small, large): (u64, u64)) -> Option<f64> {
        let beside = |measure, turns| self.value(measure, System::Baton, turns).filter(|value| *value > 0.0);
        let few = match measure.baseline() {
            Some(baseline) => beside(baseline, large),
            None => beside(measure, small),
        };
        (small < large).then_some(self.value(measure, System::Baton, large)? / few?)
    }

    /// The median of a limit at a size, in seconds.
    pub fn limit(&self, limit: Limit, turns: u64) -> Option<f64> {
        median(self.limits.get(&(limit, turns))?)
    }

    /// All samples of the limits.
    pub fn limits(&self) -> impl Iterator<Item = (&(Limit, u64), &Vec<f64>)> {
        self.limits.iter()
    }

    /// All cells, in the order of the tables.
    pub fn all(&self) -> impl Iterator<Item = (&(Measure, System, u64), &Figure)> {
        self.cells.iter()
    }

    /// The systems that have a cell.
    pub fn systems(&self) -> Vec<System> {
        let mut systems: Vec<_> = self.cells.keys().map(|(_, system, _)| *system).collect();
        systems.sort_unstable();
        systems.dedup();
        systems
    }

    /// The sizes that have a cell of a measure.
    pub fn sizes(&self, measure: Measure) -> Vec<u64> {
        let of_it = self.cells.keys().filter(|(other, ..)| *other == measure);
        let mut sizes: Vec<_> = of_it.map(|(.., turns)| *turns).collect();
        sizes.sort_unstable();
        sizes.dedup();
        sizes
    }

    /// What went wrong where nothing may go wrong.
    pub fn failures(&self) -> impl Iterator<Item = String> {
        self.cells.iter().filter_map(|((measure, system, turns), figure)| {
            let reason = figure.lacking.as_ref().filter(|reason| reason.starts_with("failed"))?;
            system
                .is_ours()
                .then(|| format!("{system}, {} at {turns} turns {reason}", measure.title()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one_or_lies_between_the_middle_two() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0, 1.0, 9.0]), Some(3.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 9.0]), Some(3.0));
    }
}
