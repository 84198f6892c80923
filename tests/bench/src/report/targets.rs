//! What Baton has to reach, each as a ratio or a bound, and whether it does.

use super::numbers::{shown, times, turns};
use crate::{
    figures::Figures,
    machine::limits::Limit,
    measure::{FEW, Measure, Unit},
    systems::System,
};

const LARGE: u64 = 1_000_000;
const REFERENCE: u64 = 10_000;
const SYNCED: u64 = 100_000;

/// One target, and how it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    what: String,
    figure: String,
    wanted: String,
    met: bool,
}

impl Verdict {
    /// As a line of the table.
    pub fn into_cells(self) -> Vec<String> {
        let met = if self.met { "met" } else { "**not met**" };
        vec![self.what, self.figure, self.wanted, met.to_owned()]
    }

    fn at_most(what: String, value: f64, bound: f64, show: impl Fn(f64) -> String) -> Self {
        Self {
            what,
            figure: show(value),
            wanted: format!("≤ {}", show(bound)),
            met: value <= bound,
        }
    }

    fn at_least(what: String, value: f64, bound: f64, show: impl Fn(f64) -> String) -> Self {
        Self {
            what,
            figure: show(value),
            wanted: format!("≥ {}", show(bound)),
            met: value >= bound,
        }
    }
}

/// Every target that this run has the figures for. A target named for a size that was not run is judged at the largest
/// size below that was, and says so.
pub fn judge(figures: &Figures) -> Vec<Verdict> {
    let judged = Judged { figures };
    let mut verdicts = Vec::new();
    verdicts.extend(judged.growth(Measure::NewTurn, 1.3));
    verdicts.extend(judged.times_limit(Measure::NewTurn, Limit::SmallFileInTurn, 12.0));
    verdicts.extend(judged.idle());
    verdicts.extend(judged.times_limit(Measure::AppendOne, Limit::AppendSync, 2.5));
    verdicts.extend(judged.growth(Measure::Open, 1.5));
    let bounds = [
        (Measure::IdlePump, 2e-3),
        (Measure::Open, 50e-3),
        (Measure::WatchRest, 40e6),
        (Measure::WatchStart, 40e6),
        (Measure::WatchPeak, 150e6),
        (Measure::Page, 3e-3),
        (Measure::Status, 1e-3),
        (Measure::Fence, 0.2e-3),
        (Measure::SearchRare, 30e-3),
        (Measure::SearchCommon, 30e-3),
        (Measure::FolderFiles, 100.0),
        (Measure::UploadFiles, 100.0),
        (Measure::UploadAmplification, 10.0),
        (Measure::WatchLatency, 250e-3),
        (Measure::WatchRunning, 0.005),
    ];
    verdicts.extend(
        bounds
            .into_iter()
            .filter_map(|(measure, bound)| judged.bound(measure, bound)),
    );
    verdicts.extend(judged.wake_ups());
    verdicts.extend(judged.beside(Measure::NewTurn, &[System::CarSync], REFERENCE, 50.0));
    verdicts.extend(judged.beside(Measure::FirstSync, &[System::CarSync], SYNCED, 5.0));
    verdicts.extend(judged.beside(Measure::FirstSync, &LIBRARIES, SYNCED, 1.0 / 3.0));
    verdicts.extend(judged.as_many(Measure::AppendBatch));
    verdicts.extend(judged.beside(Measure::FolderBytes, &[System::CarSync], SYNCED, 4.0));
    verdicts
}

/// The libraries that verify nothing.
const LIBRARIES: [System; 3] = [System::Loro, System::Automerge, System::Yrs];

struct Judged<'a> {
    figures: &'a Figures,
}

impl Judged<'_> {
    /// Baton's figure at the largest size up to `turns` that has one.
    fn largest(&self, measure: Measure, up_to: u64) -> Option<(u64, f64)> {
        let sizes = self
            .figures
            .sizes(measure)
            .into_iter()
            .rev()
            .filter(|turns| *turns <= up_to);
        sizes
            .filter_map(|turns| Some((turns, self.figures.value(measure, System::Baton, turns)?)))
            .next()
    }

    fn bound(&self, measure: Measure, bound: f64) -> Option<Verdict> {
        let (size, value) = self.largest(measure, LARGE)?;
        let what = format!("{} at {}", measure.title(), turns(size));
        Some(Verdict::at_most(what, value, bound, |value| {
            shown(value, measure.unit())
        }))
    }

    fn growth(&self, measure: Measure, bound: f64) -> Option<Verdict> {
        let (size, _) = self.largest(measure, LARGE)?;
        let growth = self.figures.growth(measure, (FEW, size))?;
        let what = format!("{}: {} beside {}", measure.title(), turns(size), turns(FEW));
        Some(Verdict::at_most(what, growth, bound, times))
    }

    fn times_limit(&self, measure: Measure, limit: Limit, bound: f64) -> Option<Verdict> {
        let (size, value) = self.largest(measure, LARGE)?;
        let what = format!("{} at {}, beside: {}", measure.title(), turns(size), limit.title());
        Some(Verdict::at_most(
            what,
            value / self.figures.limit(limit, size)?,
            bound,
            times,
        ))
    }

    fn idle(&self) -> Option<Verdict> {
        let (size, value) = self.largest(Measure::IdlePumpWritten, LARGE)?;
        let what = format!("{} at {}", Measure::IdlePumpWritten.title(), turns(size));
        Some(Verdict::at_most(what, value, 0.0, |value| shown(value, Unit::Bytes)))
    }

    fn wake_ups(&self) -> Option<Verdict> {
        let (size, value) = self.largest(Measure::WatchWakeUps, LARGE)?;
        let what = format!("{} at {}", Measure::WatchWakeUps.title(), turns(size));
        Some(Verdict::at_least(what, value, 2.0, |value| shown(value, Unit::Seconds)))
    }

    /// How often Baton's figure goes into the best of some rivals', at the largest size that they share.
    fn beside(&self, measure: Measure, rivals: &[System], up_to: u64, bound: f64) -> Option<Verdict> {
        let sizes = self
            .figures
            .sizes(measure)
            .into_iter()
            .rev()
            .filter(|turns| *turns <= up_to);
        let shared = sizes.filter_map(|size| {
            let theirs = rivals
                .iter()
                .filter_map(|rival| Some((*rival, self.figures.value(measure, *rival, size)?)));
            let (rival, best) = theirs.min_by(|(_, one), (_, other)| one.total_cmp(other))?;
            Some((size, rival, best / self.figures.value(measure, System::Baton, size)?))
        });
        let (size, rival, ratio) = { shared }.next()?;
        let what = format!("{} at {}: {rival} takes", measure.title(), turns(size));
        Some(Verdict::at_least(what, ratio, bound, times))
    }

    /// As many a second as the reference, at the largest size that both share.
    fn as_many(&self, measure: Measure) -> Option<Verdict> {
        let rate = |system, size| self.figures.value(measure, system, size);
        let shared = |size| Some((size, rate(System::Baton, size)? / rate(System::CarSync, size)?));
        let (size, ratio) = self.figures.sizes(measure).into_iter().rev().find_map(shared)?;
        let what = format!("{} at {}, beside {}", measure.title(), turns(size), System::CarSync);
        Some(Verdict::at_least(what, ratio, 1.0, times))
    }
}
